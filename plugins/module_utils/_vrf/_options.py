# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The options of vrf_device, in Ansible's words."""

from __future__ import annotations

from typing import Any

ARGUMENT_SPEC: dict[str, Any] = {
    "vrfs": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "name": {"type": "str", "required": True},
            "table": {"type": "int"},
            "members": {"type": "list", "elements": "str", "default": []},
            "addresses": {"type": "list", "elements": "str"},
        },
    },
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "purge": {"type": "bool", "default": False},
    "allow_in_use": {"type": "bool", "default": False},
    "open_ports": {"type": "list", "elements": "str"},
    "local_rule": {"type": "str", "choices": ["behind_vrfs", "first"]},
    "strict_mode": {"type": "bool"},
}
