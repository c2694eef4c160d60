# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads what our files want of the router.

Part of the program of linuxnet-mpls-repair.service: the standard library only.
"""

from __future__ import annotations

import glob
import ipaddress
import os
import re
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import (
    Chain,
    DesiredLink,
    Wanted,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MARK = "# Managed by linuxnet.mpls"
NETWORKD = "/etc/systemd/network/10-mpls-"
MODULES = "/etc/modules-load.d/90-linuxnet-mpls"
SYSCTL = "/etc/sysctl.d/90-linuxnet-mpls"
RULESETS = "/etc/linuxnet-mpls/"
SYSTEMD = "/etc/systemd/system"
RULES_UNIT = "linuxnet-mpls-rules.service"
FRR_UNIT = "frr.service"
FRR_DROP_IN = f"{SYSTEMD}/{FRR_UNIT}.d/linuxnet-mpls.conf"
FRR_CONF = "/etc/frr/frr.conf"
#: Services that run as long as the router does.
SERVICES = ("systemd-networkd.service", "linuxnet-mpls.service", FRR_UNIT)
PATTERNS = (
    f"{NETWORKD}*.netdev",
    f"{NETWORKD}*.network.d/*.conf",
    f"{MODULES}*.conf",
    f"{SYSCTL}*.conf",
    f"{RULESETS}*.nft",
    f"{RULESETS}*.devices",
    f"{SYSTEMD}/{RULES_UNIT}",
    FRR_DROP_IN,
)
_BLOCK = re.compile(r"^\s*(table|chain)\s+(\S.*?)\s*\{", re.MULTILINE)
_DEVICE_CHAIN = re.compile(r"^(\S+) .*?add chain (\S+) (\S+) (\S+)", re.MULTILINE)
_ROUTE_MAP = re.compile(r"^(route-map \S+ (?:permit|deny) \d+)$", re.MULTILINE)
_ROUTING = re.compile(r"^(router \S.*|mpls ldp)$", re.MULTILINE)


def read_wanted() -> Wanted:
    """Read our files, and which services are enabled."""
    files = {
        path: text
        for pattern in PATTERNS
        for path in sorted(glob.glob(pattern))
        if (text := read_text(path)).startswith(MARK)
    }
    enabled = [name for name in SERVICES if _is_enabled(name)]
    return parse_wanted(files, read_text(FRR_CONF), enabled)


def read_text(path: str) -> str:
    """Give what a file has; nothing where it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError:
        return ""


def parse_wanted(files: Mapping[str, str], frr_conf: str, enabled: Iterable[str]) -> Wanted:
    """Say what files with our mark want (pure)."""
    ours = [name for name in enabled if name != FRR_UNIT or FRR_DROP_IN in files]
    netdevs = _named(files, NETWORKD, ".netdev")
    return Wanted(
        links=_parse_links(files),
        devices=frozenset(netdevs),
        tables={
            name: int(value)
            for name, text in netdevs.items()
            for value in _values(text, "Table")
            if "Kind=vrf" in text.splitlines()
        },
        rulesets=_parse_rulesets(files),
        modules=tuple(
            line
            for text in _named(files, MODULES, ".conf").values()
            for line in text.splitlines()
            if line and not line.startswith("#")
        ),
        keys=_parse_keys(files),
        rules=f"{SYSTEMD}/{RULES_UNIT}" in files,
        services=tuple(ours),
        routing=parse_routing(frr_conf) if FRR_UNIT in ours else None,
        route_maps=parse_route_maps(frr_conf) if FRR_UNIT in ours else frozenset(),
    )


def parse_routing(configuration: str) -> frozenset[str]:
    """Give the lines of a configuration of FRR that begin a protocol (pure)."""
    lines = "\n".join(line.rstrip() for line in configuration.splitlines())
    return frozenset(_ROUTING.findall(lines))


def parse_route_maps(configuration: str) -> frozenset[str]:
    """Give the lines of a configuration of FRR that begin an entry of a route map (pure)."""
    lines = "\n".join(line.rstrip() for line in configuration.splitlines())
    return frozenset(_ROUTE_MAP.findall(lines))


def _parse_links(files: Mapping[str, str]) -> dict[str, DesiredLink]:
    texts: dict[str, str] = {}
    for path, text in files.items():
        folder = os.path.dirname(path)
        if folder.startswith(NETWORKD) and folder.endswith(".network.d"):
            name = folder[len(NETWORKD) : -len(".network.d")]
            texts[name] = texts.get(name, "") + text
    return {name: _parse_link(text) for name, text in texts.items()}


def _parse_link(text: str) -> DesiredLink:
    vrfs, sizes = _values(text, "VRF"), _values(text, "MTUBytes")
    return DesiredLink(
        vrf=vrfs[-1] if vrfs else "",
        addresses=frozenset(str(ipaddress.ip_interface(one)) for one in _values(text, "Address")),
        mtu=int(sizes[-1]) if sizes else None,
    )


def _parse_rulesets(files: Mapping[str, str]) -> dict[str, frozenset[Chain]]:
    rules, devices = _named(files, RULESETS, ".nft"), _named(files, RULESETS, ".devices")
    return {
        f"linuxnet-mpls-{name}.service": frozenset(
            (*_parse_chains(text), *_parse_device_chains(devices.get(name, "")))
        )
        for name, text in rules.items()
    }


def _parse_chains(text: str) -> list[Chain]:
    """Give the chains of tables that are written as blocks."""
    chains: list[Chain] = []
    family = table = ""
    for kind, words in _BLOCK.findall(text):
        if kind == "table":
            family, table = words.split()
        else:
            chains.append((family, table, words, ""))
    return chains


def _parse_device_chains(text: str) -> list[Chain]:
    return [
        (family, table, chain, device)
        for device, family, table, chain in _DEVICE_CHAIN.findall(text)
    ]


def _parse_keys(files: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {
        key.strip(): (value.strip(), path)
        for path, text in sorted(files.items())
        if path.startswith(SYSCTL)
        for key, equals, value in (line.partition("=") for line in text.splitlines())
        if equals and not key.startswith("#")
    }


def _named(files: Mapping[str, str], start: str, end: str) -> dict[str, str]:
    return {
        path[len(start) : -len(end)]: text
        for path, text in files.items()
        if path.startswith(start) and path.endswith(end)
    }


def _values(text: str, key: str) -> list[str]:
    start = f"{key}="
    return [line[len(start) :].strip() for line in text.splitlines() if line.startswith(start)]


def _is_enabled(unit: str) -> bool:
    return os.path.exists(f"{SYSTEMD}/multi-user.target.wants/{unit}")
