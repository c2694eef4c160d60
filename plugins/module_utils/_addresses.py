# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Addresses as ip, nft and networkd take them (pure)."""

from __future__ import annotations


def without_zone(value: str) -> str:
    """Give an address back; ValueError for one with a zone, as ``fe80::1%eth1`` (RFC 4007).

    Python's ipaddress takes zones, and none of the files and programs of a router does: an option
    of its own says which interface it is.
    """
    if "%" in value:
        raise ValueError(f"{value!r} has a zone")
    return value
