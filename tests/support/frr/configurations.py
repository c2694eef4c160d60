# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Configurations of FRR for tests: which there are, in which order, and what FRR makes of them."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import (
    TOP,
    find_context,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    Config,
    Line,
    arrange_config,
    parse_config,
    render_config,
)
from support import ROOT
from support.lab.modules import PerRouter, run_module
from support.ways import FEW, WAYS

CORPUS = ROOT / "tests" / "frr" / "corpus"
MUTATIONS = CORPUS.parent / "mutations.yml"
#: Of configurations and mutations one in so many is tried when a few are.
ONE_IN = 6
DAEMONS = ("bfdd", "bgpd", "isisd", "ldpd", "ospfd", "ripd")
#: A small configuration for tests that change something else.
BASE = """\
router ospf
 ospf router-id 10.0.0.1
exit
router bgp 65000
 bgp router-id 10.0.0.1
 neighbor 10.0.0.4 remote-as 65000
 neighbor 10.0.0.4 description first
exit
"""
SHOW = "vtysh -c 'show running-config'"
RELOAD = (
    "/usr/lib/frr/frr-reload.py --reload --bindir /usr/bin --rundir /run/frr --confdir /etc/frr"
    " /etc/frr/frr.conf"
)
#: A start is over when FRR shows the same twice; it takes a daemon a moment to reach the others.
READS, SECONDS = 10, 2.0
_SINCE = re.compile(r"! Since FRR (\d+(?:\.\d+)*)")
_DOTTED = re.compile(r"\barea (\d+)\.(\d+)\.(\d+)\.(\d+)")

