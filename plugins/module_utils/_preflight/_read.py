# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read what the preflight needs to know, by Debian's and the kernel's own files and tools."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import read_json, run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._owners import (
    explain_owners,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import (
    Host,
    Interface,
    Vrf,
)

#: The largest number that the kernel has for an MTU.
NO_LIMIT = 2**32 - 1


def read_host(packages: Sequence[str], configured: Sequence[str] = ()) -> Host:
    """Read the host; nothing is loaded, installed or changed.

    ``configured`` are the interfaces that nobody else may configure.
    """
    installed = _read_installed(packages)
    release = platform.release()
    links = _show_links()
    return Host(
        name=platform.node(),
        kernel=release,
        kernel_modules=_read_kernel_modules(release),
        interfaces=find_interfaces(links),
        packages=installed,
        frr_candidate=_read_candidate("frr") if "frr" in set(packages) - set(installed) else None,
        owners=explain_owners(configured),
        vrfs=find_vrfs(links),
    )


def _show_links() -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = read_json(["ip", "-json", "-details", "address", "show"])
    return links


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


def _read_installed(packages: Sequence[str]) -> dict[str, str]:
    try:
        listing = run_command(
            ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status} ${Version}\n"]
        )
    except ApplyError as error:
        raise ApplyError(f"not a Debian host, or its package database is broken: {error}") from None
    rows = (line.split(" ", 2) for line in listing.splitlines())
    return {
        name: version
        for name, status, version in rows
        if status == "installed" and name in packages
    }


def _read_candidate(package: str) -> str | None:
    match = re.search(r"Candidate: (\S+)", run_command(["apt-cache", "policy", package]))
    return match[1] if match and match[1] != "(none)" else None
