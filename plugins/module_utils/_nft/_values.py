# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Tables of rules as values: how nft takes them, and the outline by which one is known (pure).

Releases of nft list the same rule in different words, so that a listing cannot be compared with
what was loaded. Each rule therefore carries a comment that is the digest of its words, and the
outline of a table says which objects and chains it has, where these hook in, and which rules they
have in which order. A table that was flushed has another one, and so has one in which somebody
added, removed or replaced a rule.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

#: Kinds of named objects in a listing that a table of ours may have.
OBJECTS = ("counter", "set")


@dataclass(frozen=True)
class Hook:
    """Where packets come into a chain; ``device`` is the one of a chain in the family netdev."""

    name: str
    priority: int
    device: str | None = None


@dataclass(frozen=True)
class Chain:
    """Rules in their order; without a hook it is reached by jumps alone."""

    name: str
    rules: tuple[str, ...]
    hook: Hook | None = None


@dataclass(frozen=True)
class Table:
    """A table; ``objects`` maps words such as ``counter labels`` to what they have in braces."""

    family: str
    name: str
    chains: tuple[Chain, ...]
    objects: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Name it as 'nft list tables' does."""
        return f"table {self.family} {self.name}"

    @property
    def devices(self) -> tuple[str, ...]:
        """Name the devices of its chains: such a chain can be loaded once its device is there."""
        return tuple(chain.hook.device for chain in self.chains if chain.hook and chain.hook.device)


def render_table(table: Table) -> str:
    """Write a table, less the chains of devices, as 'nft -f' takes it.

    It goes and comes in one transaction, whether it was there or not.
    """
    objects = "".join(f"\t{name} {{{body}}}\n" for name, body in table.objects)
    chains = "".join(
        f"\tchain {chain.name} {{\n{_render_hook(chain)}{_render_rules(chain)}\t}}\n"
        for chain in table.chains
        if not (chain.hook and chain.hook.device)
    )
    return f"{render_removal(table.key)}{table.key} {{\n{objects}{chains}}}\n"


def render_removal(key: str) -> str:
    """Write what takes a table away, whether it is there or not."""
    return f"{key}\ndelete {key}\n"


def render_device_chains(table: Table) -> str:
    """Write the chains of devices, one a line behind the name of its device."""
    return "".join(
        f"{chain.hook.device} add chain {_place(table, chain)} {{ {_hook_words(chain.hook)} }};"
        + "".join(f" add rule {_place(table, chain)} {_with_comment(r)};" for r in chain.rules)
        + "\n"
        for chain in table.chains
        if chain.hook and chain.hook.device
    )


def outline(table: Table, devices: Collection[str]) -> str:
    """Give the outline that a table has once it is loaded where these devices are."""
    chains = [
        chain
        for chain in table.chains
        if not (chain.hook and chain.hook.device) or chain.hook.device in devices
    ]
    return _outline(
        (name for name, _body in table.objects),
        {chain.name: _outline_hook(chain.hook) for chain in chains},
        {chain.name: [digest(rule) for rule in chain.rules] for chain in chains},
    )


def shown_outline(listing: str) -> str:
    """Give the outline of a table that 'nft --json list table' printed.

    A release of nft may fail at rules that another one loaded, and then prints nothing.
    """
    try:
        shown: list[Mapping[str, Any]] = json.loads(listing)["nftables"]
    except ValueError:
        return "cannot be read\n"
    hooks = {one["chain"]["name"]: _shown_hook(one["chain"]) for one in shown if "chain" in one}
    rules: dict[str, list[str]] = {name: [] for name in hooks}
    for one in shown:
        if "rule" in one:
            rules[one["rule"]["chain"]].append(one["rule"].get("comment", "no comment"))
    names = (f"{kind} {one[kind]['name']}" for one in shown for kind in OBJECTS if kind in one)
    return _outline(names, hooks, rules)


def digest(rule: str) -> str:
    """Name a rule by its words."""
    return hashlib.sha256(rule.encode()).hexdigest()[:12]


def _outline(
    objects: Iterable[str], hooks: Mapping[str, str], rules: Mapping[str, Iterable[str]]
) -> str:
    lines: Iterator[str] = (f"{name}\n" for name in sorted(objects))
    chains = (
        f"chain {name}{hooks[name]}\n" + "".join(f"  {rule}\n" for rule in rules[name])
        for name in sorted(hooks)
    )
    return "".join((*lines, *chains))


def _outline_hook(hook: Hook | None) -> str:
    """Say where a chain hooks in; its device is left out, as nft 1.0.6 has none in JSON."""
    return f" {hook.name} {hook.priority} accept" if hook else ""


def _shown_hook(chain: Mapping[str, Any]) -> str:
    if "hook" not in chain:
        return ""
    return f" {chain['hook']} {chain['prio']} {chain.get('policy', '')}"


def _place(table: Table, chain: Chain) -> str:
    return f"{table.family} {table.name} {chain.name}"


def _render_hook(chain: Chain) -> str:
    return f"\t\t{_hook_words(chain.hook)}\n" if chain.hook else ""


def _hook_words(hook: Hook) -> str:
    device = f' device "{hook.device}"' if hook.device else ""
    return f"type filter hook {hook.name}{device} priority {hook.priority}; policy accept;"


def _render_rules(chain: Chain) -> str:
    return "".join(f"\t\t{_with_comment(rule)}\n" for rule in chain.rules)


def _with_comment(rule: str) -> str:
    return f'{rule} comment "{digest(rule)}"'
