# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Tunnels that carry labelled packets, as values, and the bytes that they take."""

from __future__ import annotations

from dataclasses import dataclass, field

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import (
    GRE,
    GRE6,
    GRE_UDP,
    OTHER,
    UDP,
    TunnelLink,
)

# Whether a tunnel takes labelled packets; filtered is open, but with a reverse path filter.
OPEN, FILTERED, CLOSED = "open", "filtered", "closed"

# Outer IP header (20 or 40), UDP header (8), GRE header (RFC 2784: 4)
HEADER_BYTES = {GRE: 24, GRE6: 44, GRE_UDP: 32, UDP: 28, OTHER: 20}
KEY_BYTES, LABEL_BYTES = 4, 4


@dataclass(frozen=True)
class TunnelState:
    """A tunnel device: ``mtu`` in bytes and with labels, as the kernel counts them.

    ``addresses`` are sorted; a desired state with None leaves them alone. ``label_depth`` is what
    a desired state plans with; the kernel does not know it.
    """

    link: TunnelLink
    mtu: int
    addresses: tuple[str, ...] | None = None
    up: bool = True
    label_input: str = OPEN
    label_depth: int = field(default=2, compare=False)

    @property
    def payload_mtu(self) -> int:
        """Give the largest packet below ``label_depth`` labels, in bytes."""
        return self.mtu - self.label_depth * LABEL_BYTES


def kind_option(link: TunnelLink) -> str:
    """Give the kind as the option of mpls_tunnel has it."""
    return GRE if link.kind == GRE6 else link.kind


def header_bytes(link: TunnelLink) -> int:
    """Say how many bytes the tunnel puts before a packet, labels not among them."""
    return HEADER_BYTES[link.kind] + (KEY_BYTES if link.key else 0)
