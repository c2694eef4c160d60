# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""One report in the three forms that people, programs and pipelines read (pure)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from xml.etree import ElementTree as ET

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent


@dataclass(frozen=True)
class Answer:
    """One check of one router."""

    router: str
    name: str
    passed: bool
    reason: str


def parse_answers(results: Mapping[str, Mapping[str, Any]]) -> list[Answer]:
    """Take the results of router_verify by router; no answer is a failed check.

    There is no result of a router that the run lost before it could ask.
    """
    answers = []
    for router in sorted(results):
        result = results[router]
        if "checks" in result:
            answers += [Answer(router, **check) for check in result["checks"]]
        else:
            reason = str(result.get("msg", "was lost in this run, and not asked")).strip()
            answers.append(Answer(router, "answers", passed=False, reason=reason))
    return answers


def render_text(answers: Sequence[Answer]) -> str:
    """Write a line a failed check, and the count."""
    failed = [answer for answer in answers if not answer.passed]
    lines = [f"{answer.router}: {answer.name}: {answer.reason}" for answer in failed]
    routers = count(len({answer.router for answer in answers}), "router")
    outcome = f"{len(failed)} failed" if failed else "all passed"
    return "\n".join([*lines, f"{count(len(answers), 'check')} on {routers}: {outcome}"])


def count(number: int, noun: str) -> str:
    """Write how many there are of something."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def render_json(answers: Sequence[Answer]) -> str:
    """Write every check."""
    return json.dumps([asdict(answer) for answer in answers], indent=2) + "\n"


def render_junit(answers: Sequence[Answer]) -> str:
    """Write one test suite a router, in the form that pipelines read."""
    root = ET.Element("testsuites", name="linuxnet.mpls.verify")
    for router in sorted({answer.router for answer in answers}):
        own = [answer for answer in answers if answer.router == router]
        failures = sum(not answer.passed for answer in own)
        suite = ET.SubElement(
            root, "testsuite", name=router, tests=str(len(own)), failures=str(failures)
        )
        for answer in own:
            case = ET.SubElement(suite, "testcase", classname=router, name=answer.name)
            if not answer.passed:
                ET.SubElement(case, "failure", message=answer.reason)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def describe_intent(intent: Intent) -> str:
    """Write how large a network is."""
    sites = count(sum(len(vpn.sites) for vpn in intent.vpns), "site")
    return (
        f"{count(len(intent.routers), 'router')}, {count(len(intent.links), 'link')},"
        f" {count(len(intent.vpns), 'VPN')} with {sites}"
    )
