# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The options of mss_clamp, in Ansible's words."""

from __future__ import annotations

from typing import Any

ARGUMENT_SPEC: dict[str, Any] = {
    "vrfs": {"type": "list", "elements": "str"},
    "ipv4": {"type": "int"},
    "ipv6": {"type": "int"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}
RULES: dict[str, Any] = {"required_if": [("state", "present", ("vrfs", "ipv4", "ipv6"))]}
