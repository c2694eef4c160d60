# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""One report in the three forms that people, programs and pipelines read (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    OK,
    Check,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent


def parse_checks(results: Mapping[str, Mapping[str, Any]]) -> list[Check]:
    """Take the results of router_verify by router; no answer is a failed check.

    There is no result of a router that the run lost before it could ask.
    """
    checks: list[Check] = []
    for router in sorted(results):
        result = results[router]
        if "checks" in result:
            checks += [_own_check(router, check) for check in result["checks"]]
        else:
            reason = str(result.get("msg", "was lost in this run, and not asked")).strip()
            checks.append(
                {
                    "router": router,
                    "name": "answers",
                    "passed": False,
                    "reason": reason,
                    "command": "",
                    "vrf": "",
                }
            )
    return checks


def _own_check(router: str, check: Mapping[str, Any]) -> Check:
    return {
        "router": router,
        "name": check["name"],
        "passed": check["passed"],
        "reason": check["reason"],
        "command": check["command"],
        "vrf": check["vrf"],
    }


def render_text(verdict: Verdict) -> str:
    """Write a line for each cause, with the customers that it hurts, and the counts."""
    lines = []
    for one in verdict["findings"]:
        customers = f" ({', '.join(one['customers'])})" if one["customers"] else ""
        lines.append(one["cause"] + customers)
    checks = verdict["checks"]
    routers = count(len({check["router"] for check in checks}), "router")
    failed = sum(not check["passed"] for check in checks)
    outcome = f"{failed} failed" if failed else "all passed"
    lines.append(f"{count(len(checks), 'check')} on {routers}: {outcome}")
    if verdict["pairs"]:
        customers = count(len(verdict["customers"]), "customer")
        pairs = count(verdict["pairs"], "pair")
        lines.append(
            f"{customers}, {pairs} of sites followed label by label: {_say_pairs(verdict)}"
        )
    return "\n".join(lines)


def count(number: int, noun: str) -> str:
    """Write how many there are of something."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _say_pairs(verdict: Verdict) -> str:
    lost, unknown = verdict["lost"], verdict["unknown"]
    words = (f"{lost} lost" if lost else "", f"{unknown} not known" if unknown else "")
    return ", ".join(filter(None, words)) or "all reach each other"


def render_json(verdict: Verdict) -> str:
    """Write all of it."""
    return json.dumps(verdict, indent=2) + "\n"


def render_junit(verdict: Verdict) -> str:
    """Write a test suite for each router, and one of the customers, as pipelines read them."""
    root = ET.Element("testsuites", name="linuxnet.mpls.verify")
    checks = verdict["checks"]
    for router in sorted({check["router"] for check in checks}):
        own = [check for check in checks if check["router"] == router]
        _add_suite(root, router, ((check["name"], check["reason"]) for check in own))
    causes = [one["cause"] for one in verdict["findings"]]
    customers = {
        one["name"]: "" if one["state"] == OK else _explain(one["state"], causes, one["findings"])
        for one in verdict["customers"]
    }
    if customers:
        _add_suite(root, "customers", customers.items())
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _explain(state: str, causes: list[str], places: Iterable[int]) -> str:
    return "; ".join(causes[place] for place in places) or f"is {state}: expected ok"


def _add_suite(root: ET.Element, name: str, cases: Iterable[tuple[str, str]]) -> None:
    rows = list(cases)
    failures = sum(bool(reason) for _name, reason in rows)
    suite = ET.SubElement(
        root, "testsuite", name=name, tests=str(len(rows)), failures=str(failures)
    )
    for row, reason in rows:
        case = ET.SubElement(suite, "testcase", classname=name, name=row)
        if reason:
            ET.SubElement(case, "failure", message=reason)


def describe_intent(intent: Intent) -> str:
    """Write how large a network is."""
    sites = count(sum(len(vpn.sites) for vpn in intent.vpns), "site")
    return (
        f"{count(len(intent.routers), 'router')}, {count(len(intent.links), 'link')},"
        f" {count(len(intent.vpns), 'VPN')} with {sites}"
    )
