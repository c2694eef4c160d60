#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_show
short_description: Show who has which VPN where, sessions, labels and drops
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Takes what M(linuxnet.mpls.router_info) has read on the routers, with its sessions, and prints
    tables of the sites with the state of their ports, the routers, the sessions with their age,
    and what edge protection has dropped.
  - Runs on the controller and changes nothing.
options:
  reports:
    description: The registered result of M(linuxnet.mpls.router_info) by router.
    type: dict
    required: true
  customer:
    description: The customer that is shown; without it all are.
    type: str
    default: ""
  router:
    description: The router that is shown; without it all are.
    type: str
    default: ""
  folder:
    description: Where C(show.json) is written; nowhere without it.
    type: path
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
- name: Show one customer
  linuxnet.mpls.fabric_show:
    reports: "{{ dict(groups['all'] | zip(groups['all'] | map('extract', hostvars, 'router'))) }}"
    customer: customer1
  run_once: true
"""

RETURN = r"""
shown:
  description:
    - The rows of the tables C(sites), C(routers), C(sessions), C(drops) and C(unread); times are
      seconds.
  returned: always
  type: dict
  sample:
    sites:
      - customer: customer1
        site: pe1:eth2
        vrf: customer1
        state: up
        routes: 3
        prefixes: [192.168.1.0/24]
msg:
  description: The tables in words.
  returned: always
  type: str
  sample: |-
    customer   site      VRF        state  routes  prefixes
    customer1  pe1:eth2  customer1  up     3       192.168.1.0/24
"""
