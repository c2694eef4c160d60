# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Whether a kernel has what FRRouting has chosen, and nothing that FRRouting has left (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import Hop, State
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._fib import (
    Difference,
    compare_fib,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.breaks import name_route
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import Break


def find_frr_breaks(router: str, state: State) -> Iterator[Break]:
    """Name each label and each route in which the two differ."""
    names = {link["table"]: name for name, link in state["links"].items() if link["table"]}
    for one in compare_fib(state):
        if one.table:
            yield _explain_route(router, one, names.get(int(one.table), ""))
        else:
            yield _explain_label(router, one)


def _explain_label(router: str, one: Difference) -> Break:
    reason = _explain(one, "is not in the label table", "label", "no entry")
    return Break(router, f"label {one.prefix}", reason, f"ip -family mpls route show {one.prefix}")


def _explain_route(router: str, one: Difference, vrf: str) -> Break:
    family, flag = 6 if ":" in one.prefix else 4, f"vrf {vrf} " if vrf else ""
    command = f"ip -{family} route show {flag}{one.prefix}"
    reason = _explain(one, "is not there", "route", "none")
    return Break(router, name_route(one.prefix, vrf), reason, command)


def _explain(one: Difference, missing: str, kind: str, nothing: str) -> str:
    if one.found is None:
        protocol = one.wanted["protocol"] if one.wanted else ""
        return f"{missing}: FRRouting has it, of {protocol}, and the kernel lost it"
    leads = f"leads {say_hops(one.found['hops'])}"
    if one.wanted is None:
        return f"{leads} and FRRouting has no such {kind} any more: expected {nothing}"
    return f"{leads}: expected {say_hops(one.wanted['hops'])}, as FRRouting has it"


def say_hops(hops: Iterable[Hop]) -> str:
    """Say where a route leads."""
    return " and ".join(_say_hop(hop) for hop in hops) or "nowhere"


def _say_hop(hop: Hop) -> str:
    labels = "/".join(map(str, hop["labels"]))
    words = (hop["via"] and f"to {hop['via']}", hop["interface"] and f"by {hop['interface']}")
    return " ".join(filter(None, (*words, labels and f"with labels {labels}")))
