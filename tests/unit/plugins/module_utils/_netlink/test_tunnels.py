# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Tunnels as pyroute2 words their attributes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import (
    DEVICES,
    GRE,
    GRE6,
    GRE_UDP,
    OTHER,
    UDP,
    TunnelLink,
    read_settings,
    render_request,
)

TUNNELS = [
    TunnelLink(GRE, "10.0.0.1", "10.0.0.2", 64),
    TunnelLink(GRE, "10.0.0.1", "10.0.0.2", 64, 7),
    TunnelLink(GRE6, "2001:db8::1", "2001:db8::2", 1),
    TunnelLink(GRE6, "2001:db8::1", "2001:db8::2", 1, 4294967295),
    TunnelLink(UDP, "10.0.0.1", "10.0.0.2", 255),
    TunnelLink(GRE_UDP, "10.0.0.1", "10.0.0.2", 64, 7),
]


def _attributes(tunnel: TunnelLink) -> dict[str, Any]:
    return {f"IFLA_{name.upper()}": value for name, value in render_request(tunnel).items()}


@pytest.mark.parametrize("tunnel", TUNNELS, ids=lambda tunnel: f"{tunnel.kind}-{tunnel.key}")
def test_tunnel_is_the_same_when_it_is_read_back(tunnel: TunnelLink) -> None:
    assert read_settings(DEVICES[tunnel.kind], _attributes(tunnel)) == tunnel


@pytest.mark.parametrize(
    ("tunnel", "attribute", "value"),
    [
        (TUNNELS[0], "GRE_PMTUDISC", 0),
        (TUNNELS[0], "GRE_IFLAGS", 0x8000),
        (TUNNELS[0], "GRE_ENCAP_TYPE", 2),
        (TUNNELS[0], "GRE_LINK", 4),
        (TUNNELS[1], "GRE_OKEY", 8),
        (TUNNELS[2], "IP6GRE_FLAGS", 0),
        (TUNNELS[2], "IP6GRE_FLOWINFO", 1),
        (TUNNELS[4], "IPIP_ENCAP_FLAGS", 1),
        (TUNNELS[4], "IPIP_TOS", 1),
        (TUNNELS[5], "GRE_ENCAP_FLAGS", 0),
        (TUNNELS[5], "GRE_ENCAP_DPORT", 5555),
        (TUNNELS[5], "GRE_ENCAP_SPORT", 1),
    ],
)
def test_tunnel_is_not_plain_when_it_has_a_setting_that_ours_never_have(
    tunnel: TunnelLink, attribute: str, value: int
) -> None:
    attributes = _attributes(tunnel) | {f"IFLA_{attribute}": value}
    assert read_settings(DEVICES[tunnel.kind], attributes) == replace(tunnel, plain=False)


def test_flags_that_the_kernel_found_out_do_not_matter_when_read() -> None:
    attributes = _attributes(TUNNELS[2]) | {"IFLA_IP6GRE_FLAGS": 0x70001}
    assert read_settings("ip6gre", attributes) == TUNNELS[2]


@pytest.mark.parametrize(
    ("attribute", "value"), [("PROTO", 4), ("ENCAP_TYPE", 0), ("ENCAP_DPORT", 5555)]
)
def test_ipip_is_no_tunnel_for_labels_in_udp_when_one_of_three_differs(
    attribute: str, value: int
) -> None:
    attributes = _attributes(TUNNELS[4]) | {f"IFLA_IPIP_{attribute}": value}
    assert read_settings("ipip", attributes).kind == OTHER


def test_ends_are_the_same_when_two_kinds_share_a_device_and_ttl_differs() -> None:
    other = replace(TUNNELS[4], kind=OTHER, ttl=3)
    assert other.ends == TUNNELS[4].ends
    assert TUNNELS[0].ends != TUNNELS[1].ends
