# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Kernels that are known to lose labelled packets (pure)."""

from __future__ import annotations

import re

#: Release candidates come before the release.
RELEASED = 1000
VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(?:[-~.]rc(\d+))?")
DEBIAN = re.compile(r"Debian (\S+)")

Version = tuple[int, int, int, int]


def warn_of_next_hops(release: str, build: str) -> list[str]:
    """Warn where label routes with several next hops do not work.

    Linux 6.19 to 7.1.5, and 7.2 before its rc5, take the next hops of such a route as dead (FRR's
    pull request 22986). Debian's own 6.1 and 6.12 are older; its backports may have one.
    """
    version = parse_kernel(release, build)
    if version is None or not _breaks_next_hops(version):
        return []
    shown = ".".join(map(str, version[:3]))
    return [
        f"kernel {release} ({shown}) drops labelled packets that have several next hops, as Linux"
        " 6.19 to 7.1.5 do: expected 7.1.6 or newer, or one before 6.19, such as Debian's"
        " linux-image-amd64; until then give the links of the core costs that leave one shortest"
        " path"
    ]


def parse_kernel(release: str, build: str) -> Version | None:
    """Read the version, with the candidate's number; None where there is none.

    Debian's release may be that of the ABI (6.1.0-40-amd64), and its build then has the version.
    """
    debian = DEBIAN.search(build)
    found = VERSION.match(debian[1] if debian else release)
    if not found:
        return None
    major, minor, patch, candidate = found.groups()
    return int(major), int(minor), int(patch or 0), int(candidate or RELEASED)


def _breaks_next_hops(version: Version) -> bool:
    """Tell by the releases that brought the fault and its end; 7.2 has a branch of its own."""
    if version >= (7, 2, 0, 0):
        return version < (7, 2, 0, 5)
    return (6, 19, 0, 0) <= version < (7, 1, 6, 0)
