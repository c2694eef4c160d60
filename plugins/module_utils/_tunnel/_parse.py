# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Tunnels: from options to normalised values (pure)."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Union

from ansible_collections.linuxnet.mpls.plugins.module_utils._addresses import without_zone
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    MTU_MAX,
    MTU_MIN,
    normalise_addresses,
    parse_address,
    parse_interface_name,
    refuse_twice,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    LAST_TTL,
    MAX_DEPTH,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import (
    GRE,
    GRE6,
    GRE_UDP,
    UDP,
    UDP_PORTS,
    TunnelLink,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._values import (
    CLOSED,
    LABEL_BYTES,
    OPEN,
    TunnelState,
    header_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

End = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]

# The kernel makes these itself when the module of a kind is loaded (net.core.fb_tunnels_...).
KERNEL_NAMES = frozenset(
    {"lo", "gre0", "gretap0", "erspan0", "ip6gre0", "tunl0", "ip6tnl0", "sit0"}
    | {"ip_vti0", "ip6_vti0"}
)
KEY_MAX = 4294967295
KINDS = (GRE, GRE_UDP, UDP)
DEFAULT_UNDERLAY_MTU = 1500


def parse_tunnels(
    entries: Sequence[Mapping[str, Any]], *, removing: bool = False
) -> dict[str, TunnelState | None]:
    """Check the option ``tunnels``; None stands for a tunnel that shall not be there."""
    refuse_twice("tunnels", [entry["name"] for entry in entries])
    wants: dict[str, TunnelState | None] = {}
    owners: dict[tuple[str, str, str, int], str] = {}
    for at, entry in enumerate(entries):
        path = f"tunnels[{at}]"
        name = parse_interface_name(f"{path}.name", entry["name"])
        if name in KERNEL_NAMES:
            raise InputError(f"{path}.name", name, "a name that the kernel does not use itself")
        if removing:
            wants[name] = None
            continue
        want = _parse_tunnel(path, entry)
        other = owners.setdefault(want.link.ends, name)
        if other != name:
            raise InputError(
                f"{path}.remote",
                want.link.remote,
                f"ends of its own: tunnel {other} has the same, and the kernel takes them once",
            )
        wants[name] = want
    return wants


def _parse_tunnel(path: str, entry: Mapping[str, Any]) -> TunnelState:
    link = _parse_link(path, entry)
    depth = _in_range(f"{path}.label_depth", entry["label_depth"], 1, MAX_DEPTH, "labels")
    return TunnelState(
        link,
        _parse_mtu(path, entry, link, depth),
        _parse_addresses(f"{path}.addresses", entry.get("addresses")),
        label_input=OPEN if entry["label_input"] else CLOSED,
        label_depth=depth,
    )


def _parse_link(path: str, entry: Mapping[str, Any]) -> TunnelLink:
    kind = entry.get("kind")
    if kind not in KINDS:
        raise InputError(f"{path}.kind", kind, " or ".join(KINDS))
    local, remote = (_parse_end(f"{path}.{end}", entry.get(end)) for end in ("local", "remote"))
    if local.version != remote.version:
        raise InputError(
            f"{path}.remote",
            str(remote),
            f"an IPv{local.version} address, as local is one ({local})",
        )
    if local == remote:
        raise InputError(f"{path}.remote", str(remote), "the address of the other end, not local")
    if kind in UDP_PORTS and local.version != 4:  # noqa: PLR2004
        raise InputError(
            f"{path}.local",
            str(local),
            f"an IPv4 address with kind {kind}: Linux has no such device over IPv6; "
            "kind gre takes IPv6",
        )
    key = entry.get("key")
    if key is not None and kind == UDP:
        raise InputError(f"{path}.key", key, "nothing: only GRE has keys")
    if key is not None:
        _in_range(f"{path}.key", key, 1, KEY_MAX, "a number")
    return TunnelLink(
        GRE6 if kind == GRE and local.version == 6 else kind,  # noqa: PLR2004
        str(local),
        str(remote),
        _in_range(f"{path}.ttl", entry["ttl"], 1, LAST_TTL, "hops"),
        key or 0,
    )


def _parse_end(path: str, value: str | None) -> End:
    try:
        end = ipaddress.ip_address(without_zone(value or ""))
    except ValueError as error:
        raise InputError(
            path, value, "an address without prefix length or zone, such as 10.0.0.1"
        ) from error
    if end.is_multicast or end.is_unspecified or end.is_loopback or end.is_link_local:
        raise InputError(path, value, "a unicast address that is routed between the two ends")
    return end


def _parse_mtu(path: str, entry: Mapping[str, Any], link: TunnelLink, depth: int) -> int:
    """Give the MTU of the device: the kernel counts labels in it (mpls_output, mpls_forward)."""
    least = MTU_MIN + depth * LABEL_BYTES
    headers = header_bytes(link)
    mtu = entry.get("mtu")
    if mtu is not None:
        return _in_range(f"{path}.mtu", mtu, least, MTU_MAX - headers, "bytes")
    underlay = entry.get("underlay_mtu")
    underlay = DEFAULT_UNDERLAY_MTU if underlay is None else underlay
    _in_range(f"{path}.underlay_mtu", underlay, least + headers, MTU_MAX, "bytes")
    return underlay - headers


def _parse_addresses(path: str, values: Sequence[str] | None) -> tuple[str, ...] | None:
    if values is None:
        return None
    addresses = [parse_address(f"{path}[{at}]", value) for at, value in enumerate(values)]
    refuse_twice(path, addresses)
    return normalise_addresses(addresses)


def _in_range(path: str, value: int, low: int, high: int, what: str) -> int:
    if not low <= value <= high:
        raise InputError(path, value, f"{what} from {low} to {high}")
    return value
