#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Run several modules of this collection in one task."""

from __future__ import annotations

DOCUMENTATION = r"""
module: router_steps
short_description: Run several modules of this collection in one task
version_added: "0.1.0"
description:
  - Runs M(linuxnet.mpls.mpls_sysctl), M(linuxnet.mpls.mpls_filter), M(linuxnet.mpls.mpls_tunnel),
    M(linuxnet.mpls.l3_interface), M(linuxnet.mpls.vrf_device), M(linuxnet.mpls.mpls_route),
    M(linuxnet.mpls.mss_clamp), M(linuxnet.mpls.ospf_limit), M(linuxnet.mpls.router_repair) and
    M(linuxnet.mpls.upgrade_time) in one process on the router, in the order given. Each does what
    it does in a task of its own. One process starts in place of many, which is most of what a task
    costs that has nothing to change.
  - The options of all steps are checked before the first one changes anything.
  - A step that fails ends the task. The message names it, what it has done and what not, the steps
    before it, which are done, and those behind it, which are not begun.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
options:
  steps:
    description:
      - The modules, each by its name without the collection's, with its options.
    type: list
    elements: dict
    required: true
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
"""

EXAMPLES = r"""
- name: Open a core interface for labels, and give it and the loopback their addresses
  linuxnet.mpls.router_steps:
    steps:
      - mpls_sysctl:
          interfaces: [eth1]
      - l3_interface:
          interfaces:
            - name: lo
              addresses: [10.0.0.1/32]
            - name: eth1
              addresses: [10.1.0.0/31]
              mtu: 1508
      - router_repair:
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create mpls_router
    - change eth1
changed_steps:
  description: The modules that changed anything.
  returned: success
  type: list
  elements: str
  sample: [mpls_sysctl, l3_interface]
tunnels:
  description: As M(linuxnet.mpls.mpls_tunnel) returns it.
  returned: when that is one of the steps
  type: list
  elements: dict
  sample: []
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import leave
from ansible_collections.linuxnet.mpls.plugins.module_utils._steps import run_steps

ARGUMENT_SPEC = {"steps": {"type": "list", "elements": "dict", "required": True}}


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    leave(module, lambda: run_steps(module.params["steps"], check=module.check_mode))


if __name__ == "__main__":
    main()
