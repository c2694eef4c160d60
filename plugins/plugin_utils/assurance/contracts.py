# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What assurance says of a network: the contents of verify.json, and all that the reports show."""

from __future__ import annotations

from typing import TypedDict

#: The version of the form; it grows when a key changes its meaning or goes.
SCHEMA = 1

#: States of routers, customers, sites and links.
OK, FAILED, UNKNOWN = "ok", "failed", "unknown"

#: What a customer has bought.
ANY_TO_ANY, HUB_AND_SPOKE, COMMON = "any to any", "hub and spoke", "common"

#: Cells of a matrix: what the intent wants of a pair, and what the routers do.
#: They are to reach each other, and do; or are kept apart, and are.
REACHES, APART = "reaches", "apart"
#: They are to reach each other, and do not; or are to be kept apart, and are not.
LOST, LEAKS = "lost", "leaks"
#: A router on the way gave no answer.
NOT_KNOWN = "not known"


class Finding(TypedDict):
    """Something that is not as the intent says; ``customers`` are those whose packets it hurts.

    ``cause`` is one sentence with what is there and what should be; ``command`` shows it on the
    router.
    """

    router: str
    check: str
    cause: str
    command: str
    customers: list[str]


class Check(TypedDict):
    """One question and its answer; ``reason`` is empty where it holds.

    ``command`` shows more of it on the router; ``vrf`` is the VRF that it is of, '' for none.
    """

    router: str
    name: str
    passed: bool
    reason: str
    command: str
    vrf: str


class RouterStatus(TypedDict):
    """A router; ``boot`` is the time of its last one (ISO 8601, UTC), '' where it is not known."""

    name: str
    role: str
    state: str
    loopback: str
    release: str
    kernel: str
    frr: str
    boot: str
    checks: int
    failed: int


class LinkStatus(TypedDict):
    """A link of the core; each end is a router and its interface."""

    ends: list[list[str]]
    subnet: str
    state: str


class SiteStatus(TypedDict):
    """A customer's site: the port, the VRF that it is in, and what is known to be there."""

    name: str
    router: str
    interface: str
    vrf: str
    state: str
    prefixes: list[str]


class Cell(TypedDict):
    """A pair of sites: what holds, and one sentence of why."""

    source: str
    destination: str
    family: str
    state: str
    reason: str


class CustomerStatus(TypedDict):
    """A customer; ``since`` is when its state was first seen as it is (ISO 8601, UTC).

    ``findings`` are the places of its findings in the list of all. ``cells`` are the pairs of a
    site of its own and one that it is to reach, and what leaks; of a customer with more than 40
    sites those alone that are not right.
    """

    name: str
    service: str
    state: str
    since: str
    sites: list[SiteStatus]
    cells: list[Cell]
    findings: list[int]


class Change(TypedDict):
    """What differs from the report before: ``kind`` is new, gone, failed or repaired."""

    kind: str
    subject: str
    words: str


class Verdict(TypedDict):
    """The whole; ``before`` is the time of the report before, '' where there is none.

    ``pairs`` is how many ordered pairs of sites, by family, were followed label by label,
    ``lost`` how many of them do not reach each other, and ``unknown`` how many nobody knows of.
    """

    schema: int
    time: str
    before: str
    state: str
    routers: list[RouterStatus]
    links: list[LinkStatus]
    customers: list[CustomerStatus]
    findings: list[Finding]
    checks: list[Check]
    changes: list[Change]
    pairs: int
    lost: int
    unknown: int
