#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read the VRFs of a router."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vrf_device_info
short_description: Read the VRFs of a router
version_added: "0.1.0"
description:
  - Reads the VRF devices with their tables, members, addresses and unreachable defaults, the rules
    by which VRFs work, and strict mode, from the kernel and in the words of the options of
    M(linuxnet.mpls.vrf_device); of whoever created them.
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
    description: Names of the VRFs to read; those that do not exist are left out. All by default.
    type: list
    elements: str
seealso:
  - module: linuxnet.mpls.vrf_device
"""

EXAMPLES = r"""
- name: Read all VRFs
  linuxnet.mpls.vrf_device_info:
  register: found

- name: Read one VRF
  linuxnet.mpls.vrf_device_info:
    names: [customer1]
"""

RETURN = r"""
vrfs:
  description: The VRFs by name, in the words of O(linuxnet.mpls.vrf_device#module:vrfs).
  returned: success
  type: list
  elements: dict
  sample:
    - name: customer1
      table: 100
      members: [eth2]
      addresses: [10.255.0.1/32]
      up: true
      unreachable_defaults: [4, 6]
rules:
  description:
    - For IPv4 and IPv6, the priorities of the rules that look into the table of a packet's VRF and
      of those that look up the router's own addresses.
    - The value of C(local_rule) is that of the option of the same name, or none where there is no
      rule for own addresses, or one at another place.
    - Empty C(vrf_priorities) while there are VRFs means that the traffic of VRFs is lost.
  returned: success
  type: dict
  sample:
    ipv4: {vrf_priorities: [1000], local_priorities: [32765], local_rule: behind_vrfs}
    ipv6: {vrf_priorities: [1000], local_priorities: [32765], local_rule: behind_vrfs}
strict_mode:
  description: Whether a table belongs to one VRF only; none where the module vrf is not loaded.
  returned: success
  type: bool
  sample: false
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Links
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import Routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._rules import Rules
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._adapter import Vrfs
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._info import (
    read_strict_mode,
    show_rules,
    show_vrfs,
)


def main() -> None:
    module = AnsibleModule(
        argument_spec={"names": {"type": "list", "elements": "str"}}, supports_check_mode=True
    )
    names = module.params["names"]
    try:
        vrfs = Vrfs(Links(), Routes(), {}).read()
        wanted = {name: one for name, one in vrfs.items() if names is None or name in names}
        rules = show_rules(Rules().read())
        strict = read_strict_mode()
    except MplsError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, vrfs=show_vrfs(wanted), rules=rules, strict_mode=strict)


if __name__ == "__main__":
    main()
