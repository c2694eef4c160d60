#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_render
short_description: Render what each router would get into a folder for review
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet-mpls)
description:
  - Writes a file a router, C(NAME.frr.conf) with its configuration of FRRouting, or with static
    labels C(NAME.routes.yml) with its label routes. The file of a router that has left the intent
    is removed. C(.linuxnet-mpls) in the folder lists the files that were written; no other is
    touched.
  - Runs on the controller and contacts no router. One run serves all routers; use C(run_once).
options:
  routers:
    description: The models of all routers, as M(linuxnet.mpls.fabric_model) returns them.
    type: dict
    required: true
  folder:
    description: A folder on the controller. It is made where it is not there.
    type: path
    required: true
extends_documentation_fragment:
  - linuxnet.mpls.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
seealso:
  - module: linuxnet.mpls.fabric_model
"""

EXAMPLES = r"""
- name: Check the intent
  linuxnet.mpls.fabric_model:
  register: mpls_fabric
  run_once: true

- name: Render what each router would get
  linuxnet.mpls.fabric_render:
    routers: "{{ mpls_fabric.routers }}"
    folder: rendered
  run_once: true
"""

RETURN = r"""
files:
  description: The files that were written, or would be in check mode.
  returned: always
  type: list
  elements: str
  sample: [rendered/p1.frr.conf]
"""
