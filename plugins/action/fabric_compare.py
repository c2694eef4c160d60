# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with the comparison of two times: folders of a report in, differences out."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import SCHEMA, State
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.compare import (
    compare_states,
    render_comparison,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import read_file
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.known_intent import KnownIntentAction


class ActionModule(KnownIntentAction):
    """Say what is gone, new and changed."""

    OPTIONS: ClassVar = {
        "before": {"type": "path", "default": ""},
        "after": {"type": "path", "default": ""},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Read both, and compare."""
        before, after = (_read_states(key, options[key]) for key in ("before", "after"))
        found = compare_states(self.read_intent(), before, after)
        words = render_comparison(found)
        self.say(words)
        return {"changed": False, "differences": [asdict(one) for one in found], "msg": words}


def _read_states(option: str, folder: str) -> dict[str, State]:
    """Read what routers gave, from the folder of a report."""
    place = os.path.join(folder, "states")
    try:
        names = sorted(name for name in os.listdir(place) if name.endswith(".json"))
    except OSError as error:
        raise AnsibleActionFail(
            f"mpls_{option}: {folder!r}: {error.strerror}: expected a mpls_report_folder of verify,"
            " with states in it"
        ) from error
    return {name[: -len(".json")]: _read_state(os.path.join(place, name)) for name in names}


def _read_state(path: str) -> State:
    expected = f"expected what a router gave, of form {SCHEMA}"
    try:
        state: State = json.loads(read_file(path) or "")
    except ValueError as error:
        raise AnsibleActionFail(f"{path}: is no JSON: {expected}") from error
    if not isinstance(state, dict) or state.get("schema") != SCHEMA:
        raise AnsibleActionFail(f"{path}: is of another form: {expected}")
    return state
