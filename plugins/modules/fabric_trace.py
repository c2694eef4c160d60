#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_trace
short_description: Follow one packet of a customer through the tables of all routers
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Takes what M(linuxnet.mpls.router_info) has read on the routers, and follows a packet from a
    customer's VRF to an address, hop by hop with its labels. Where there are several equal ways,
    those that end differently are followed.
  - Fails where the packet does not arrive, and says where it ends and why.
  - Runs on the controller and sends nothing.
options:
  reports:
    description:
      - The registered result of M(linuxnet.mpls.router_info) by router. Of one that has given none
        nobody knows what it does with packets.
    type: dict
    required: true
  source:
    description:
      - The customer and the PE, as C(customer/pe) or with the port C(customer/pe:port).
      - Without it, the task says which there are.
    type: str
    default: ""
  destination:
    description: The address that the packet goes to.
    type: str
    default: ""
extends_documentation_fragment:
  - linuxnet.mpls.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
seealso:
  - module: linuxnet.mpls.router_info
"""

EXAMPLES = r"""
- name: Follow a packet
  linuxnet.mpls.fabric_trace:
    reports: "{{ dict(groups['all'] | zip(groups['all'] | map('extract', hostvars, 'router'))) }}"
    source: customer1/pe1
    destination: 192.168.2.1
  run_once: true
"""

RETURN = r"""
msg:
  description: The way, a line for each hop; where the packet does not arrive, its end alone.
  returned: always
  type: str
  sample: |-
    customer1: from VRF customer1 at pe1 to 192.168.2.1
      pe1: route 192.168.2.0/24 in VRF customer1 to eth1 via 10.1.0.1, labels 17/80 (7 sent)
      p1: label 17 to eth2 via 10.1.0.3, labels 80 (7 sent)
      pe2: label 80 to customer1
      arrives at pe2, whose own address it is, in VRF customer1
"""
