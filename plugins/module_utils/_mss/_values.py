# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is clamped, from options to checked values, and the ruleset that comes of it (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    parse_interface_names,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import (
    Chain,
    Hook,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "linuxnet_mpls_mss"
PRIORITY_MANGLE = -150
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


def build_table(clamp: Clamp) -> Table:
    """Build the table of a clamp.

    A customer's packet comes in by the device of its VRF (drivers/net/vrf.c, vrf_ip_rcv). What
    comes out of the core takes the output hook and not this one (vrf_ip_local_out): its SYN was
    met at the PE where it came in. nft lowers an MSS and never raises one
    (net/netfilter/nft_exthdr.c, nft_exthdr_tcp_set_eval).
    """
    vrfs = ", ".join(f'"{name}"' for name in clamp.vrfs)
    rules = tuple(
        f"iifname {{ {vrfs} }} meta nfproto {family} tcp flags syn / syn,rst"
        f" tcp option maxseg size set {size}"
        for family, size in (("ipv4", clamp.ipv4), ("ipv6", clamp.ipv6))
    )
    return Table("inet", TABLE, (Chain("forward", rules, Hook("forward", PRIORITY_MANGLE)),))


def _parse_mss(path: str, value: int) -> int:
    if not MSS_MIN <= value <= MSS_MAX:
        raise InputError(path, value, f"an MSS from {MSS_MIN} to {MSS_MAX} octets")
    return value
