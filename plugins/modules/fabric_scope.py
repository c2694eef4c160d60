#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_scope
short_description: Choose the routers of a run for one customer
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Finds the PEs that the intent has the customer at, those that still have a VRF of it, and those
    with a common VPN that it uses, as that takes the customer's routes.
  - Fails where neither the intent nor a PE has such a customer.
  - Runs on the controller and contacts no router.
options:
  customer:
    description: The customer's name, without C(mpls_vpn_).
    type: str
    required: true
  customers:
    description: All customers, as M(linuxnet.mpls.fabric_model) returns them in C(customers).
    type: dict
    required: true
  routers:
    description: What each router gets, as M(linuxnet.mpls.fabric_model) returns it in C(routers).
    type: dict
    required: true
  facts:
    description: What M(linuxnet.mpls.router_preflight) found, C(mpls_router), by PE.
    type: dict
    required: true
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
- name: Find the routers that have the customer
  linuxnet.mpls.fabric_scope:
    customer: acme
    customers: "{{ mpls_fabric.customers }}"
    routers: "{{ mpls_fabric.routers }}"
    facts:
      pe1: "{{ hostvars.pe1.ansible_facts.mpls_router }}"
      pe2: "{{ hostvars.pe2.ansible_facts.mpls_router }}"
  register: mpls_scope
  run_once: true
"""

RETURN = r"""
routers:
  description: The PEs that the run is to change.
  returned: success
  type: list
  elements: str
  sample: [pe1, pe2]
customers:
  description: The customers whose VRFs the run may change there.
  returned: success
  type: list
  elements: str
  sample: [acme, shared]
"""
