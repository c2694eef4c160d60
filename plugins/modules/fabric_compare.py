#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_compare
short_description: Compare what routers have with what they had
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Reads the states of two reports of verify, and says which routes, interfaces and VRFs are gone,
    new or changed, with the customer that each is of.
  - Labels are not compared, as their numbers change whenever a session starts anew; where a route
    leads is.
  - Runs on the controller, and asks no router.
options:
  before:
    description: The folder of the report before, C(mpls_report_folder) of that run.
    type: path
    default: ""
  after:
    description: The folder of the report after.
    type: path
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
"""

EXAMPLES = r"""
- name: Compare two days
  linuxnet.mpls.fabric_compare:
    before: reports/monday
    after: reports/tuesday
  run_once: true
"""

RETURN = r"""
differences:
  description: Each difference, customers' first; C(customer) is empty for those of the core.
  returned: always
  type: list
  elements: dict
  sample:
    - customer: customer1
      router: pe1
      subject: route 192.168.2.0/24 in VRF customer1
      kind: gone
      before: leads to 10.1.0.1 by eth1
      after: ""
msg:
  description: The same in words.
  returned: always
  type: str
  sample: "no difference"
"""