Version = tuple[int, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Example:
    """A configuration with its name; its first line may say ``! Since FRR`` and a version."""

    name: str
    text: str
    since: Version = ()

    def __str__(self) -> str:
        """Name it in the name of a test."""
        return self.name


@dataclass(frozen=True)
class Mutation:
    """Lines that are taken away and put in under a context."""

    context: tuple[str, ...]
    changes: tuple[str, ...]

    def __str__(self) -> str:
        """Name it in the name of a test."""
        return " ".join([*self.context[-1:], *self.changes]).replace("/", "_")

    def mutate(self, text: str) -> str:
        """Change a configuration (pure)."""
        lines = parse_config(text).lines
        for change in self.changes:
            path = (*self.context, change[2:])
            if change.startswith("- "):
                assert path in lines, f"{change}: there is no such line"
                lines = {one: line for one, line in lines.items() if one[: len(path)] != path}
            else:
                assert path not in lines, f"{change}: there is such a line"
                kind = TOP
                for depth, word in enumerate(path):
                    context = find_context(kind, word)
                    lines.setdefault(path[: depth + 1], Line(word, kind, context))
                    kind = context.kind if context else ""
        return render_config(Config(lines))


def choose(items: Sequence[T]) -> Sequence[T]:
    """Take as many as LAB_WAYS says (pure)."""
    return items[::ONE_IN] if WAYS == FEW else items


def read_mutations() -> tuple[str, list[Mutation]]:
    """Read the configuration that is changed, and its changes."""
    data = yaml.safe_load(MUTATIONS.read_text(encoding="utf-8"))
    return data["base"], [
        Mutation(tuple(context.split(" / ")) if context else (), tuple(changes))
        for context, *changes in data["mutations"]
    ]


def read_corpus() -> list[Example]:
    """Read all configurations, by name."""
    return [
        parse_example(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(CORPUS.glob("*.conf"))
    ]


def parse_example(name: str, text: str) -> Example:
    """Take from the first line which versions it is for (pure)."""
    match = _SINCE.match(text)
    return Example(name, text, parse_version(match[1]) if match else ())


def parse_version(text: str) -> Version:
    """Read a version (pure)."""
    return tuple(int(part) for part in text.split("."))


def order_chain(count: int, stride: int = 7) -> list[tuple[int, int]]:
    """Order steps that come to each of ``count`` once, from others than its neighbours (pure)."""
    while any(stride % divisor == 0 == count % divisor for divisor in range(2, count + 1)):
        stride += 1
    visits = [at * stride % count for at in range(count)]
    return list(zip(visits, [*visits[1:], visits[0]]))


def order_pairs(count: int) -> list[tuple[int, int]]:
    """Order all pairs of different ones so that each begins where the one before ended (pure).

    A closed walk along all arcs of the complete graph: go on until there is no way on, and put in
    walks like that where there is.
    """
    left = {one: [other for other in range(count) if other != one] for one in range(count)}
    stack, walk = [0], []
    while stack:
        if left[stack[-1]]:
            stack.append(left[stack[-1]].pop())
        else:
            walk.append(stack.pop())
    walk.reverse()
    return list(zip(walk, walk[1:]))


def read_meaning(shown: str) -> set[str]:
    """Make two running configurations comparable (pure).

    All lines count, each with its contexts, but for three things that say nothing: blocks without a
    line that FRR keeps once there was one; whether an area is a number or dotted, which stays as it
    was first typed; and the host's name, which daemons have from the file they were started with.
    """
    return {
        _DOTTED.sub(_area, " / ".join(path))
        for path, line in parse_config(shown).lines.items()
        if not (line.context and line.context.empty_is_nothing) and path[0][:9] != "hostname "
    }


def differ(shown: str, wanted: str) -> set[str]:
    """Name the lines that are in one of two running configurations only (pure)."""
    return read_meaning(shown) ^ read_meaning(wanted)


def _area(match: re.Match[str]) -> str:
    number = 0
    for part in match.groups():
        number = number * 256 + int(part)
    return f"area {number}"


def configure(
    text: str | PerRouter,
    daemons: Sequence[str] = DAEMONS,
    *,
    only: Collection[str] | None = None,
    kill_at: Mapping[str, int] | None = None,
    **more: Any,
) -> dict[str, dict[str, Any]]:
    """Run frr_config with a whole configuration; give each router's result."""
    options = {"text": text, "daemons": list(daemons), **more}
    return run_module("frr_config", options, only=only, kill_at=kill_at)


def succeed(results: dict[str, dict[str, Any]], *, changed: bool | None = None) -> None:
    """See that no router failed, and whether it was changed."""
    for name, result in results.items():
        assert not result["failed"], f"{name}: {result['msg']}"
        done = f"{name}: {result['operations']} {result['commands']}"
        assert changed in (None, result["changed"]), done


def read_versions(routers: dict[str, Any]) -> dict[str, Version]:
    """Ask each router which FRR it has."""
    shown = "/usr/lib/frr/zebra --version | sed -n 's/^zebra version //p'"
    return {
        name: parse_version(re.split(r"[^\d.]", router.check_output(shown))[0])
        for name, router in routers.items()
    }


def save(router: Any, text: str) -> None:
    """Write FRR's file as it is, without telling FRR."""
    packed = base64.b64encode(text.encode()).decode()
    router.check_output(f"echo {packed} | base64 -d > /etc/frr/frr.conf")


def reload_frr(router: Any, text: str) -> bool:
    """Have FRR's own frr-reload.py bring a configuration; tell whether it says that it did."""
    save(router, text)
    return bool(router.run(RELOAD).rc == 0)


def start_freshly(router: Any, text: str) -> str:
    """Start FRR with a configuration; give what it then shows."""
    save(router, render_config(arrange_config(parse_config(text))))
    router.check_output("systemctl reset-failed frr; systemctl restart frr")
    shown = ""
    for _read in range(READS):
        time.sleep(SECONDS)
        before, shown = shown, router.check_output(SHOW)
        if shown and shown == before:
            break
    return shown


def start_each_freshly(
    routers: dict[str, Any], versions: dict[str, Version], examples: Sequence[Example]
) -> dict[tuple[str, str], str]:
    """Start FRR once with each configuration on each router that can have it."""

    def start_on(name: str) -> Iterator[tuple[tuple[str, str], str]]:
        for example in examples:
            if versions[name] >= example.since:
                yield (name, example.name), start_freshly(routers[name], example.text)

    with ThreadPoolExecutor() as pool:
        return dict(
            pair for pairs in pool.map(lambda one: [*start_on(one)], routers) for pair in pairs
        )


def serve(routers: dict[str, Any]) -> Iterator[None]:
    """Make routers on which FRR can have any configuration, and leave nothing of ours."""
    # Without an address there is no OSPF area, and then FRR 8.4 does not show a line on max-metric.
    for command in (
        "ip address replace 10.0.0.1/32 dev lo",
        "ip address replace 10.1.0.0/31 dev eth1",
        "ip link set eth1 up",
        "modprobe -a mpls_router vrf",
        # What FRR has of a port that labels cross stays until its next start.
        "echo log syslog informational >/etc/frr/frr.conf",
        "systemctl reset-failed frr; systemctl restart frr",
    ):
        for router in routers.values():
            router.check_output(command)
    yield
    # frr_config has no opposite: what it put beside FRR's own files goes here.
    for router in routers.values():
        router.check_output(
            "rm -r /etc/systemd/system/frr.service.d /var/lib/linuxnet-mpls;"
            " systemctl daemon-reload"
        )
