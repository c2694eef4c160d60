#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Lower the MSS of customers' TCP connections."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mss_clamp
short_description: Lower the MSS of customers' TCP connections
version_added: "0.1.0"
description:
  - Lowers the MSS in each TCP SYN that comes in by a VRF, so that no segment is too large for the
    core. An MSS that is small enough stays.
  - The rules are in one table of nftables, C(inet linuxnet_mpls_mss); no other is touched. The
    service C(linuxnet-mpls-mss.service) loads it from C(/etc/linuxnet-mpls/mss.nft) at boot, and
    again after C(nftables.service), which flushes it.
  - A connection has a SYN from both ends, so all PEs of a VPN are to have the same values.
  - UDP, and everything else that is not TCP, is not made smaller.
author: linuxnet.mpls contributors (@linuxnet)
requirements:
  - nftables
extends_documentation_fragment:
  - linuxnet.mpls.attributes
options:
  vrfs:
    description:
      - Names of the VRF devices whose customers are held down; all others are left alone.
      - Required with O(state=present).
    type: list
    elements: str
  ipv4:
    description:
      - Largest MSS over IPv4, 536 to 65495. What the core carries, less its labels, less 40.
      - Required with O(state=present).
    type: int
  ipv6:
    description:
      - Largest MSS over IPv6, 536 to 65495. What the core carries, less its labels, less 60.
      - Required with O(state=present).
    type: int
  state:
    description:
      - V(present) makes the table exactly as written.
      - V(absent) removes the table, its file and the service.
    type: str
    choices: [present, absent]
    default: present
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
"""

EXAMPLES = r"""
- name: Two customers over a core with an MTU of 1500 and two labels
  linuxnet.mpls.mss_clamp:
    vrfs: [customer1, customer2]
    ipv4: 1452
    ipv6: 1432

- name: The core is large enough now
  linuxnet.mpls.mss_clamp:
    state: absent
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create /etc/linuxnet-mpls/mss.nft
    - create /etc/systemd/system/linuxnet-mpls-mss.service
    - create /etc/systemd/system/multi-user.target.d/90-linuxnet-mpls-mss.conf
    - create table inet linuxnet_mpls_mss
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._mss._options import (
    ARGUMENT_SPEC,
    RULES,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mss._task import build_resources
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True, **RULES)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
