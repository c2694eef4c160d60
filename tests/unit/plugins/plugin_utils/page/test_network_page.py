# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The page of the network: what counts is there, nothing is unescaped, and it stays small."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    APART,
    FAILED,
    LEAKS,
    LOST,
    NOT_KNOWN,
    OK,
    UNKNOWN,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.customer import (
    render_customer_page,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.network import render_network_page
from support.assurance.networks import make_network
from support.assurance.verdicts import (
    TIME,
    break_link,
    fail,
    make_large,
    make_ring,
    make_small,
    make_verdict,
    silence,
)
from support.pages import by_class, part, read_page, text_of

MEGABYTE = 1_000_000
PARTS = ["customers", "network", "pairs", "findings", "changes", "routers", "checks"]
HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{ 7 * 7 }}\u2028\u202e\x00"
)
#: What a program chooses, and no person writes.
CHOSEN = {"time", "before", "state", "since", "boot"}


def show(verdict: Verdict) -> ET.Element:
    return read_page(render_network_page(verdict))


def make_broken() -> Verdict:
    verdict = make_small()
    fail(verdict, "pe2: ldp neighbour 10.0.0.2", "is not there", {"acme": [0, 1], "globex": [2]})
    fail(verdict, "p1: label input eth2", "input is 0: expected 1", {"acme": [3]})
    break_link(verdict, 1)
    return verdict


@cache
def large_page() -> str:
    return render_network_page(make_large())


def test_all_is_right_in_the_first_line() -> None:
    root = show(make_small())
    header = text_of(root.findall("body/header")[0])
    assert "30 November 2026, 22:07 UTC" in header
    assert "All 3 customers are all right. 56 checks on 4 routers: all passed." in header
    assert [one.get("id") for one in root.iter("section")] == PARTS


def test_customers_that_are_not_right_are_named_in_the_first_line() -> None:
    root = show(make_broken())
    assert text_of(next(root.iter("h1"))) == "2 of 3 customers are not right: acme and globex."
    assert "58 checks on 4 routers: 2 failed." in text_of(root)
    assert "36 pairs of sites were followed label by label, by family: 4 are lost." in text_of(root)


@pytest.mark.parametrize(
    ("state", "customer", "words"),
    [
        (UNKNOWN, UNKNOWN, "1 of 3 customers is not known: acme."),
        (FAILED, OK, "No customer is hurt, but the network is not right."),
        (UNKNOWN, OK, "No customer is hurt, but the network is not known."),
    ],
)
def test_headline_follows_the_worst_state(state: str, customer: str, words: str) -> None:
    verdict = make_small()
    verdict["state"], verdict["customers"][0]["state"] = state, customer
    assert text_of(next(show(verdict).iter("h1"))) == words


def test_customers_that_are_not_right_come_first_with_their_causes() -> None:
    verdict = make_small()
    fail(verdict, "pe2: vrf initech", "table is 7: expected 9", {"initech": [0]})
    section = part(show(verdict), "customers")
    order = [one for one in section.iter() if one.get("data-state")]
    assert [one.get("data-state") for one in order] == [FAILED, OK, OK]
    assert text_of(order[0]) == (
        "initech ✕ not right Since 30 November 2026, 22:07 UTC. 1 pair is lost."
        " 1 pe2: vrf initech: table is 7: expected 9"
    )
    assert "4 October 2026, 09:12 UTC for 57 days" in text_of(order[1])


@pytest.mark.parametrize(
    ("state", "sign", "words"),
    [
        (LOST, "✕ lost", "Of 6 pairs, 5 hold and 1 is lost."),
        (LEAKS, "! leaks", "Of 6 pairs, 5 hold and 1 leaks."),
        (NOT_KNOWN, "? not known", "Of 6 pairs, 5 hold and 1 is not known."),
        (APART, "·", "Of 6 pairs, 5 hold and 1 is kept apart, as it shall be."),
    ],
)
def test_every_state_of_a_pair_has_a_sign_and_words(state: str, sign: str, words: str) -> None:
    verdict = make_small(customers=1)
    reason = "" if state == APART else "pe9: all: is wrong"
    for cell in verdict["customers"][0]["cells"]:
        if (cell["source"][:6], cell["destination"][:6]) == ("berlin", "munich"):
            cell.update({"state": state, "reason": reason})
    details = part(show(verdict), "customer-1")
    row = next(one for one in details.iter("tr") if text_of(one).startswith("berlin"))
    assert text_of(row[3]) == sign
    assert words in text_of(details)
    if reason:
        assert row[3].get("title") == f"{state}: {reason}"
        assert f"{state}: {reason} berlin (pe1:eth2) → munich (pe1:eth2)" in text_of(details)


