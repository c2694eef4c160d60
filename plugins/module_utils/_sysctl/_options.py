# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The options of mpls_sysctl, in Ansible's words."""

from __future__ import annotations

from typing import Any

ARGUMENT_SPEC: dict[str, Any] = {
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "kernel_modules": {
        "type": "list",
        "elements": "str",
        "default": ["mpls_router", "mpls_iptunnel", "mpls_gso", "vrf"],
    },
    "platform_labels": {"type": "int", "default": 100000},
    "allow_resize": {"type": "bool", "default": False},
    "ip_ttl_propagate": {"type": "bool", "default": True},
    "default_ttl": {"type": "int", "default": 255},
    "interfaces": {"type": "list", "elements": "str", "default": []},
    "closed_interfaces": {"type": "list", "elements": "str", "default": []},
    "unfiltered_interfaces": {"type": "list", "elements": "str", "default": []},
    "short_queue_interfaces": {"type": "list", "elements": "str", "default": []},
    "purge": {"type": "bool", "default": False},
    "ipv4_forwarding": {"type": "bool", "default": True},
    "ipv6_forwarding": {"type": "bool", "default": True},
    "tcp_l3mdev_accept": {"type": "bool", "default": False},
    "udp_l3mdev_accept": {"type": "bool", "default": False},
    "raw_l3mdev_accept": {"type": "bool", "default": True},
    "ipv4_neighbours": {"type": "int"},
    "ipv6_neighbours": {"type": "int"},
}
