# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The rules of the preflight, over what was read from a host (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError


@dataclass(frozen=True)
class Host:
    """What the rules look at.

    ``packages`` maps installed packages to versions; ``frr_candidate`` is the version that an
    installation would bring, None where the package lists do not say.
    """

    name: str
    kernel: str
    kernel_modules: frozenset[str]
    interfaces: tuple[str, ...]
    packages: Mapping[str, str]
    frr_candidate: str | None


def find_faults(
    host: Host, kernel_modules: Sequence[str], interfaces: Sequence[str], frr_minimum: str
) -> list[str]:
    """Tell each fault with its value and what would be right; empty when the host will do."""
    return [
        *_missing_modules(host, kernel_modules),
        *_missing_interfaces(host, interfaces),
        *_old_frr(host, frr_minimum),
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
        f"interface {name} does not exist: expected one of {', '.join(host.interfaces)}"
        for name in wanted
        if name not in host.interfaces
    ]


def _old_frr(host: Host, minimum: str) -> list[str]:
    version = host.packages.get("frr") or host.frr_candidate
    if version is None or parse_version(version) >= parse_version(minimum):
        return []
    where = "installed" if "frr" in host.packages else "to be installed"
    return [f"FRRouting {version} is {where}: expected {minimum} or newer"]


def parse_version(text: str) -> tuple[int, int]:
    """Read major and minor of a Debian package version; an epoch is left out."""
    match = re.match(r"(?:\d+:)?(\d+)\.(\d+)", text)
    if not match:
        raise InputError("frr_minimum", text, "a version as major.minor, such as 8.4")
    return int(match[1]), int(match[2])
