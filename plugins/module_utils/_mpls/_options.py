# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The options of mpls_route, in Ansible's words."""

from __future__ import annotations

from typing import Any

NEXT_HOP_SPEC: dict[str, Any] = {
    "interface": {"type": "str"},
    "via": {"type": "str"},
    "out_labels": {"type": "list", "elements": "int"},
    "ttl": {"type": "int"},
}
ARGUMENT_SPEC: dict[str, Any] = {
    "routes": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "label": {"type": "int"},
            "prefix": {"type": "str"},
            "table": {"type": "int"},
            **NEXT_HOP_SPEC,
            "nexthops": {
                "type": "list",
                "elements": "dict",
                "options": {**NEXT_HOP_SPEC, "interface": {"type": "str", "required": True}},
            },
            "ttl_propagate": {"type": "bool"},
            "source": {"type": "str"},
        },
        "mutually_exclusive": [
            ("label", "prefix"),
            *(("nexthops", option) for option in NEXT_HOP_SPEC),
        ],
        "required_one_of": [("label", "prefix")],
    },
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "purge": {"type": "bool", "default": False},
    "label_block": {
        "type": "dict",
        "options": {
            "first": {"type": "int", "required": True},
            "last": {"type": "int", "required": True},
        },
    },
}
