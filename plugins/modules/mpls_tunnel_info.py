#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read the tunnels of a router that can carry labelled packets."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mpls_tunnel_info
short_description: Read the tunnels of a router that can carry labelled packets
version_added: "0.1.0"
description:
  - Reads the GRE tunnels and those in UDP from the kernel, in the words of the options of
    M(linuxnet.mpls.mpls_tunnel); of whoever created them.
  - Changes nothing. This is I(gathered) of network resource modules.
author: linuxnet.mpls contributors (@linuxnet)
requirements:
  - pyroute2 >= 0.7.2 (python3-pyroute2)
attributes:
  check_mode:
    support: full
    description: Reads only, so a run in C(check_mode) is the same.
options:
  names:
    description: Names of the tunnels to read; those that do not exist are left out. All by default.
    type: list
    elements: str
seealso:
  - module: linuxnet.mpls.mpls_tunnel
  - module: linuxnet.mpls.mpls_info
"""

EXAMPLES = r"""
- name: Read all tunnels
  linuxnet.mpls.mpls_tunnel_info:
  register: found

- name: Read one tunnel
  linuxnet.mpls.mpls_tunnel_info:
    names: [gre1]
"""

RETURN = r"""
tunnels:
  description:
    - The tunnels by name, in the words of O(linuxnet.mpls.mpls_tunnel#module:tunnels). Devices that
      the kernel makes itself, such as C(gre0), are left out.
    - The value of C(managed) says whether M(linuxnet.mpls.mpls_tunnel) has files for the tunnel.
    - The value of C(counters) is that of labelled packets, as in
      RV(linuxnet.mpls.mpls_info#module:counters), or none where MPLS is not loaded.
  returned: success
  type: list
  elements: dict
  sample:
    - name: gre1
      kind: gre
      local: 10.128.0.2
      remote: 10.128.100.2
      key: null
      ttl: 64
      mtu: 1476
      addresses: [10.199.0.1/32]
      up: true
      label_input: true
      managed: true
      counters:
        rx: {bytes: 8800, packets: 100, errors: 0, dropped: 0, noroute: 0}
        tx: {bytes: 8800, packets: 100, errors: 0, dropped: 0}
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Links
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import TunnelLinks
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    names_with,
    read_folder,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl import _proc
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._info import read_counters
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._adapter import Tunnels
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._files import DUTY
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._info import show_tunnels


def main() -> None:
    module = AnsibleModule(
        argument_spec={"names": {"type": "list", "elements": "str"}}, supports_check_mode=True
    )
    names = module.params["names"]
    try:
        tunnels = Tunnels(Links(), TunnelLinks(), _proc, {}).read()
        wanted = {name: one for name, one in tunnels.items() if names is None or name in names}
        shown = show_tunnels(wanted, names_with(DUTY, read_folder()), read_counters())
    except MplsError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, tunnels=shown)


if __name__ == "__main__":
    main()
