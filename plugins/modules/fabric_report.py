#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: fabric_report
short_description: Report what all routers answered, and fail where the network is not as intended
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Takes the results of M(linuxnet.mpls.router_verify) from all routers and prints what is not as
    the intent says, once for each cause, with the customers whose packets it hurts, and the counts.
  - Follows a packet between all sites that are to reach each other, from router to router and label
    by label, by what the routers' kernels have. The first place where it dies is named.
  - Looks at every route of every VRF, whether it leads to nobody but those that the intent says.
  - Compares the labels and routes of each kernel with those that FRRouting has chosen.
  - Says how far a run came that ended in the middle, and fails then too.
  - At the end of C(linuxnet.mpls.site) it says first what was changed, in a line for each router,
    and in how many seconds.
  - Runs on the controller. A router that could not be reached counts as a failed check.
options:
  reports:
    description:
      - The registered result of M(linuxnet.mpls.router_verify) by router, an empty one of a router
        that the run lost before it could ask.
    type: dict
    required: true
  progress:
    description:
      - How far the run has come with each router, C(waiting), C(begun) or C(done). One that is
        C(begun) at the end says that the run ended in the middle.
    type: dict
    default: {}
  failed:
    description: The routers in which a task failed.
    type: list
    elements: str
    default: []
  lost:
    description: The routers whose connection ended, so that nobody knows what was done last.
    type: list
    elements: str
    default: []
  folder:
    description:
      - A folder on the controller for C(verify.html), C(verify.json), C(verify.xml) (JUnit) and
        what each router gave, in C(states). A C(verify.json) that is there says what has changed
        since.
      - Without it no file is written.
    type: path
  customer:
    description:
      - A customer of the intent, who gets a page of its own, C(customer-NAME.html).
    type: str
  final:
    description:
      - Whether what is found counts. Routers are read one after the other, and one that converges
        meanwhile gives what does not fit to what another one gave.
      - Without it, something that is found is neither said nor written, and RV(again) is true.
    type: bool
    default: true
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
- name: Report
  linuxnet.mpls.fabric_report:
    reports:
      p1:
        checks:
          - {name: ospf neighbour 10.0.0.1, passed: true, reason: ""}
    folder: reports
  run_once: true
"""

RETURN = r"""
again:
  description: Whether the routers are to be asked once more, as O(final) is false.
  returned: always
  type: bool
  sample: false
differing:
  description:
    - The routers whose kernel has other routes and labels than FRRouting has chosen, which
      M(linuxnet.mpls.frr_fib) restores.
  returned: when RV(again) is true
  type: list
  elements: str
  sample: [p1]
msg:
  description:
    - What is not as it should be, a line for each cause, and the counts.
    - How far the run came, where it ended in the middle.
  returned: always
  type: str
  sample: |-
    58 checks on 4 routers: all passed
    2 customers, 4 pairs of sites followed label by label: all reach each other
"""
