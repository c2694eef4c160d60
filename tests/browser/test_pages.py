# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The pages in a browser, on desks, phones and paper; pictures of them are left in .cache/pages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    UNKNOWN,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.customer import (
    render_customer_page,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.network import render_network_page
from support import ROOT
from support.assurance.verdicts import break_link, fail, make_large, make_small, silence
from support.browser import Page, start_browser
from support.pages import part, read_page, text_of

PICTURES = ROOT / ".cache" / "pages"
DESK, PHONE = 1280, 390
#: Above so many pixels a picture has what one sees first, and not the whole page.
TALL = 8000
TAB = 9
#: Sheets of paper that each page may take.
SHEETS = {
    "network-right": 3,
    "network-broken": 4,
    "network-large": 9,
    "customer-right": 1,
    "customer-broken": 2,
    "customer-large": 3,
}
VISIBLE = "[...document.querySelectorAll('#customers [data-state]')].filter(one => !one.hidden)"


def make_broken() -> Verdict:
    """Break two customers by three causes."""
    verdict = make_small()
    session = {"acme": [1, 3, 5], "globex": [2]}
    fail(verdict, "pe2: ldp neighbour 10.0.0.2", "is not there: expected OPERATIONAL", session)
    route = "no labelled route: expected one from another PE"
    fail(verdict, "pe2: vrf acme prefix 192.168.1.0/24", route, {"acme": [7]})
    fail(verdict, "p1: label input eth2", "input is 0: expected 1", {"globex": [4]})
    break_link(verdict, 1)
    return verdict


def make_large_broken() -> Verdict:
    """Break three of many customers, two links and a router."""
    verdict = make_large()
    route = "no labelled route: expected one from another PE"
    for number, (name, cells) in enumerate(
        {"acme": range(9), "globex": [3], "hooli21": [5]}.items()
    ):
        check = f"pe{number * 5 + 2}: vrf {name} prefix 192.168.{number}.0/24"
        fail(verdict, check, route, {name: list(cells)})
    silence(verdict, "pe17")
    break_link(verdict, 4)
    break_link(verdict, 33, UNKNOWN)
    verdict["state"] = FAILED
    return verdict


NETWORKS = {"right": make_small, "broken": make_broken, "large": make_large_broken}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with start_browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def files() -> dict[str, Path]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, make in NETWORKS.items():
        verdict = make()
        for kind, page in (
            ("network", render_network_page(verdict)),
            ("customer", render_customer_page(verdict, "acme")),
        ):
            file = PICTURES / f"{kind}-{name}.html"
            file.write_text(page, "utf-8")
            written[file.stem] = file
    return written


