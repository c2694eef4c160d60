#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_diagram
short_description: Draw the network that the intent describes
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Reads the variables that start with C(mpls_) and the inventory groups C(p), C(pe) and C(rr), and
    writes C(network.dot), in the language of Graphviz, and C(network.svg).
  - Routers have the shape and colour of their role, links their interfaces and subnets. Each
    customer has a colour, and its sites stand at their PEs.
  - Runs on the controller and contacts no router. One run serves the whole play; use C(run_once).
options:
  folder:
    description: A folder on the controller. It is made where it is not there.
    type: path
    required: true
  svg:
    description:
      - Whether the picture is made too. That takes Graphviz on the controller.
      - Without Graphviz the task fails after C(network.dot) is written.
    type: bool
    default: true
requirements:
  - Graphviz, on the controller, for the picture (the package C(graphviz))
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
  - module: linuxnet.mpls.fabric_model
"""

EXAMPLES = r"""
- name: Draw the network
  linuxnet.mpls.fabric_diagram:
    folder: diagram
  run_once: true
"""

RETURN = r"""
files:
  description: The files that are there now, or would be in check mode.
  returned: success
  type: list
  elements: str
  sample: [diagram/network.dot, diagram/network.svg]
"""
