# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The variables of the intent as action plugins get them: templated, each for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleError

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems


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
            problems.add(name, str(error), "a value that Ansible can template")
    return intent
