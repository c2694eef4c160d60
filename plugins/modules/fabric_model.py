#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_model
short_description: Check the intent of a network and build one model per router
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Reads the variables that start with C(mpls_) and the inventory groups C(p), C(pe) and C(rr),
    finds every mistake in them in one run, and returns what each router is to get.
  - What works, but is seldom meant so, is a warning, and no reason to fail.
  - Runs on the controller and contacts no router. One run serves the whole play; use C(run_once).
options:
  folder:
    description:
      - A folder on the controller for C(validate.json), a list of all mistakes and warnings for
        programs.
      - Without it no file is written.
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
  - module: linuxnet.mpls.router_preflight
  - module: linuxnet.mpls.router_verify
"""

EXAMPLES = r"""
- name: Check the intent
  linuxnet.mpls.fabric_model:
  register: mpls_fabric
  run_once: true

- name: Check the intent, and leave what is found for a pipeline
  linuxnet.mpls.fabric_model:
    folder: reports
  run_once: true
"""

RETURN = r"""
routers:
  description: One model per router, by its inventory name; the roles take it as C(mpls_model).
  returned: success
  type: dict
  sample:
    p1:
      name: p1
      role: p
customers:
  description:
    - Each customer by its name, with the customers that it meets in the VRFs of a common VPN.
  returned: success
  type: dict
  sample:
    acme:
      related: [shared]
core:
  description: The variable of each prefix of the core, a loopback or the subnet of a link.
  returned: success
  type: dict
  sample:
    10.0.0.1/32: mpls_routers.pe1.loopback
    10.1.0.0/31: mpls_links[0].subnet
msg:
  description: Each mistake in a line of its own, with its place, path, value and what is right.
  returned: failure
  type: str
  sample: |-
    the intent has mistakes, nothing was changed (1):
    group_vars/all/fabric.yml:7: mpls_routers.pe1.loopback: is not set: expected an IPv4 address
"""
