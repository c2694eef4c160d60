# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Answers for people on the phone: who has what where, and how it is (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypedDict

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import State
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._sessions import Session
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf

MINUTE, HOUR, DAY = 60, 3600, 86400
NO_ANSWER = "no answer"
Row = dict[str, Any]


class Answer(TypedDict, total=False):
    """What a router gave; nothing where it gave no answer."""

    state: State
    sessions: list[Session]
    drops: dict[str, int]


class Shown(TypedDict):
    """Rows of the tables, for programs; times are seconds."""

    sites: list[Row]
    routers: list[Row]
    sessions: list[Row]
    drops: list[Row]
    unread: list[Row]


class ShowError(ValueError):
    """What is asked for is not in the intent."""


def build_tables(
    intent: Intent, answers: Mapping[str, Answer], customer: str, router: str
) -> Shown:
    """Choose what is of a customer and of a router; '' is all of them."""
    customers = [vpn.name for vpn in intent.vpns]
    for name, value, known in (
        ("mpls_customer", customer, customers),
        ("mpls_show_router", router, [*intent.routers]),
    ):
        if value and value not in known:
            raise ShowError(f"{name}: {value!r}: expected one of {', '.join(known)}")
    vrfs = [vrf for vrf in intent.vrfs if customer in ("", vrf.vpn.name) and router in ("", vrf.pe)]
    places = {(vrf.pe, vrf.name) for vrf in vrfs}
    routers = [
        name
        for name in intent.routers
        if router in ("", name) and (not customer or name in {pe for pe, _vrf in places})
    ]
    return {
        "sites": [row for vrf in vrfs for row in _list_sites(vrf, answers.get(vrf.pe, {}))],
        "routers": [_show_router(intent, name, answers.get(name, {})) for name in routers],
        "sessions": [
            {"router": name, **session}
            for name in routers
            for session in answers.get(name, {}).get("sessions", ())
            if (name, session["vrf"]) in places or (not customer and not session["vrf"])
        ],
        "drops": [
            {"router": name, "counter": counter, "packets": packets}
            for name in routers
            for counter, packets in sorted(answers.get(name, {}).get("drops", {}).items())
        ],
        "unread": [
            {"router": name, "what": what, "reason": reason}
            for name in routers
            for what, reason in _list_unread(answers.get(name, {}))
        ],
    }


def render_tables(shown: Shown) -> str:
    """Write the tables that have rows, one below the other."""
    parts = (
        _render(
            ("customer", "site", "VRF", "state", "routes", "prefixes"),
            (
                (
                    one["customer"],
                    one["site"],
                    one["vrf"],
                    one["state"],
                    one["routes"],
                    ", ".join(one["prefixes"]) or "-",
                )
                for one in shown["sites"]
            ),
        ),
        _render(
            ("router", "role", "release", "FRR", "up for", "labels", "sent", "dropped"),
            (
                (
                    one["name"],
                    one["role"],
                    one["release"],
                    one["frr"],
                    _say_age(one["up"]),
                    one["labels"],
                    one["sent"],
                    one["dropped"],
                )
                for one in shown["routers"]
            ),
        ),
        _render(
            ("router", "session", "VRF", "with", "state", "for", "received", "sent"),
            (
                (
                    one["router"],
                    one["protocol"],
                    one["vrf"] or "-",
                    one["peer"],
                    one["state"],
                    _say_age(one["seconds"]),
                    one["received"],
                    one["sent"],
                )
                for one in shown["sessions"]
            ),
        ),
        _render(
            ("router", "edge protection", "dropped"),
            ((one["router"], one["counter"], one["packets"]) for one in shown["drops"]),
        ),
        _render(
            ("router", "not read", "reason"),
            ((one["router"], one["what"], one["reason"]) for one in shown["unread"]),
        ),
    )
    return "\n\n".join(filter(None, parts)) or "nothing"


def _list_unread(answer: Answer) -> list[tuple[str, str]]:
    return [*answer["state"]["unread"].items()] if "state" in answer else []


def _list_sites(vrf: Vrf, answer: Answer) -> Iterator[Row]:
    state = answer.get("state")
    table = state["routes"].get(str(vrf.table), []) if state else []
    for site in vrf.sites:
        link = state["links"].get(site.interface) if state else None
        is_up = link is not None and link["up"] and link["carrier"]
        yield {
            "customer": vrf.vpn.name,
            "site": f"{vrf.pe}:{site.interface}",
            "vrf": vrf.name,
            "state": NO_ANSWER if state is None else "up" if is_up else "down",
            "routes": len({route["prefix"] for route in table if route["hops"]}),
            "prefixes": [str(prefix) for prefix in site.known_prefixes],
        }


def _show_router(intent: Intent, name: str, answer: Answer) -> Row:
    state = answer.get("state")
    counters = [link["mpls"] for link in state["links"].values()] if state else []
    return {
        "name": name,
        "role": intent.routers[name].role,
        "release": state["release"] if state else NO_ANSWER,
        "frr": state["frr"]["version"] if state and state["frr"] else "-",
        "up": state["time"] - state["boot"] if state else None,
        "labels": len(state["labels"]) if state else None,
        "sent": sum(one["sent"] for one in counters),
        "dropped": sum(one["dropped"] + one["no_route"] for one in counters),
    }


def _say_age(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    for unit, word in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if seconds >= unit:
            return f"{int(seconds // unit)} {word}"
    return f"{int(seconds)} s"


def _render(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table whose columns are as wide as they need; '' without rows."""
    cells = [["-" if cell is None else str(cell) for cell in row] for row in rows]
    if not cells:
        return ""
    widths = [max(len(row[at]) for row in (head, *cells)) for at in range(len(head))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in (head, *cells)
    )
    return "\n".join(line.rstrip() for line in lines)
