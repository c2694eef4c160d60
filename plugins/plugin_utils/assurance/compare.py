# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What routers have otherwise than before, by customer (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    Link,
    Route,
    State,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._iproute import MAIN_TABLE
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.breaks import name_route
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.frr import say_hops
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent

GONE, NEW, CHANGED = "gone", "new", "changed"
#: What is compared of an interface, in the words of a difference.
_OF_LINKS = {
    "up": "is up",
    "carrier": "has a carrier",
    "mtu": "MTU",
    "master": "VRF or bridge",
    "table": "table",
    "addresses": "addresses",
    "takes_labels": "takes labels",
}


@dataclass(frozen=True)
class Difference:
    """A thing of a router that is gone, new or changed; ``customer`` is '' for the core's."""

    customer: str
    router: str
    subject: str
    kind: str
    before: str
    after: str

    def __str__(self) -> str:
        """Write it as a line, whom it is of first."""
        place = f"{self.customer or 'core'}: {self.router}: {self.subject}"
        if self.kind == GONE:
            return f"{place}: is gone (before: {self.before})"
        if self.kind == NEW:
            return f"{place}: is new: {self.after}"
        return f"{place}: {self.after} (before: {self.before})"


def compare_states(
    intent: Intent, before: Mapping[str, State], after: Mapping[str, State]
) -> list[Difference]:
    """List all differences, customers' first.

    Numbers of labels are not compared: they change whenever a session or a daemon starts anew.
    """
    found: list[Difference] = []
    owners = _Owners(intent)
    for router in sorted({*before, *after}):
        old, new = before.get(router), after.get(router)
        if old is None or new is None:
            kind, words = (NEW, "gave an answer") if old is None else (GONE, "gave an answer")
            found.append(Difference("", router, "router", kind, words, words))
        else:
            found += _compare_links(owners, router, old["links"], new["links"])
            found += _compare_routes(owners, router, old, new)
    return sorted(found, key=lambda one: (one.customer == "", one.customer, one.router))


def render_comparison(differences: Iterable[Difference]) -> str:
    """Write a line for each, and whom they are of."""
    rows = list(differences)
    if not rows:
        return "no difference"
    customers = sorted({one.customer for one in rows if one.customer})
    words = f"of {', '.join(customers)}" if customers else "of no customer"
    noun = "difference" if len(rows) == 1 else "differences"
    return "\n".join((*map(str, rows), f"{len(rows)} {noun}, {words}"))


class _Owners:
    """Whom the ports and the VRFs of a router are of."""

    def __init__(self, intent: Intent) -> None:
        self._vrfs = {(vrf.pe, vrf.name): vrf.vpn.name for vrf in intent.vrfs}
        self._ports = {
            (vrf.pe, site.interface): vrf.vpn.name for vrf in intent.vrfs for site in vrf.sites
        }

    def of(self, router: str, name: str) -> str:
        """Name the customer of a VRF or of a port, '' for none."""
        return self._vrfs.get((router, name)) or self._ports.get((router, name), "")


def _compare_links(
    owners: _Owners, router: str, before: Mapping[str, Link], after: Mapping[str, Link]
) -> Iterator[Difference]:
    for name in sorted({*before, *after}):
        old, new = (_describe_link(links.get(name)) for links in (before, after))
        customer, subject = owners.of(router, name), f"interface {name}"
        if not old or not new:
            kind, words = (GONE, "was there") if old else (NEW, "is there")
            yield Difference(customer, router, subject, kind, words, words)
            continue
        for key, words in old.items():
            if words != new[key]:
                what = f"{subject}, {_OF_LINKS[key]}"
                yield Difference(customer, router, what, CHANGED, words, new[key])


def _describe_link(link: Link | None) -> dict[str, str]:
    if link is None:
        return {}
    values = {key: value for key, value in link.items() if key in _OF_LINKS}
    return {key: _say(value) for key, value in values.items()}


def _say(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(sorted(map(str, value))) or "none"
    return str(value) or "none"


def _compare_routes(
    owners: _Owners, router: str, before: State, after: State
) -> Iterator[Difference]:
    names = {
        str(link["table"]): name
        for state in (before, after)
        for name, link in state["links"].items()
        if link["table"]
    }
    for table in (*names, str(MAIN_TABLE)):
        vrf = names.get(table, "")
        old, new = (_describe_routes(state["routes"].get(table, ())) for state in (before, after))
        for prefix in sorted({*old, *new}):
            left, right = old.get(prefix, ""), new.get(prefix, "")
            if left != right:
                kind = CHANGED if left and right else GONE if left else NEW
                customer = owners.of(router, vrf) if vrf else ""
                yield Difference(customer, router, name_route(prefix, vrf), kind, left, right)


def _describe_routes(routes: Iterable[Route]) -> dict[str, str]:
    """Say where each prefix leads, whatever the labels on the way are."""
    found: dict[str, list[str]] = {}
    for route in routes:
        hops = [{**hop, "labels": []} for hop in route["hops"]]
        words = f"leads {say_hops(hops)}" if hops else f"is {route['kind']}"  # type: ignore[arg-type]
        found.setdefault(route["prefix"], []).append(words)
    return {prefix: "; ".join(sorted(words)) for prefix, words in found.items()}
