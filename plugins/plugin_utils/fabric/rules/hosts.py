# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold between the variables of all routers: the intent is one for all (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.run import RUN_VARIABLES
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem, Problems

#: So many routers are named where a variable differs at more of them.
NAMED = 3


def check_hosts_agree(by_host: Mapping[str, Mapping[str, Any]], problems: Problems) -> None:
    """Note each variable of the intent that not all routers have with the same value.

    It is read once, so that a value in host_vars, or of the group pe, would be lost or win for all.
    """
    by_name: dict[str, dict[str, Any]] = {}
    for host, variables in by_host.items():
        for name, value in variables.items():
            if name.startswith("mpls_") and name not in RUN_VARIABLES:
                by_name.setdefault(name, {})[host] = value
    for name, values in sorted(by_name.items()):
        others = _find_others(values, by_host)
        if others:
            shown = ", ".join(others[:NAMED]) + (", ..." if len(others) > NAMED else "")
            expected = "one value for all routers, such as in group_vars/all"
            problems.extend([Problem(name, f"differs at {shown}", expected)])


def _find_others(values: Mapping[str, Any], by_host: Mapping[str, Any]) -> list[str]:
    """Name the hosts whose value is not the one that most have, or that have one alone."""
    groups: list[tuple[Any, list[str]]] = []
    for host in by_host:
        value = values.get(host)
        same = next((hosts for other, hosts in groups if other is value or other == value), None)
        if same is None:
            groups.append((value, [host]))
        else:
            same.append(host)
    most = max((hosts for _value, hosts in groups), key=len, default=[])
    return sorted(host for _value, hosts in groups for host in hosts if hosts is not most)
