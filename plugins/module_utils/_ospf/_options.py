# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The options of ospf_limit, in Ansible's words."""

from __future__ import annotations

from typing import Any

PORT: dict[str, Any] = {
    "interface": {"type": "str", "required": True},
    "vrf": {"type": "str", "required": True},
    "max_prefixes": {"type": "int", "required": True},
    "restart": {"type": "int", "required": True},
}
ARGUMENT_SPEC: dict[str, Any] = {
    "ports": {"type": "list", "elements": "dict", "options": PORT},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}
RULES: dict[str, Any] = {"required_if": [("state", "present", ("ports",))]}
