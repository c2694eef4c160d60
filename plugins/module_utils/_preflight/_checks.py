# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The rules of the preflight, over what was read from a host (pure)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Union

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError

Address = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]


@dataclass(frozen=True)
class Interface:
    """An interface: the largest MTU that it takes, in octets, and the addresses others know of."""

    largest_mtu: int
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vrf:
    """A VRF device: its table, and the interfaces that are in it."""

    table: int
    ports: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """A route of the main table that neither FRRouting nor the collection made; to a prefix."""

    to: str
    interfaces: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """The addresses of the connection that a run came by: the router's, and the far one."""

    local: Address
    peer: Address


@dataclass(frozen=True)
class Host:
    """What the rules look at.

    ``kernel`` and ``kernel_build`` are what uname(2) has as release and version. ``packages`` maps
    installed packages to versions, ``broken_packages`` those that dpkg began with and did not end
    to their state; ``frr_candidate`` is the version that an installation would bring, None where
    the package lists do not say. ``owners`` has words for each interface that another manager
    configures, ``parents`` for each that would be closed and is used for something else,
    ``own_tunnels`` are those that the collection made.
    """

    name: str
    kernel: str
    kernel_modules: frozenset[str]
    interfaces: Mapping[str, Interface]
    packages: Mapping[str, str]
    frr_candidate: str | None
    owners: Sequence[str] = ()
    parents: Sequence[str] = ()
    vrfs: Mapping[str, Vrf] = field(default_factory=dict)
    kernel_build: str = ""
    broken_packages: Mapping[str, str] = field(default_factory=dict)
    own_tunnels: frozenset[str] = frozenset()
    routes: Sequence[Route] = ()
    session: Session | None = None


@dataclass(frozen=True)
class Wanted:
    """What the router is to have.

    ``mtus`` maps interfaces to the MTU that they get, in octets, ``addresses`` those of the core to
    all that they get. ``configured`` are all interfaces that get any. ``core`` names the variable
    of each prefix that all routers of the core have routes to.
    """

    kernel_modules: Sequence[str]
    interfaces: Sequence[str]
    mtus: Mapping[str, int]
    frr_minimum: str
    configured: Sequence[str] = ()
    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    core: Mapping[str, str] = field(default_factory=dict)


def find_faults(host: Host, wanted: Wanted) -> list[str]:
    """Tell each fault with its value and what would be right; empty when the host will do."""
    return [
        *_missing_modules(host, wanted.kernel_modules),
        *_missing_interfaces(host, wanted.interfaces),
        *_small_interfaces(host, wanted.mtus),
        *_broken_packages(host),
        *_old_frr(host, wanted.frr_minimum),
        *host.owners,
        *host.parents,
    ]


def _missing_modules(host: Host, wanted: Sequence[str]) -> list[str]:
    missing = sorted(set(wanted) - host.kernel_modules)
    if not missing:
        return []
    return [
        f"kernel {host.kernel} has no module {', '.join(missing)}: expected a kernel with MPLS and"
        " VRF, such as Debian's linux-image-amd64 or linux-image-cloud-amd64"
    ]


def _missing_interfaces(host: Host, wanted: Sequence[str]) -> list[str]:
    return [
        f"interface {name} does not exist: expected one of {', '.join(sorted(host.interfaces))}"
        for name in wanted
        if name not in host.interfaces
    ]


def _small_interfaces(host: Host, wanted: Mapping[str, int]) -> list[str]:
    return [
        f"interface {name} takes no MTU of {mtu}: expected at most {largest}, or a device, and"
        " below a VLAN a parent, that takes more"
        for name, mtu in wanted.items()
        if name in host.interfaces and mtu > (largest := host.interfaces[name].largest_mtu)
    ]


def _broken_packages(host: Host) -> list[str]:
    return [
        f"package {name} is {state}, as dpkg was interrupted or failed: expected it installed or"
        " absent; run dpkg --configure -a, and see what that says"
        for name, state in sorted(host.broken_packages.items())
    ]


def _old_frr(host: Host, minimum: str) -> list[str]:
    version = host.packages.get("frr") or host.frr_candidate
    if version is None or parse_version("frr", version) >= parse_version("frr_minimum", minimum):
        return []
    where = "installed" if "frr" in host.packages else "to be installed"
    return [f"FRRouting {version} is {where}: expected {minimum} or newer"]


def parse_mtus(raw: Mapping[str, Any]) -> dict[str, int]:
    """Take the option: whole numbers by interface."""
    for name, mtu in raw.items():
        if not str(mtu).isdecimal():
            raise InputError(f"mtus.{name}", mtu, "an MTU in octets, such as 1508")
    return {name: int(mtu) for name, mtu in raw.items()}


def parse_version(path: str, text: str) -> tuple[int, int]:
    """Read major and minor of a Debian package version; an epoch is left out."""
    match = re.match(r"(?:\d+:)?(\d+)\.(\d+)", text)
    if not match:
        raise InputError(path, text, "a version as major.minor, such as 8.4")
    return int(match[1]), int(match[2])
