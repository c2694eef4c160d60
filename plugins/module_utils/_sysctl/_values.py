# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a label switching router's kernel shall look like: from options to values (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    parse_interface_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LABELS_MIN, LABELS_MAX = 16, 1048575
TTL_MIN, TTL_MAX = 1, 255
MODULE_NAME = re.compile(r"[A-Za-z0-9_-]+")

PLATFORM_LABELS = "net/mpls/platform_labels"
DEFAULT_TTL = "net/mpls/default_ttl"
TTL_PROPAGATE = "net/mpls/ip_ttl_propagate"
IPV4_FORWARDING = "net/ipv4/ip_forward"
IPV6_FORWARDING = "net/ipv6/conf/all/forwarding"
INPUT_FOLDER = "net/mpls/conf"
#: The table of neighbours of each family, in the words of mpls_sysctl's options.
NEIGHBOURS = {
    "ipv4_neighbours": "net/ipv4/neigh/default",
    "ipv6_neighbours": "net/ipv6/neigh/default",
}
NEIGHBOURS_MIN, NEIGHBOURS_MAX = 512, (1 << 30) - 1
#: Below so many entries the kernel removes none; its own default (net/ipv4/arp.c).
KEPT_NEIGHBOURS = 128
#: Bytes of packets, as they are in memory, that wait for one neighbour; 7 of the largest.
SHORT_QUEUE = 16384
# The kernel's defaults: a service in main hears no TCP or UDP of a VRF, a raw socket does.
L3MDEV_KEYS = {
    "tcp_l3mdev_accept": "net/ipv4/tcp_l3mdev_accept",
    "udp_l3mdev_accept": "net/ipv4/udp_l3mdev_accept",
    "raw_l3mdev_accept": "net/ipv4/raw_l3mdev_accept",
}


@dataclass(frozen=True)
class DesiredKernel:
    """What a task wants of the kernel; interfaces are the ones that take labelled packets.

    Those unfiltered take packets from sources that no route leads back to, and at those with short
    queues few packets wait for a neighbour.
    """

    modules: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    interfaces: tuple[str, ...]
    closed: tuple[str, ...]
    unfiltered: tuple[str, ...]
    short_queues: tuple[str, ...]
    purge: bool = False
    allow_resize: bool = False
    removing: bool = False


def input_key(interface: str) -> str:
    """Give the key that lets an interface take labelled packets."""
    return f"{INPUT_FOLDER}/{interface}/input"


def rp_filter_key(interface: str) -> str:
    """Give the key of the reverse path filter."""
    return f"net/ipv4/conf/{interface}/rp_filter"


def queue_keys(interface: str) -> tuple[str, str]:
    """Give the keys of both families for what waits for a neighbour that is not found yet."""
    folders = (f"net/{family}/neigh/{interface}" for family in ("ipv4", "ipv6"))
    ipv4, ipv6 = (f"{folder}/unres_qlen_bytes" for folder in folders)
    return ipv4, ipv6


def parse_kernel(params: Mapping[str, Any]) -> DesiredKernel:
    """Check the options of mpls_sysctl."""
    opened = parse_interface_names("interfaces", params["interfaces"])
    closed = parse_interface_names("closed_interfaces", params["closed_interfaces"])
    both = sorted(set(opened) & set(closed))
    if both:
        raise InputError("closed_interfaces", both[0], "a name that is not in interfaces")
    labels = _in_range("platform_labels", params["platform_labels"], LABELS_MIN, LABELS_MAX)
    ttl = _in_range("default_ttl", params["default_ttl"], TTL_MIN, TTL_MAX)
    return DesiredKernel(
        modules=_parse_modules(params["kernel_modules"]),
        keys=(
            (PLATFORM_LABELS, str(labels)),
            (DEFAULT_TTL, str(ttl)),
            (TTL_PROPAGATE, _switch(params["ip_ttl_propagate"])),
            (IPV4_FORWARDING, _switch(params["ipv4_forwarding"])),
            (IPV6_FORWARDING, _switch(params["ipv6_forwarding"])),
            (rp_filter_key("all"), "0"),
            *((key, _switch(params[option])) for option, key in L3MDEV_KEYS.items()),
            *(key for option in NEIGHBOURS for key in _neighbour_keys(option, params[option])),
        ),
        interfaces=opened,
        closed=closed,
        unfiltered=parse_interface_names("unfiltered_interfaces", params["unfiltered_interfaces"]),
        short_queues=parse_interface_names(
            "short_queue_interfaces", params["short_queue_interfaces"]
        ),
        purge=bool(params["purge"]),
        allow_resize=bool(params["allow_resize"]),
        removing=params["state"] == "absent",
    )


def normalise_module(name: str) -> str:
    """Give a module's name as the kernel spells it."""
    return name.replace("-", "_")


def _parse_modules(values: Sequence[str]) -> tuple[str, ...]:
    for at, value in enumerate(values):
        if not MODULE_NAME.fullmatch(value):
            raise InputError(f"kernel_modules[{at}]", value, "the name of a kernel module")
    return tuple(dict.fromkeys(normalise_module(value) for value in values))


def _neighbour_keys(option: str, size: int | None) -> Iterator[tuple[str, str]]:
    """Size a table so that the desired entries are never in reach of a forced collection.

    That begins at gc_thresh2 and takes whose entry is older than 5 s, and at gc_thresh3 there is no
    further entry (net/core/neighbour.c, neigh_alloc and neigh_forced_gc).
    """
    if size is not None:
        _in_range(option, size, NEIGHBOURS_MIN, NEIGHBOURS_MAX)
        for at, value in enumerate((KEPT_NEIGHBOURS, size, 2 * size), start=1):
            yield f"{NEIGHBOURS[option]}/gc_thresh{at}", str(value)


def _in_range(path: str, value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise InputError(path, value, f"a number from {low} to {high}")
    return value


def _switch(value: object) -> str:
    return "1" if value else "0"