NAMES = [f"{kind}-{name}" for kind, name in itertools.product(("network", "customer"), NETWORKS)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_page_fits_and_asks_for_nothing(
    browser: Page, files: dict[str, Path], name: str, scheme: str, width: int
) -> None:
    browser.show(width, dark=scheme == "dark")
    browser.open(files[name])
    seen = browser.ask("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, seen[4:-1].split(", "))) < 200) is (scheme == "dark")
    assert browser.ask("document.documentElement.scrollWidth") <= width
    height = browser.ask("document.documentElement.scrollHeight")
    device = "desk" if width == DESK else "phone"
    browser.picture(PICTURES / f"{name}-{device}-{scheme}.png", whole=height < TALL)
    assert (browser.complaints, browser.requests) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_page_is_printed_on_white(browser: Page, files: dict[str, Path], name: str) -> None:
    browser.show(DESK, dark=True)
    browser.open(files[name])
    pages = browser.print(PICTURES / f"{name}.pdf").count(b"/Type /Page\n")
    assert 1 <= pages <= SHEETS[name]
    browser.show(DESK, dark=True, media="print")
    assert browser.ask("getComputedStyle(document.body).color") == "rgb(22, 26, 31)"
    assert (
        browser.ask(
            "[...document.querySelectorAll('.bar, button')].every(one => !one.checkVisibility())"
        )
        is True
    )
    assert (browser.complaints, browser.requests) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_all_is_there_without_scripts(browser: Page, files: dict[str, Path], name: str) -> None:
    browser.show(DESK)
    browser.open(files[name], scripts=False)
    shown = " ".join(browser.ask("document.body.textContent").split())
    body = read_page(files[name].read_text("utf-8")).find("body")
    assert body is not None
    assert shown == " ".join("".join(body.itertext()).split())
    assert browser.ask("document.querySelectorAll('#filter:not([hidden])').length") == 0
    browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    hidden = (
        "[...document.querySelectorAll('main *:not(title)')].filter(one => !one.checkVisibility())"
    )
    assert browser.ask(f"{hidden}.filter(one => one.textContent.trim()).length") == 0


def change(browser: Page, element: str, key: str, value: Any, event: str) -> None:
    """Set a value as a person does."""
    browser.ask(
        f"(() => {{ const one = document.getElementById({element!r}); one.{key} = {value};"
        f" one.dispatchEvent(new Event({event!r})); }})()"
    )


def test_filter_leaves_what_has_the_words(browser: Page, files: dict[str, Path]) -> None:
    browser.show(DESK)
    browser.open(files["network-large"])
    change(browser, "filter-words", "value", "'UMBRELLA500'", "input")
    texts = f"{VISIBLE}.map(one => one.textContent.trim().slice(0, 11))"
    assert browser.ask(texts) == ["umbrella500"]
    assert browser.ask("document.getElementById('filter-shown').textContent").endswith("entries")
    change(browser, "filter-words", "value", "'initech'", "input")
    rows = browser.ask(f"{VISIBLE}.map(one => one.textContent)")
    assert len(rows) > 10
    assert all("initech" in row for row in rows)
    assert browser.ask(f"{VISIBLE}.every(one => one.checkVisibility())")
    change(browser, "filter-words", "value", "''", "input")
    assert browser.ask(f"{VISIBLE}.length") == 500


def test_filter_leaves_what_is_not_right(browser: Page, files: dict[str, Path]) -> None:
    browser.show(DESK)
    browser.open(files["network-large"])
    change(browser, "filter-wrong", "checked", "true", "change")
    left = "[...document.querySelectorAll('[data-state]')].filter(one => !one.hidden)"
    states = browser.ask(f"[...new Set({left}.map(one => one.dataset.state))].sort()")
    assert states == [FAILED, UNKNOWN]
    browser.picture(PICTURES / "network-large-filtered.png", whole=False)
    change(browser, "filter-wrong", "checked", "false", "change")
    assert browser.ask("document.querySelectorAll('[data-state][hidden]').length") == 0


def test_command_is_copied_or_selected(browser: Page, files: dict[str, Path]) -> None:
    browser.show(DESK)
    browser.open(files["network-broken"])
    browser.ask("document.querySelector('.command button').click()")
    browser.ask("new Promise(done => setTimeout(done, 300))")
    words = browser.ask("document.querySelector('.command button').textContent")
    assert words in ("Copied", "Selected")
    if words == "Selected":
        command = browser.ask("document.querySelector('.command code').textContent")
        assert browser.ask("getSelection().toString()") == command


def test_link_opens_the_customer_that_it_leads_to(browser: Page, files: dict[str, Path]) -> None:
    browser.show(DESK)
    browser.open(files["network-large"])
    browser.ask("document.querySelector('a[href=\"#customer-300\"]').click()")
    browser.ask("new Promise(done => setTimeout(done, 300))")
    assert browser.ask("document.getElementById('customer-300').open")


def test_everything_is_reached_by_keys(browser: Page, files: dict[str, Path]) -> None:
    browser.show(DESK)
    browser.open(files["network-right"])
    root = read_page(files["network-right"].read_text("utf-8"))
    assert text_of(part(root, "customers"))
    reached = set()
    for _step in range(60):
        browser.press("Tab", TAB)
        reached.add(
            browser.ask("document.activeElement.id || document.activeElement.tagName.toLowerCase()")
        )
    assert {"a", "summary", "div", "filter-words", "filter-wrong"} <= reached
