# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What actions that read the intent have in common: variables in, an intent out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem, Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules.hosts import (
    check_hosts_agree,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.source_locations import (
    add_locations,
    values_around,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import write_files
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.hosts import variables_by_router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.local_action import LocalAction, Refused
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.copies import find_copies
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.mistakes import (
    render_problem,
    render_problems,
    render_problems_json,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.origins import (
    find_origin,
    shorten,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.vaulted import (
    find_vaulted,
    hide_vaulted,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.variables import (
    template_by_router,
    template_intent,
)


@dataclass(frozen=True)
class Reading:
    """What a task says of the intent, and the intent itself where it has no mistake."""

    result: dict[str, Any]
    intent: Intent | None


class IntentAction(LocalAction):
    """An action that reads the intent from the variables of the host that the task runs for."""

    def read_intent(self, report_folder: str | None) -> Reading:
        """Fail with every mistake at once, or give the intent; leave a report for programs."""
        problems, variables = Problems(), self.variables
        raw = template_intent(self._templar, variables, problems)
        intent = parse_intent(raw, variables["groups"], problems)
        by_router = variables_by_router(variables, self._loader)
        check_hosts_agree(template_by_router(self._templar, by_router), problems)
        check_intent(intent, problems)
        problems.extend(find_copies(_files_of(raw)))
        errors, warnings = (
            _hide_all(_name_places(found, [raw, variables, *by_router.values()]), raw, by_router)
            for found in (problems.found, problems.warnings)
        )
        if report_folder:
            report = render_problems_json([*errors, *warnings])
            write_files(report_folder, {"validate.json": report})
        result: dict[str, Any] = {"changed": False}
        if warnings:
            result["warnings"] = [render_problems("the intent may not be meant so", warnings)]
        if errors:
            words = "the intent has mistakes, nothing was changed"
            failed = self.refuse(Refused(words, [*map(render_problem, errors)]))
            return Reading({**result, **failed}, None)
        return Reading(result, intent)


def _files_of(intent: Mapping[str, Any]) -> set[str]:
    """Name the files that the intent comes from."""
    places = map(find_origin, (*intent, *intent.values()))
    return {place[0] for place in places if place is not None}


def _name_places(
    problems: Iterable[Problem], sources: Sequence[Mapping[str, Any]]
) -> list[Problem]:
    """Add places: of values, and of the templates that others come of."""
    found = add_locations(problems, sources, find_origin)
    return [replace(problem, file=shorten(problem.file)) for problem in found]


def _hide_all(
    problems: list[Problem], intent: Mapping[str, Any], by_router: Mapping[str, Mapping[str, Any]]
) -> list[Problem]:
    """Take out of mistakes what Ansible Vault keeps, in whatever variable it stands."""
    if not problems:
        return []
    texts = set(find_vaulted(next(iter(by_router.values()), {})))
    around = (values_around(problem.path, intent) for problem in problems)
    return [
        hide_vaulted(problem, values[0] if values else None, texts)
        for problem, values in zip(problems, around, strict=True)
    ]
