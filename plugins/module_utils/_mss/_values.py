# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is clamped, from options to checked values, and the ruleset that comes of it (pure)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    parse_interface_names,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "linuxnet_mpls_mss"
# What every host takes (RFC 9293 section 3.7.1), and what an IPv4 packet can hold at most.
MSS_MIN, MSS_MAX = 536, 65495


@dataclass(frozen=True)
class Clamp:
    """The largest segments by family, for connections from some VRFs."""

    vrfs: tuple[str, ...]
    ipv4: int
    ipv6: int


def parse_clamp(params: Mapping[str, Any]) -> Clamp | None:
    """Check the options of mss_clamp; None where nothing is to be clamped."""
    if params["state"] == "absent":
        return None
    vrfs = parse_interface_names("vrfs", params["vrfs"])
    if not vrfs:
        raise InputError("vrfs", [], "at least one VRF, or state=absent")
    return Clamp(vrfs, _parse_mss("ipv4", params["ipv4"]), _parse_mss("ipv6", params["ipv6"]))


def render_ruleset(clamp: Clamp) -> str:
    """Write the table as 'nft -f' takes it, in one transaction whether it is there or not."""
    return (
        f"table inet {TABLE}\n"
        f"delete table inet {TABLE}\n"
        f"table inet {TABLE} {{\n"
        f'\tcomment "{digest(clamp)}"\n'
        f"{_render_chain(clamp)}"
        "}\n"
    )


def digest(clamp: Clamp) -> str:
    """Name the rules: releases of nft list the same ones in different words."""
    return hashlib.sha256(_render_chain(clamp).encode()).hexdigest()[:16]


def _render_chain(clamp: Clamp) -> str:
    """Write the rules.

    A customer's packet comes in by the device of its VRF (drivers/net/vrf.c, vrf_ip_rcv). What
    comes out of the core takes the output hook and not this one (vrf_ip_local_out): its SYN was
    met at the PE where it came in. nft lowers an MSS and never raises one
    (net/netfilter/nft_exthdr.c, nft_exthdr_tcp_set_eval).
    """
    vrfs = ", ".join(f'"{name}"' for name in clamp.vrfs)
    rules = "".join(
        f"\t\tiifname {{ {vrfs} }} meta nfproto {family} tcp flags syn / syn,rst"
        f" tcp option maxseg size set {size}\n"
        for family, size in (("ipv4", clamp.ipv4), ("ipv6", clamp.ipv6))
    )
    return (
        "\tchain forward {\n"
        "\t\ttype filter hook forward priority mangle; policy accept;\n"
        f"{rules}"
        "\t}\n"
    )


def _parse_mss(path: str, value: int) -> int:
    if not MSS_MIN <= value <= MSS_MAX:
        raise InputError(path, value, f"an MSS from {MSS_MIN} to {MSS_MAX} octets")
    return value
