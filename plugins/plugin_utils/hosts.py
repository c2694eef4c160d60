# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The variables of all routers, as they are written, before templates.

Ansible merges all files of the group all anew for each host that is asked about, and has no public
way to ask what is a host's own. This is the only place that asks all the same; where a later
release has it elsewhere, each host is asked about as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from ansible.vars.plugins import get_vars_from_inventory_sources, get_vars_from_path

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import ROLES
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.variables import Templates

#: As Ansible names the time when variables are read for a task.
STAGE = "task"

Variables = Mapping[str, Any]


def variables_by_router(
    variables: Variables,
    loader: Any,  # noqa: ANN401 (Ansible's)
) -> dict[str, Variables]:
    """Give the variables of each router of the inventory, as far as the intent is concerned.

    Routers of the same groups have the same intent, but for what is a host's own, and for templates
    that may come to something else on each.
    """
    hosts, templates = variables["hostvars"], Templates()
    groups_of = _groups_by_host(variables["groups"])
    shared: dict[tuple[str, ...], Variables] = {}
    found: dict[str, Variables] = {}
    for name in sorted({name for role in ROLES for name in variables["groups"].get(role, ())}):
        groups = groups_of[name]
        own = _read_own(hosts, name, loader)
        if own is None or any(key.startswith("mpls_") for key in own):
            found[name] = hosts.raw_get(name)
            continue
        if groups not in shared:
            shared[groups] = hosts.raw_get(name)
        found[name] = hosts.raw_get(name) if templates.find(shared[groups]) else shared[groups]
    return found


def _groups_by_host(groups: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in sorted(groups):
        for name in groups[group]:
            found[name] = (*found.get(name, ()), group)
    return found


def _read_own(
    hosts: Any,  # noqa: ANN401 (Ansible's)
    name: str,
    loader: Any,  # noqa: ANN401 (Ansible's)
) -> Optional[Variables]:
    """Give what is said of this host alone; None where Ansible does not tell."""
    try:
        inventory = hosts._inventory  # noqa: SLF001
        sources, host = inventory._sources, inventory.get_host(name)  # noqa: SLF001
        return {
            **host.vars,
            **get_vars_from_inventory_sources(loader, sources, [host], STAGE),
            **get_vars_from_path(loader, loader.get_basedir(), [host], STAGE),
        }
    except AttributeError:
        return None
