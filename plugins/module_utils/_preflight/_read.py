# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read what the preflight needs to know, by Debian's and the kernel's own files and tools."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import Host
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_command


def read_host(packages: Sequence[str]) -> Host:
    """Read the host; nothing is loaded, installed or changed."""
    installed = _read_installed(packages)
    release = platform.release()
    return Host(
        name=platform.node(),
        kernel=release,
        kernel_modules=_read_kernel_modules(release),
        interfaces=tuple(sorted(os.listdir("/sys/class/net"))),
        packages=installed,
        frr_candidate=_read_candidate("frr") if "frr" in set(packages) - set(installed) else None,
    )


def read_addresses(interfaces: Sequence[str]) -> dict[str, list[str]]:
    """Read the addresses of interfaces, with prefix lengths, that others can know of.

    ``ip`` prints an empty object for each interface and address that its filter leaves out.
    """
    links = json.loads(run_command(["ip", "-json", "address", "show", "scope", "global"]))
    return {
        link["ifname"]: [f"{one['local']}/{one['prefixlen']}" for one in link["addr_info"] if one]
        for link in links
        if link.get("ifname") in interfaces
    }


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