def test_families_share_a_table_when_they_are_alike() -> None:
    verdict = make_small(customers=2)
    verdict["customers"][0]["cells"][0].update({"state": LOST, "reason": "why"})
    root = show(verdict)
    headings = [
        [text_of(one) for one in part(root, f"customer-{number}").iter("h3")] for number in (1, 2)
    ]
    assert headings == [["IPv4", "IPv6"], ["IPv4 and IPv6"]]


def test_sites_of_others_are_marked_and_what_is_missing_is_kept_apart() -> None:
    verdict = make_small(customers=1, sites=2)
    cells = verdict["customers"][0]["cells"]
    del cells[1:]
    cells.append({**cells[0], "destination": "shop"})
    details = part(show(verdict), "customer-1")
    assert "Of 4 pairs, 2 hold and 2 are kept apart, as they shall be." in text_of(details)
    cells.append({**cells[0], "source": "shop"})
    assert "shop (other)" in text_of(part(show(verdict), "customer-1"))


def test_matrix_is_told_in_words_when_it_would_be_too_large() -> None:
    verdict = make_small(customers=1, sites=60)
    customer = verdict["customers"][0]
    customer["cells"] = customer["cells"][:100]
    for cell in customer["cells"]:
        cell.update({"state": LOST, "reason": "pe1: vrf acme: is not there"})
    details = part(show(verdict), "customer-1")
    assert by_class(details, "matrix") == []
    words = text_of(details)
    assert "100 pairs are lost and all other pairs are as they shall be." in words
    assert "lost: pe1: vrf acme: is not there berlin (pe1:eth2) → hamburg" in words


def test_every_finding_and_every_failed_check_is_there() -> None:
    verdict = make_broken()
    root = show(verdict)
    for number, finding in enumerate(verdict["findings"], 1):
        words = text_of(part(root, f"finding-{number}"))
        cause = finding["cause"].removeprefix(f"{finding['router']}: {finding['check']}: ")
        assert f"{finding['router']}: {finding['check']} {cause}" in words
        assert finding["command"] in words
        assert f"Hurts {', '.join(finding['customers'])}." in words
    failed = [text_of(one) for one in by_class(part(root, "checks"), "failed") if one.tag == "dl"]
    for check in verdict["checks"]:
        if not check["passed"]:
            assert any(check["name"] in one and check["reason"] in one for one in failed)


def test_every_check_that_passed_is_there_when_there_is_room() -> None:
    verdict = make_ring()
    words = text_of(part(show(verdict), "checks"))
    for check in verdict["checks"]:
        assert check["name"].rpartition(" ")[2] in words
    assert "vrf acme ✓ 0.0.0.0/0, ::/0, prefix 192.168.0.0/24" in words


def test_changes_are_told_with_their_kind() -> None:
    verdict = make_small()
    kinds = ("new", "gone", "failed", "repaired")
    verdict["changes"] = [{"kind": k, "subject": f"router {k}", "words": "p"} for k in kinds]
    words = text_of(part(show(verdict), "changes"))
    assert "What is different from the report of 29 November 2026, 22:05 UTC." in words
    for sign, kind in zip("+−✕✓", kinds):  # noqa: RUF001 (the sign of what is gone)
        assert f"{sign} {kind} router {kind} p" in words


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("", "There is no report before this one."),
        (TIME, "Nothing is different from the report of 30 November 2026, 22:07 UTC."),
    ],
)
def test_it_is_said_when_nothing_changed(before: str, words: str) -> None:
    verdict = make_small()
    verdict["before"] = before
    assert words in text_of(part(show(verdict), "changes"))


def test_routers_tell_what_they_run_and_silence_is_not_known() -> None:
    verdict = make_small()
    silence(verdict, "pe1")
    rows = [text_of(one) for one in part(show(verdict), "routers").iter("tr")]
    assert rows[1] == (
        "pe1 ? not known 22 of 22 PE 10.0.0.2 not known not known not known not known"
    )
    assert rows[2] == (
        "p1 ✓ all right 8 of 8 P 10.0.0.1 Debian 13 6.12.43+deb13-amd64 10.3"
        " 1 November 2026, 04:00 UTC"
    )


@pytest.mark.parametrize("customers", [0, 1])
def test_empty_parts_are_said_to_be_empty(customers: int) -> None:
    words = text_of(show(make_verdict({"pe": ["pe1"]}, (), customers, customers)))
    assert ("The network has no customer yet." in words) is (customers == 0)
    assert ("A single site: there is no pair." in words) is (customers == 1)
    nothing = make_verdict({"pe": []}, (), 0, 0)
    nothing["checks"] = []
    words = text_of(show(nothing))
    assert "The network has no router." in words
    assert "No router was asked." in words


