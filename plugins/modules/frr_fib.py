#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Give the kernel what FRRouting has chosen."""

from __future__ import annotations

DOCUMENTATION = r"""
module: frr_fib
short_description: Restore routes and labels of FRRouting that the kernel lost
version_added: "0.1.0"
description:
  - FRRouting writes the routes and labels that it has chosen into the kernel's forwarding tables
    once, and does not look again. What somebody deletes or changes there stays so until the route
    changes, and its packets are lost.
  - Compares the kernel's routing tables and its label table with what FRRouting has. What is
    missing is made, and what leads elsewhere is replaced. Each entry gets the protocol that
    FRRouting gives it, so that FRRouting changes and deletes it as its own.
  - Entries of others are left alone, in these tables too. M(linuxnet.mpls.router_verify) names
    those that stand in the way.
  - What FRRouting is about to change is no difference; a difference counts when it is still there
    two seconds later.
  - A router whose FRRouting does not answer is refused before anything is changed.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
options:
  purge:
    description:
      - Whether what has a protocol of FRRouting, and what FRRouting has no more, is deleted.
      - A router that has just restarted FRRouting may forward by what it had before until it has
        learned it anew. The playbook C(site) purges where all checks of the router hold.
    type: bool
    default: false
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
seealso:
  - module: linuxnet.mpls.router_info
"""

EXAMPLES = r"""
- name: Restore what the kernel lost
  linuxnet.mpls.frr_fib:

- name: Delete what FRRouting has left, too
  linuxnet.mpls.frr_fib:
    purge: true
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - delete label 4999
    - create label 18
    - change route 192.168.2.0/24 table 100
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._fib._task import build_resources
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module

ARGUMENT_SPEC = {"purge": {"type": "bool", "default": False}}


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
