# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The certificate: right in every state, in words of customers, and about one of them alone."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    LEAKS,
    LOST,
    NOT_KNOWN,
    UNKNOWN,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.customer import (
    render_customer_page,
)
from support.assurance.verdicts import fail, make_ring, make_small
from support.pages import by_class, read_page, text_of, texts_in, words_of


def show(verdict: Verdict, name: str = "acme") -> str:
    return text_of(read_page(render_customer_page(verdict, name)))


def test_certificate_says_what_was_tested_and_that_it_passed() -> None:
    root = read_page(render_customer_page(make_small(), "acme"))
    words = text_of(root)
    assert "Acceptance certificate acme ✓ Passed" in words
    assert "All connections between your 3 sites work as ordered." in words
    assert "Any to any: each of your sites reaches each other one." in words
    assert "3 sites, 12 connections, IPv4 and IPv6" in words
    assert "All 6 connections work." in words
    assert "pe2, port eth2" in words
    assert "192.168.1.0/24 and 2001:db8:1::/64" in words
    assert "30 November 2026, 22:07 UTC" in words
    for side in ("For the customer", "For the provider"):
        assert f"{side} Name Place and date Signature" in words


@pytest.mark.parametrize(
    ("cell", "state", "words"),
    [
        (LOST, FAILED, "✕ Not passed 1 connection does not work."),
        (LEAKS, FAILED, "✕ Not passed 1 connection is open and shall be closed."),
        (NOT_KNOWN, UNKNOWN, "? Not complete Not every router gave an answer"),
    ],
)
def test_certificate_follows_the_worst_connection(cell: str, state: str, words: str) -> None:
    verdict = make_small()
    verdict["customers"][0]["cells"][0].update({"state": cell, "reason": "of ours"})
    assert words in show(verdict)
    verdict["customers"][0]["state"] = state
    assert words in show(verdict)


@pytest.mark.parametrize(
    ("state", "words"),
    [(FAILED, "✕ Not passed The service is not as ordered."), (UNKNOWN, "? Not complete")],
)
def test_certificate_is_no_better_than_the_state_of_the_customer(state: str, words: str) -> None:
    verdict = make_small()
    verdict["customers"][0]["state"] = state
    assert words in show(verdict)


@pytest.mark.parametrize(
    ("state", "word", "words"),
    [
        (
            LEAKS,
            "Not passed",
            "1 connection to places outside of your network is open and shall be closed.",
        ),
        (LOST, "Not passed", "1 connection to shared services does not work."),
        (NOT_KNOWN, "Not complete", "1 connection to shared services is not known."),
    ],
)
def test_sites_of_others_are_counted_and_not_named(state: str, word: str, words: str) -> None:
    verdict = make_small()
    cells = verdict["customers"][0]["cells"]
    cells.append({**cells[0], "destination": "warehouse", "state": state, "reason": "secret"})
    page = render_customer_page(verdict, "acme")
    assert words in text_of(read_page(page))
    assert f" {word} " in text_of(read_page(page))
    assert "warehouse" not in page


@pytest.mark.parametrize("name", ["acme", "globex"])
def test_certificate_says_nothing_of_others_nor_of_the_inside(name: str) -> None:
    verdict = make_ring()
    for customer in verdict["customers"]:
        cells = customer["cells"]
        cells.append({**cells[0], "destination": "warehouse (pe2:eth99)"})
        cells.append({**cells[0], "source": "depot (pe3:eth98)", "state": LEAKS, "reason": "leak"})
    fail(verdict, "p1: label 17", "swaps to nowhere", {"acme": [0, 1], "globex": [4]})
    own = next(one for one in verdict["customers"] if one["name"] == name)
    told = {
        *(own["name"], own["service"], own["state"], verdict["time"]),
        *(text for site in own["sites"] for text in texts_in(dict(site))),
        *(cell["family"] for cell in own["cells"]),
        *("p", "pe", "rr", "ok", "new", "gone", "failed", "repaired", "lost", "leaks", "reaches"),
    }
    page = render_customer_page(verdict, name)
    words, text = words_of(read_page(page)), text_of(read_page(page))
    secrets = {text for text in texts_in(dict(verdict)) if text and text not in told}
    assert len(secrets) > 60
    assert {one for one in secrets if one in words or (" " in one and one in text)} == set()


def test_matrix_is_left_out_when_it_would_be_too_large() -> None:
    verdict = make_small(customers=1, sites=45)
    verdict["customers"][0]["cells"] = []
    assert "All connections between your 45 sites work as ordered." in show(verdict)
    verdict = make_small(customers=1, sites=45)
    verdict["customers"][0]["cells"] = verdict["customers"][0]["cells"][:1]
    verdict["customers"][0]["cells"][0]["state"] = LOST
    root = read_page(render_customer_page(verdict, "acme"))
    assert by_class(root, "matrix") == []
    assert "1 connection does not work and all other connections" in text_of(root)


@pytest.mark.parametrize(
    ("sites", "words"),
    [
        (0, "? Not complete There is no site to test yet."),
        (1, "✓ Passed Your site is connected as ordered."),
    ],
)
def test_outcome_is_clear_when_there_is_nothing_to_connect(sites: int, words: str) -> None:
    assert words in show(make_small(customers=1, sites=sites))


def test_customers_are_named_when_there_is_none_of_the_name() -> None:
    with pytest.raises(ValueError, match=r"no customer 'acne': expected one of acme, globex and"):
        render_customer_page(make_small(), "acne")
    with pytest.raises(ValueError, match="expected one of none, as there are none"):
        render_customer_page(make_small(customers=0), "acme")