@pytest.mark.parametrize("example", ["l3vpn", "ring", "regional", "customers", "services"])
def test_verdict_of_an_example_is_shown(example: str) -> None:
    network = make_network(example)
    right = network.judge()
    assert "all right." in text_of(next(show(right).iter("h1")))
    silent = next(router for router in network.states if router.startswith("pe"))
    del network.states[silent]
    verdict = network.judge(right)
    words = text_of(show(verdict))
    assert "gave no answer: expected its tables" in words
    for customer in verdict["customers"]:
        page = render_customer_page(verdict, customer["name"])
        assert ("Passed" in page) is (customer["state"] == OK)


def poison(value: Any, key: str = "") -> Any:
    """Put what a browser would run behind every text that a person could have written."""
    if isinstance(value, str):
        return value if key in CHOSEN else value + HOSTILE
    if isinstance(value, dict):
        return {name: poison(one, name) for name, one in value.items()}
    return [poison(one, key) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("is_certificate", [False, True])
def test_nothing_of_a_verdict_is_run_when_names_are_hostile(is_certificate: bool) -> None:
    verdict = poison(make_broken())
    if is_certificate:
        page = render_customer_page(verdict, verdict["customers"][0]["name"])
    else:
        page = render_network_page(verdict)
    root = read_page(page)
    assert len(list(root.iter("script"))) == (0 if is_certificate else 1)
    assert list(root.iter("img")) == []
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    assert "{{ 7 * 7 }}" in text_of(root)
    assert not {"\u2028", "\u202e", "\x00"} & {*page}


def pages() -> list[str]:
    broken = make_broken()
    return [render_network_page(broken), render_customer_page(broken, "acme"), large_page()]


@pytest.mark.parametrize("page", pages())
def test_page_asks_for_nothing_and_allows_nothing_else(page: str) -> None:
    root = read_page(page)
    assert "://" not in page
    assert not [one for one in root.iter() if {"src", "style", "srcset", "data"} & {*one.attrib}]
    assert not re.search(r"@import|url\(|font-face", page)
    assert {one.get("href", "#")[0] for one in root.iter()} == {"#"}
    policy = next(one for one in root.iter("meta") if one.get("http-equiv"))
    assert policy.get("http-equiv") == "Content-Security-Policy"
    rules = str(policy.get("content")).split("; ")
    assert rules[0] == "default-src 'none'"
    assert all(re.search(r"'sha256-.{44}'$", rule) for rule in rules if rule[:3] in ("sty", "scr"))


@pytest.mark.parametrize("page", pages())
def test_page_is_sound_html(page: str) -> None:
    root = read_page(page)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len({*ids})
    assert {str(one.get("href"))[1:] for one in root.iter("a")} <= {*ids}
    assert all(one.get("scope") in ("row", "col") for one in root.iter("th"))
    levels = [int(one.tag[1]) for one in root.iter() if re.fullmatch(r"h\d", str(one.tag))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:]))
    assert all(one.find("caption") is not None for one in by_class(root, "matrix"))


def test_page_is_the_same_when_it_is_written_again() -> None:
    assert render_network_page(make_broken()) == render_network_page(make_broken())


def test_verdict_is_left_as_it_is() -> None:
    verdict = make_broken()
    before = deepcopy(verdict)
    render_network_page(verdict)
    render_customer_page(verdict, "acme")
    assert verdict == before


def test_page_of_a_large_network_is_below_a_megabyte() -> None:
    assert len(large_page().encode()) < MEGABYTE
    assert "500 customers" in text_of(next(read_page(large_page()).iter("h1")))


def test_page_is_below_a_megabyte_when_nothing_works() -> None:
    verdict = make_large()
    for number, customer in enumerate(verdict["customers"]):
        customer.update({"state": FAILED, "findings": list(range(number, 1000))})
        for cell in customer["cells"]:
            reason = f"{cell['destination']}: route to {cell['source']} is not there"
            cell.update({"state": LOST, "reason": reason})
    names = [customer["name"] for customer in verdict["customers"]]
    for number in range(1000):
        fail(verdict, f"pe1: route {number}", "is not there: expected it to be", {})
        verdict["findings"][number]["customers"] = names
    for check in verdict["checks"]:
        check.update({"passed": False, "reason": f"{check['name']} is not there: expected it"})
    page = render_network_page(verdict)
    assert len(page.encode()) < MEGABYTE
    words = text_of(read_page(page))
    assert all(f"pe1: route {number}" in words for number in range(1000))
    assert all(name in words for name in names)
