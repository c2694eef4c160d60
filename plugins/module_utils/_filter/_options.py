# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The options of mpls_filter, in Ansible's words."""

from __future__ import annotations

from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import (
    PROTOCOLS,
    TUNNEL_KINDS,
)

NAMES: dict[str, Any] = {"type": "list", "elements": "str", "default": []}
SESSION: dict[str, Any] = {
    "protocol": {"type": "str", "choices": list(PROTOCOLS), "required": True},
    "interface": {"type": "str", "required": True},
    "address": {"type": "str"},
    "bfd": {"type": "bool", "default": False},
}
TUNNEL: dict[str, Any] = {
    "kind": {"type": "str", "choices": list(TUNNEL_KINDS), "required": True},
    "local": {"type": "str", "required": True},
    "remote": {"type": "str", "required": True},
}
NEIGHBOURS: dict[str, Any] = {
    "interface": {"type": "str", "required": True},
    "ipv4": {"type": "int", "required": True},
    "ipv6": {"type": "int", "required": True},
    "subnet": {"type": "str"},
    "routers": NAMES,
}
ARGUMENT_SPEC: dict[str, Any] = {
    "label_ports": NAMES,
    "source_ports": NAMES,
    "parent_ports": NAMES,
    "other_interfaces": NAMES,
    "ports": NAMES,
    "vrfs": NAMES,
    "sessions": {"type": "list", "elements": "dict", "default": [], "options": SESSION},
    "tunnels": {"type": "list", "elements": "dict", "default": [], "options": TUNNEL},
    "core": NAMES,
    "bgp_peers": NAMES,
    "ldp_peers": NAMES,
    "neighbours": {"type": "list", "elements": "dict", "default": [], "options": NEIGHBOURS},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}
