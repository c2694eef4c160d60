#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Manage static label routes."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mpls_route
short_description: Manage static label routes
version_added: "0.1.0"
description:
  - Manages what the kernel does with labelled packets (the incoming label map of RFC 3031,
    section 3.11), and which IP packets get labels (section 3.12).
  - All routes of a router go in one task.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
  - linuxnet.mpls.attributes.states
options:
  routes:
    description: The routes; each names either a label or a prefix, and none is there twice.
    type: list
    elements: dict
    required: true
    suboptions:
      label:
        description:
          - Label of incoming packets, 16 to 1048575 (RFC 3032, section 2.1), and less than
            C(net.mpls.platform_labels) of the router.
        type: int
      prefix:
        description: IPv4 or IPv6 prefix of packets that get O(routes[].out_labels).
        type: str
      table:
        description: Routing table of O(routes[].prefix), 1 to 4294967295; 254 (main) by default.
        type: int
      interface:
        description:
          - Interface that the packets leave by. Required with O(state=present).
          - A VRF, without O(routes[].via), takes the label off and looks the packet up in the VRF.
        type: str
      via:
        description: IPv4 or IPv6 address of the next hop on O(routes[].interface).
        type: str
      out_labels:
        description:
          - Labels that the packet leaves with in place of O(routes[].label), top first, at most 30.
            Each is 0 to 1048575, but not 3. None takes the label off (penultimate hop pop).
          - A prefix needs one at least.
        type: list
        elements: int
        default: []
  state:
    description:
      - V(present) makes each route as written.
      - V(absent) removes the named routes; their other values are not looked at.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description: Whether routes of this module that are not named are removed.
    type: bool
    default: false
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
requirements:
  - pyroute2 >= 0.7.2 (python3-pyroute2)
notes:
  - The routes carry protocol number 130, which C(ip route) shows as C(linuxnet-mpls) by
    C(/etc/iproute2/rt_protos.d/linuxnet-mpls.conf). A label or prefix that has a route of another
    protocol (FRR's, or one added by hand) is refused, never replaced or deleted.
  - The routes are not restored at boot yet. Routes with a prefix also vanish, and do not come back,
    when their interface goes down; label routes stay.
"""

EXAMPLES = r"""
- name: A label switched path through this router, both ways, and one that ends in a VRF
  linuxnet.mpls.mpls_route:
    routes:
      - {label: 50001, via: 10.1.0.3, interface: eth2, out_labels: [50002]}
      - {label: 50011, via: 10.1.0.0, interface: eth1}
      - {label: 50100, interface: customer1}
    purge: true

- name: The entry to a path, with the customer's label below that of the core
  linuxnet.mpls.mpls_route:
    routes:
      - prefix: 192.168.2.0/24
        table: 100
        via: 10.1.0.1
        interface: eth1
        out_labels: [50001, 50100]

- name: No such label any more
  linuxnet.mpls.mpls_route:
    state: absent
    routes:
      - label: 50100
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - delete label 50100
    - create label 50001
    - create 192.168.2.0/24 table 100
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._task import build_subjects
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module

ARGUMENT_SPEC = {
    "routes": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "label": {"type": "int"},
            "prefix": {"type": "str"},
            "table": {"type": "int"},
            "interface": {"type": "str"},
            "via": {"type": "str"},
            "out_labels": {"type": "list", "elements": "int", "default": []},
        },
        "mutually_exclusive": [("label", "prefix")],
        "required_one_of": [("label", "prefix")],
    },
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "purge": {"type": "bool", "default": False},
}


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_subjects(module.params))


if __name__ == "__main__":
    main()
