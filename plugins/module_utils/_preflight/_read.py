# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read what the preflight needs to know, by Debian's and the kernel's own files and tools."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import read_json, run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._task import find_uses
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._owners import (
    explain_owners,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    names_with,
    read_folder,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import (
    Host,
    Interface,
    Route,
    Vrf,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._session import read_session
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._files import DUTY as TUNNEL

#: The largest number that the kernel has for an MTU.
NO_LIMIT = 2**32 - 1
#: Who makes routes beside FRRouting and the collection, as iproute2 names them (rtnetlink(7)).
MAKERS = frozenset({"kernel", "boot", "static", "ra", "dhcp", "redirect"})
#: What dpkg has of a package that is whole, or not there (dpkg-query(1)).
WHOLE_OR_ABSENT = ("installed", "not-installed", "config-files")


def read_host(
    packages: Sequence[str],
    configured: Sequence[str] = (),
    edge_protection: Mapping[str, Any] = MappingProxyType({}),
) -> Host:
    """Read the host; nothing is loaded, installed or changed.

    ``configured`` are the interfaces that nobody else may configure. ``edge_protection`` has the
    options of mpls_filter.
    """
    states = _read_packages(packages)
    installed = {name: version for name, (state, version) in states.items() if state == "installed"}
    release = platform.release()
    links = show(["-details", "address", "show"])
    return Host(
        name=platform.node(),
        kernel=release,
        kernel_build=platform.version(),
        kernel_modules=_read_kernel_modules(release),
        interfaces=find_interfaces(links),
        packages=installed,
        frr_candidate=_read_candidate("frr") if "frr" in set(packages) - set(installed) else None,
        owners=explain_owners(configured),
        parents=find_uses(edge_protection),
        vrfs=find_vrfs(links),
        broken_packages={
            name: state for name, (state, _none) in states.items() if state not in WHOLE_OR_ABSENT
        },
        own_tunnels=frozenset(names_with(TUNNEL, read_folder())),
        routes=[
            route
            for family in ("-4", "-6")
            for route in find_routes(show([family, "route", "show"]))
        ],
        session=read_session(),
    )


def show(words: Sequence[str]) -> list[dict[str, Any]]:
    """Ask iproute2; HostError where it does not answer with a list in JSON."""
    command = ["ip", "-json", *words]
    shown = read_json(command)
    if not isinstance(shown, list):
        raise HostError(f"{' '.join(command)}: printed no list, as Debian's iproute2 does")
    # iproute2 leaves empty objects for what its own filters took out.
    return [one for one in shown if one]


def find_routes(shown: Sequence[Mapping[str, Any]]) -> list[Route]:
    """Find the routes to prefixes that others made, in what iproute2 shows (pure)."""
    return [
        Route(
            to=route["dst"],
            interfaces=tuple(
                sorted({hop["dev"] for hop in (route, *route.get("nexthops", ())) if "dev" in hop})
            ),
        )
        for route in shown
        # iproute2 leaves out what the kernel takes where nothing is said.
        if route["dst"] != "default" and route.get("protocol", "boot") in MAKERS
    ]


def find_vrfs(shown: Sequence[Mapping[str, Any]]) -> dict[str, Vrf]:
    """Find the VRFs in what iproute2 shows, each with its members (pure)."""
    return {
        link["ifname"]: Vrf(
            table=link["linkinfo"]["info_data"]["table"],
            ports=tuple(
                sorted(one["ifname"] for one in shown if one.get("master") == link["ifname"])
            ),
        )
        for link in shown
        if link.get("linkinfo", {}).get("info_kind") == "vrf"
    }


def find_interfaces(shown: Sequence[Mapping[str, Any]]) -> dict[str, Interface]:
    """Find all interfaces (pure).

    A VLAN takes what its parent has (vlan_dev_change_mtu of 8021q).
    """
    mtus = {link["ifname"]: link["mtu"] for link in shown}
    return {
        link["ifname"]: Interface(
            largest_mtu=min(_own_limit(link), _limit_of_parent(link, mtus)),
            addresses=tuple(
                f"{one['local']}/{one['prefixlen']}"
                for one in link["addr_info"]
                if one["scope"] == "global"
            ),
        )
        for link in shown
    }


def _own_limit(link: Mapping[str, Any]) -> int:
    """Give what the driver takes; 0 is no limit (net/core/dev.c: dev_validate_mtu)."""
    return link.get("max_mtu") or NO_LIMIT


def _limit_of_parent(link: Mapping[str, Any], mtus: Mapping[str, int]) -> int:
    is_vlan = link.get("linkinfo", {}).get("info_kind") == "vlan"
    return mtus.get(link.get("link", ""), NO_LIMIT) if is_vlan else NO_LIMIT


def _read_kernel_modules(release: str) -> frozenset[str]:
    """Collect the modules that are loaded, loadable or built in, as /proc/modules spells them."""
    names = {entry.name for entry in Path("/sys/module").iterdir()}
    folder = Path("/lib/modules", release)
    for line in _read_lines(folder / "modules.dep"):
        file = line.partition(":")[0]
        if (folder / file).exists():
            names.add(_module_name(file))
    names.update(_module_name(line) for line in _read_lines(folder / "modules.builtin"))
    return frozenset(names)


def _read_lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def _module_name(file: str) -> str:
    return os.path.basename(file).partition(".")[0].replace("-", "_")


def _read_packages(packages: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Give state and version of each of the packages that dpkg knows."""
    try:
        listing = run_command(
            ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status} ${Version}\n"]
        )
    except ApplyError as error:
        raise ApplyError(f"not a Debian host, or its package database is broken: {error}") from None
    rows = (line.split(" ", 2) for line in listing.splitlines())
    return {name: (state, version) for name, state, version in rows if name in packages}


def _read_candidate(package: str) -> str | None:
    match = re.search(r"Candidate: (\S+)", run_command(["apt-cache", "policy", package]))
    return match[1] if match and match[1] != "(none)" else None
