# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Intents for tests, and the configurations of FRR that come of them.

Each is the example l3vpn with a few things said otherwise, see ``intents.yml``.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent
from support import ROOT

INTENTS = ROOT / "tests" / "frr" / "intents.yml"
TEMPLATES = ROOT / "roles" / "mpls_frr" / "templates"


@dataclass(frozen=True)
class Case:
    """An intent, and which lines the configurations of its routers have, or have not."""

    name: str
    variables: Mapping[str, Any]
    groups: Mapping[str, list[str]]
    expected: Mapping[str, Mapping[str, list[str]]]

    def __str__(self) -> str:
        """Name it in the name of a test."""
        return self.name


def read_example(name: str) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Read the variables and the groups of an example."""
    folder = ROOT / "examples" / name
    variables: dict[str, Any] = {}
    for file in sorted((folder / "group_vars" / "all").glob("*.yml")):
        variables.update(yaml.safe_load(file.read_text("utf-8")))
    children = yaml.safe_load((folder / "inventory.yml").read_text("utf-8"))["all"]["children"]
    groups = {group: list(said["hosts"]) for group, said in children.items()}
    return variables, {"all": sorted(itertools.chain(*groups.values())), **groups}


def read_cases() -> list[Case]:
    """Read all intents."""
    cases = []
    for name, said in yaml.safe_load(INTENTS.read_text("utf-8")).items():
        variables, groups = read_example("l3vpn")
        for index, more in said.get("links", {}).items():
            variables["mpls_links"][index] = _without_none(
                {**variables["mpls_links"][index], **more}
            )
        for router, more in said.get("routers", {}).items():
            variables["mpls_routers"][router] = {
                **variables["mpls_routers"].get(router, {}),
                **more,
            }
        for vpn, more in said.get("sites", {}).items():
            for site, keys in zip(variables[vpn]["sites"], more):
                site.update(keys)
        variables["mpls_links"] += said.get("more_links", [])
        variables.update(said.get("variables", {}))
        groups.update(said.get("groups", {}))
        cases.append(Case(name, variables, groups, said["expected"]))
    return cases


def build_case(case: Case) -> dict[str, Any]:
    """Build the models of a case, which has no mistake."""
    problems = Problems()
    intent = parse_intent(case.variables, case.groups, problems)
    if intent is not None:
        check_intent(intent, problems)
    assert [str(problem) for problem in problems.found] == []
    return build_models(intent)


def render_frr(model: Mapping[str, Any]) -> str:
    """Render a router's configuration with Ansible's own engine, as the role does."""
    templar = Templar(loader=DataLoader(), variables={"mpls_model": model})
    text = (TEMPLATES / "frr.conf.j2").read_text("utf-8")
    return str(
        templar.copy_with_new_env(searchpath=[str(TEMPLATES)]).template(trust_as_template(text))
    )


def _without_none(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value is not None}
