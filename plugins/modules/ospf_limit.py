#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Limit what customers' routers advertise by OSPF."""

from __future__ import annotations

DOCUMENTATION = r"""
module: ospf_limit
short_description: Limit what customers' routers advertise by OSPF
version_added: "0.1.0"
description:
  - Ends the OSPF of a port whose router advertised more prefixes than it may, as C(maximum-prefix)
    of FRRouting does with BGP; FRRouting has no such limit for OSPF.
  - The service C(linuxnet-mpls-ospf-limit.service) looks at the kernel's routes of OSPF every two
    seconds, and counts those that lead to a port. A port with more than its limit comes into a set
    of the table C(inet linuxnet_mpls_ospf) of nftables, which drops OSPF there in both directions,
    and FRRouting is told to forget the neighbour. OSPF and OSPFv3 are counted and ended apart.
  - The port leaves the set when its time is over, and the two routers find each other again.
    C(nft delete element inet linuxnet_mpls_ospf ended4 '{ eth3 }') has it leave at once, C(ended6)
    for OSPFv3.
  - The journal says which router, VRF and port it was, how many prefixes there were and how many it
    may have.
author: linuxnet.mpls contributors (@linuxnet)
requirements:
  - nftables
extends_documentation_fragment:
  - linuxnet.mpls.attributes
options:
  ports:
    description:
      - The ports whose routers speak OSPF, all of them.
      - Required with O(state=present).
    type: list
    elements: dict
    suboptions:
      interface:
        description: The customer's port.
        type: str
        required: true
      vrf:
        description: The VRF that it is in.
        type: str
        required: true
      max_prefixes:
        description: How many prefixes of each family its router may tell of, 1 to 4294967295.
        type: int
        required: true
      restart:
        description: Minutes until a session that was ended may come again, 1 to 65535.
        type: int
        required: true
  state:
    description:
      - V(present) makes the limits exactly as written.
      - V(absent) removes the table, the services and their files.
    type: str
    choices: [present, absent]
    default: present
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
"""

EXAMPLES = r"""
- name: A provider edge router with one customer that speaks OSPF
  linuxnet.mpls.ospf_limit:
    ports:
      - {interface: eth3, vrf: green, max_prefixes: 1000, restart: 15}

- name: No customer speaks OSPF any more
  linuxnet.mpls.ospf_limit:
    state: absent
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create /etc/linuxnet-mpls/ospf.nft
    - create table inet linuxnet_mpls_ospf
    - create /etc/linuxnet-mpls/ospf.limits
    - create linuxnet-mpls-ospf-limit.service
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._options import (
    ARGUMENT_SPEC,
    RULES,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._task import build_resources
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True, **RULES)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
