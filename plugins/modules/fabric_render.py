#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_render
short_description: Check the intent of a network, and render what each router would get
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Reads the intent and finds every mistake in it, as M(linuxnet.mpls.fabric_model) does. With a
    mistake nothing is written.
  - Writes a file a router, C(NAME.frr.conf) with its configuration of FRRouting, or with static
    labels C(NAME.routes.yml) with its label routes. The file of a router that has left the intent
    is removed. C(.linuxnet-mpls) in the folder lists the files that were written; no other is
    touched.
  - Runs on the controller and contacts no router. One run serves all routers; use C(run_once).
options:
  folder:
    description: A folder on the controller. It is made where it is not there.
    type: path
    required: true
  report_folder:
    description:
      - A folder on the controller for C(validate.json), a list of all mistakes and warnings for
        programs.
      - Without it that file is not written.
    type: path
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
- name: Render what each router would get
  linuxnet.mpls.fabric_render:
    folder: rendered
  run_once: true
"""

RETURN = r"""
files:
  description: The files that were written, or would be in check mode.
  returned: success
  type: list
  elements: str
  sample: [rendered/p1.frr.conf]
msg:
  description:
    - What was looked at, and what was written.
    - With mistakes, each in a line of its own, with its place, path, value and what is right.
  returned: always
  type: str
  sample: "4 routers, 3 links, 2 VPNs with 4 sites: no mistakes; 4 files changed in rendered"
"""
