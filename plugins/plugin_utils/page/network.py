# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The page of the whole network: what counts first, every detail below it (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    OK,
    UNKNOWN,
    Finding,
    RouterStatus,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.checks import render_checks
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.customers import (
    list_customers,
    render_cards,
    render_matrices,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.drawing import (
    describe_link,
    draw_network,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.room import fit_each
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.templating import (
    read_part,
    render,
    write_policy,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.words import (
    URGENCY,
    choose,
    count,
    join,
)

#: Bytes that these parts may have.
ROOM_OF_FINDINGS, ROOM_OF_CHANGES = 80_000, 40_000
#: Up to so many customers that are all right are listed when the page is opened.
LISTED = 40
#: So many customers are named in the headline.
NAMED = 6
#: So many customers are named that a finding hurts.
HURT = 12


def render_network_page(verdict: Verdict) -> str:
    """Write the page of a verdict, which is complete in itself."""
    style, script = read_part("page.css") + read_part("network.css"), read_part("filter.js")
    lines = list_customers(verdict)
    page = render(
        "network.html.j2",
        verdict=verdict,
        style=style,
        script=script,
        policy=write_policy(style, script),
        headline=say_headline(verdict),
        answer=say_answer(verdict),
        pairs=say_pairs(verdict),
        wrong=render_cards([line for line in lines if not line.is_right]),
        right=[line for line in lines if line.is_right],
        listed=LISTED,
        drawing=draw_network(verdict["routers"], verdict["links"]),
        network=say_network(verdict),
        links=[(link["state"], describe_link(link)) for link in verdict["links"]],
        matrices=render_matrices(lines),
        routers=_sort_routers(verdict["routers"]),
        findings=_render_findings(verdict),
        changes=_render_changes(verdict),
        checks=render_checks(verdict["checks"]),
    )
    return str(page)


def say_headline(verdict: Verdict) -> str:
    """Say in a sentence whether all customers are all right, and else which are not."""
    customers = verdict["customers"]
    total = count(len(customers), "customer")
    failed = [one["name"] for one in customers if one["state"] == FAILED]
    unknown = [one["name"] for one in customers if one["state"] not in (OK, FAILED)]
    for names, words in ((failed, "not right"), (unknown, "not known")):
        if names:
            verb = choose(len(names), "is", "are")
            return f"{len(names):,} of {total} {verb} {words}: {join(names, NAMED)}."
    if verdict["state"] == OK:
        return f"All {total} are all right." if len(customers) > 1 else "All is right."
    what = "not known" if verdict["state"] == UNKNOWN else "not right"
    return f"No customer is hurt, but the network is {what}." if customers else f"It is {what}."


def say_answer(verdict: Verdict) -> str:
    """Say how many checks there were, and how many of them failed."""
    if not verdict["checks"]:
        return "No router was asked."
    failed = sum(not check["passed"] for check in verdict["checks"])
    asked = len({check["router"] for check in verdict["checks"]})
    outcome = f"{failed:,} failed" if failed else "all passed"
    return f"{count(len(verdict['checks']), 'check')} on {count(asked, 'router')}: {outcome}."


def say_pairs(verdict: Verdict) -> str:
    """Say how many pairs of sites were followed, and how many of them hold."""
    if not verdict["pairs"]:
        return "There is no pair of sites to follow."
    numbers = ((verdict["lost"], "lost"), (verdict["unknown"], "not known"))
    said = [
        f"{number:,} {choose(number, 'is', 'are')} {words}" for number, words in numbers if number
    ]
    followed = f"{count(verdict['pairs'], 'pair')} of sites were followed label by label, by family"
    return f"{followed}: {join(said) or 'all of them hold'}."


def say_network(verdict: Verdict) -> str:
    """Say in a sentence what the drawing shows."""
    routers = Counter(router["state"] for router in verdict["routers"])
    links = Counter(link["state"] for link in verdict["links"])
    return f"{_say_states(routers, 'router')}; {_say_states(links, 'link')}."


def _say_states(states: Counter[str], noun: str) -> str:
    unknown = states.total() - states[OK] - states[FAILED]
    numbers = ((states[FAILED], "not right"), (unknown, "not known"))
    said = join([f"{number:,} {words}" for number, words in numbers if number])
    return f"{count(states.total(), noun)}, {said or 'all right'}"


def _sort_routers(routers: Iterable[RouterStatus]) -> list[RouterStatus]:
    """Put those first that are not right."""
    return sorted(routers, key=lambda router: URGENCY.get(router["state"], 1))


def _render_findings(verdict: Verdict) -> list[Markup]:
    """Write each finding with its cause; those beyond the room with their place alone."""
    numbers = {one["name"]: number for number, one in enumerate(verdict["customers"], 1)}

    def write(number: int, finding: Finding, *, is_whole: bool) -> Markup:
        named = [(name, numbers[name]) for name in finding["customers"][:HURT] if name in numbers]
        values = {"number": number, "finding": finding, "customers": named}
        more = len(finding["customers"]) - len(named)
        return render("finding.html.j2", is_whole=is_whole, more=more, **values)

    findings = list(enumerate(verdict["findings"], 1))
    whole = (write(*one, is_whole=True) for one in findings)
    return fit_each(whole, (write(*one, is_whole=False) for one in findings), ROOM_OF_FINDINGS)


def _render_changes(verdict: Verdict) -> list[Markup]:
    """Write each change; those beyond the room are left out."""
    whole = [render("change.html.j2", change=change) for change in verdict["changes"]]
    fitting = fit_each(whole, [Markup()] * len(whole), ROOM_OF_CHANGES)
    return [piece for piece in fitting if piece]
