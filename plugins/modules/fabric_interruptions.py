#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_interruptions
short_description: Say what a run will interrupt before it changes anything
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Takes what M(linuxnet.mpls.frr_config) would change on each router and the addresses that the
    routers have, and warns, in one message, of each session and each path that the change takes
    down. It also says which ports of customers leave their VRFs, and which VRFs get another route
    distinguisher.
  - Fails where a VRF is to get another table than it has, and in a run for one customer where more
    would change than that customer.
  - Runs on the controller. A router that is not among O(changes) has nothing that runs yet.
options:
  routers:
    description: What each router gets, as M(linuxnet.mpls.fabric_model) returns it in C(routers).
    type: dict
    required: true
  changes:
    description: The result of M(linuxnet.mpls.frr_config) in check mode by router.
    type: dict
    required: true
  facts:
    description: What M(linuxnet.mpls.router_preflight) found, C(mpls_router), by router.
    type: dict
    required: true
  customers:
    description: All customers, as M(linuxnet.mpls.fabric_model) returns them in C(customers).
    type: dict
    required: true
  only:
    description:
      - The customers that a limited run may change, as M(linuxnet.mpls.fabric_scope) returns them.
    type: list
    elements: str
  refuse:
    description: Whether to fail where anything is interrupted.
    type: bool
    default: false
extends_documentation_fragment:
  - linuxnet.mpls.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
"""

EXAMPLES = r"""
- name: Say what will be interrupted
  linuxnet.mpls.fabric_interruptions:
    routers: "{{ mpls_fabric.routers }}"
    changes:
      pe1: "{{ hostvars.pe1.mpls_frr_change }}"
    facts:
      pe1: "{{ hostvars.pe1.ansible_facts.mpls_router }}"
    customers: "{{ mpls_fabric.customers }}"
    refuse: true
  run_once: true
"""

RETURN = r"""
interruptions:
  description: What will be interrupted, a sentence each.
  returned: always
  type: list
  elements: str
  sample:
    - "pe1: OSPF's key on eth1 changes: the neighbour is lost where the other side does not have it
      within 40 seconds"
"""
