#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Manage VRF devices and their members."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vrf_device
short_description: Manage VRF devices and their members
version_added: "0.1.0"
description:
  - Creates VRF devices (C(Documentation/networking/vrf.rst)), brings them up, and moves interfaces
    into them; the addresses of a moved interface are kept.
  - Each VRF gets an unreachable default route for IPv4 and IPv6 with metric 4278198272. Without it,
    a packet with no route in the VRF would leave by the routes of the main table.
  - Writes files for systemd-networkd to C(/etc/systemd/network) for the next boot.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
  - linuxnet.mpls.attributes.networkd
  - linuxnet.mpls.attributes.states
options:
  vrfs:
    description: The VRFs; none is named twice.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the VRF and of its device, 1 to 15 characters.
        type: str
        required: true
      table:
        description:
          - Routing table of the VRF, 1 to 4294967295, but not 253 to 255, which the kernel uses.
          - Required with O(state=present). It cannot be changed while the VRF exists.
        type: int
      members:
        description:
          - Interfaces in this VRF; they must exist. All others leave the VRF.
          - With O(state=absent) this is not looked at.
        type: list
        elements: str
        default: []
  state:
    description:
      - V(present) makes each VRF exactly as written.
      - V(absent) releases the members and removes the VRF, whoever created it.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether VRFs that are not named are removed. Only those go that this module created, which
        is to say those with a file of this collection in C(/etc/systemd/network).
    type: bool
    default: false
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
notes:
  - Moving an interface takes it down and up for a moment.
"""

EXAMPLES = r"""
- name: Two customers on one provider edge router
  linuxnet.mpls.vrf_device:
    vrfs:
      - name: customer1
        table: 100
        members: [eth2]
      - name: customer2
        table: 200
        members:
          - eth3
          - eth4.200
    purge: true

- name: A customer left
  linuxnet.mpls.vrf_device:
    state: absent
    vrfs:
      - name: customer2
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create customer1
    - create /etc/systemd/network/10-mpls-customer1.netdev
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._task import build_subjects

ARGUMENT_SPEC = {
    "vrfs": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "name": {"type": "str", "required": True},
            "table": {"type": "int"},
            "members": {"type": "list", "elements": "str", "default": []},
        },
    },
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "purge": {"type": "bool", "default": False},
}


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_subjects(module.params))


if __name__ == "__main__":
    main()
