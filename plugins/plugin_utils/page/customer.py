# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The acceptance certificate that a provider hands to one customer (pure).

It says nothing of other customers, and of the provider's network only the ports of the customer's
own sites: reasons and findings name routers, links and others' sites, and are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    LEAKS,
    LOST,
    NOT_KNOWN,
    OK,
    UNKNOWN,
    Cell,
    CustomerStatus,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.matrix import (
    CUSTOMERS,
    build_matrices,
    say_families,
    say_wrong,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.templating import (
    read_part,
    render,
    write_policy,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.words import choose, count, join


@dataclass(frozen=True)
class Outcome:
    """The result in one word and a sentence, and what the customer must know beside it."""

    state: str
    word: str
    sentence: str
    remarks: tuple[str, ...]


def render_customer_page(verdict: Verdict, name: str) -> str:
    """Write the certificate of a customer; raise ValueError where there is none of this name."""
    customer = _find(verdict, name)
    inner, outer = _part_cells(customer)
    style = read_part("page.css") + read_part("customer.css")
    page = render(
        "customer.html.j2",
        customer=customer,
        time=verdict["time"],
        style=style,
        policy=write_policy(style),
        families=say_families(sorted({cell["family"] for cell in inner})),
        pairs=len(inner),
        outcome=judge(customer, inner, outer),
        matrices=build_matrices(customer["sites"], inner, CUSTOMERS),
    )
    return str(page)


def _find(verdict: Verdict, name: str) -> CustomerStatus:
    for customer in verdict["customers"]:
        if customer["name"] == name:
            return customer
    known = join(sorted(customer["name"] for customer in verdict["customers"]))
    raise ValueError(f"no customer {name!r}: expected one of {known or 'none, as there are none'}")


def _part_cells(customer: CustomerStatus) -> tuple[list[Cell], list[Cell]]:
    """Part the pairs of the customer's own sites, without reasons, from those with others'."""
    own = {site["name"] for site in customer["sites"]}
    inner: list[Cell] = []
    outer: list[Cell] = []
    for cell in customer["cells"]:
        is_own = cell["source"] in own and cell["destination"] in own
        (inner if is_own else outer).append({**cell, "reason": ""})
    return inner, outer


def judge(customer: CustomerStatus, inner: Sequence[Cell], outer: Sequence[Cell]) -> Outcome:
    """Say whether the service can be accepted; nothing said is better than the customer's state."""
    sites, state = len(customer["sites"]), customer["state"]
    wrong, remarks = say_wrong(inner, CUSTOMERS), tuple(_remark(outer))
    is_lost = any(cell["state"] in (LOST, LEAKS) for cell in (*inner, *outer))
    if is_lost or state == FAILED:
        said = f"{wrong}." if wrong else "The service is not as ordered."
        return Outcome(FAILED, "Not passed", said, remarks)
    if wrong or remarks or state != OK:
        said = "Not every router gave an answer, so the test is to be repeated."
        return Outcome(UNKNOWN, "Not complete", said, remarks)
    if not sites:
        return Outcome(UNKNOWN, "Not complete", "There is no site to test yet.", remarks)
    reaching = f"All connections between your {sites} sites work as ordered."
    alone = "Your site is connected as ordered."
    return Outcome(OK, "Passed", reaching if sites > 1 else alone, remarks)


def _remark(cells: Sequence[Cell]) -> Iterator[str]:
    """Tell of sites that are not the customer's, without a name."""
    counts = Counter(cell["state"] for cell in cells)
    for state, words in (
        (LEAKS, "to places outside of your network"),
        (LOST, "to shared services"),
        (NOT_KNOWN, "to shared services"),
    ):
        if number := counts[state]:
            said = choose(number, CUSTOMERS.one[state], CUSTOMERS.many[state])
            yield f"{count(number, 'connection')} {words} {said}."
