# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The variables of the intent as action plugins get them: templated, each for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleError

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem, Problems


def template_intent(
    templar: Any,  # noqa: ANN401 (Ansible's)
    variables: Mapping[str, Any],
    problems: Problems,
) -> dict[str, Any]:
    """Give the variables that start with ``mpls_``; one that cannot be templated is named."""
    intent = {}
    for name in sorted(variables):
        if not name.startswith("mpls_"):
            continue
        try:
            intent[name] = templar.template(variables[name])
        except AnsibleError as error:
            # Ansible's words are whole: what is wrong often stands at their end.
            problems.extend([Problem(name, str(error), "a value that Ansible can template")])
    return intent


def template_by_router(
    templar: Any,  # noqa: ANN401 (Ansible's)
    by_router: Mapping[str, Mapping[str, Any]],
) -> dict[str, Mapping[str, Any]]:
    """Give each router's variables with what its templates of the intent come to there.

    The intent is read for one router. A template that names the host comes to another value at
    another one, which would be lost.
    """
    templates = Templates()
    return {
        name: {**variables, **_template_own(templar, variables, templates.find(variables))}
        for name, variables in by_router.items()
    }


class Templates:
    """Finds the variables of the intent that have a template.

    Routers share most values, and a large intent is looked through once: values are known by their
    identity, and are kept, as another one could get it.
    """

    def __init__(self) -> None:
        """Know of none."""
        self._known: dict[int, tuple[object, bool]] = {}

    def find(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Give those of one router."""
        found = {}
        for name, value in variables.items():
            if name.startswith("mpls_"):
                if id(value) not in self._known:
                    self._known[id(value)] = value, _has(value)
                if self._known[id(value)][1]:
                    found[name] = value
        return found


def _template_own(
    templar: Any,  # noqa: ANN401 (Ansible's)
    variables: Mapping[str, Any],
    templates: Mapping[str, Any],
) -> dict[str, Any]:
    if not templates:
        return {}
    own = templar.copy_with_new_env(available_variables=variables)
    return template_intent(own, templates, Problems())


def _has(value: object) -> bool:
    """Tell whether there is a template anywhere in a value."""
    if isinstance(value, str):
        return "{{" in value or "{%" in value
    if isinstance(value, Mapping):
        return any(map(_has, value.values()))
    return isinstance(value, list) and any(map(_has, value))
