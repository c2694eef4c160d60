# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The options of mpls_tunnel, in Ansible's words."""

from __future__ import annotations

from typing import Any

ARGUMENT_SPEC: dict[str, Any] = {
    "tunnels": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "name": {"type": "str", "required": True},
            "kind": {"type": "str", "choices": ["gre", "gre_udp", "udp"]},
            "local": {"type": "str"},
            "remote": {"type": "str"},
            "key": {"type": "int", "no_log": False},
            "ttl": {"type": "int", "default": 64},
            "mtu": {"type": "int"},
            "underlay_mtu": {"type": "int"},
            "label_depth": {"type": "int", "default": 2},
            "addresses": {"type": "list", "elements": "str"},
            "label_input": {"type": "bool", "default": True},
        },
        "mutually_exclusive": [("mtu", "underlay_mtu")],
    },
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "purge": {"type": "bool", "default": False},
}
