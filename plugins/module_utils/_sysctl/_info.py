# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the kernel does with labels, in the words of mpls_sysctl's options, and its counters."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import read_json
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc import list_keys, read_key
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import (
    DEFAULT_TTL,
    INPUT_FOLDER,
    IPV4_FORWARDING,
    IPV6_FORWARDING,
    L3MDEV_KEYS,
    PLATFORM_LABELS,
    TTL_PROPAGATE,
    input_key,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MODULES = ("mpls_router", "mpls_iptunnel", "mpls_gso", "vrf")
STATISTICS = ("ip", "-j", "stats", "show", "group", "afstats", "subgroup", "mpls")


def read_kernel() -> dict[str, Any]:
    """Read the settings; where mpls_router is not loaded, those of MPLS are none."""
    inputs = {name: read_key(input_key(name)) for name in list_keys(INPUT_FOLDER)}
    return {
        "kernel_modules": [name for name in MODULES if os.path.isdir(f"/sys/module/{name}")],
        "platform_labels": _number(PLATFORM_LABELS),
        "default_ttl": _number(DEFAULT_TTL),
        "ip_ttl_propagate": _switch(TTL_PROPAGATE),
        "ipv4_forwarding": _switch(IPV4_FORWARDING),
        "ipv6_forwarding": _switch(IPV6_FORWARDING),
        **{option: _switch(key) for option, key in L3MDEV_KEYS.items()},
        "interfaces": sorted(name for name, value in inputs.items() if value == "1"),
        "closed_interfaces": sorted(name for name, value in inputs.items() if value == "0"),
    }


def read_counters() -> dict[str, dict[str, dict[str, int]]]:
    """Read the counters; none of them where mpls_router is not loaded."""
    if read_key(PLATFORM_LABELS) is None:
        return {}
    return normalise_counters(read_json(STATISTICS))


def normalise_counters(
    shown: list[Mapping[str, Any]],
) -> dict[str, dict[str, dict[str, int]]]:
    """Give the counters by interface and direction (pure)."""
    return {
        row["ifname"]: {way: dict(row["mpls_stats"][way]) for way in ("rx", "tx")}
        for row in sorted(shown, key=lambda row: str(row.get("ifname", "")))
        if "mpls_stats" in row
    }


def _number(key: str) -> int | None:
    value = read_key(key)
    return None if value is None else int(value)


def _switch(key: str) -> bool | None:
    value = read_key(key)
    return None if value is None else value != "0"
