# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Customers on the page of the network: the list of all, and the tables of each (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    OK,
    CustomerStatus,
    Finding,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.matrix import (
    ENGINEERS,
    build_matrices,
    say_wrong,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.room import (
    fit_all,
    fit_each,
    measure,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.templating import render
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.words import URGENCY, say_age

#: Bytes that the tables may have, and what is told of customers that are not right.
ROOM, ROOM_OF_CARDS = 260_000, 60_000
#: Up to so many customers that are all right are open when the page is.
OPEN = 4
#: So many findings are told with a customer; all of them stand in a list of their own.
CAUSES = 3


@dataclass(frozen=True)
class Line:
    """A customer with its place on the page, and the findings that hurt it with theirs."""

    number: int
    status: CustomerStatus
    wrong: str
    age: str
    causes: tuple[tuple[int, Finding], ...]
    more: int

    @property
    def is_right(self) -> bool:
        """Tell whether nothing is to be told of it."""
        return self.status["state"] == OK

    @property
    def has_ports(self) -> bool:
        """Tell whether the names of all sites say at which port they are."""
        return all(
            f"{site['router']}:{site['interface']}" in site["name"] for site in self.status["sites"]
        )


def list_customers(verdict: Verdict) -> list[Line]:
    """Give all customers, those that are not right first."""
    numbered = enumerate(verdict["customers"], 1)
    lines = [_build_line(number, status, verdict) for number, status in numbered]
    return sorted(lines, key=lambda line: (URGENCY.get(line.status["state"], 1), line.number))


def _build_line(number: int, status: CustomerStatus, verdict: Verdict) -> Line:
    places = status["findings"]
    return Line(
        number=number,
        status=status,
        wrong=say_wrong(status["cells"], ENGINEERS),
        age=say_age(status["since"], verdict["time"]),
        causes=tuple((place + 1, verdict["findings"][place]) for place in places[:CAUSES]),
        more=max(0, len(places) - CAUSES),
    )


def render_cards(lines: Sequence[Line]) -> list[Markup]:
    """Write what hurts each customer; its name alone where there is no room."""
    return fit_each(
        (render("card.html.j2", line=line, is_whole=True) for line in lines),
        (render("card.html.j2", line=line, is_whole=False) for line in lines),
        ROOM_OF_CARDS,
    )


def render_matrices(lines: Sequence[Line]) -> list[Markup]:
    """Write who reaches whom, customer by customer; in words alone where there is no room."""
    wrong = [line for line in lines if not line.is_right]
    right = [line for line in lines if line.is_right]
    first = fit_each(
        _render_each(wrong, is_whole=True, is_open=True),
        _render_each(wrong, is_whole=False, is_open=True),
        ROOM,
    )
    is_open = len(right) <= OPEN
    levels = [_render_each(right, is_whole=way, is_open=is_open) for way in (True, False)]
    rest = fit_all(levels, ROOM - measure(first))
    return [*first, *rest]


def _render_each(lines: Iterable[Line], *, is_whole: bool, is_open: bool) -> Iterator[Markup]:
    for line in lines:
        yield render(
            "customer_details.html.j2",
            line=line,
            matrices=build_matrices(line.status["sites"], line.status["cells"], ENGINEERS),
            is_whole=is_whole,
            is_open=is_open,
        )
