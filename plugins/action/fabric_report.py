# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with the report: results of all routers in, text and files out."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import State
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._fib import compare_fib
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._pack import unpack_state
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    SCHEMA,
    Check,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.verdict import judge
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import read_file, write_files
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.known_intent import KnownIntentAction
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.customer import (
    render_customer_page,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.network import render_network_page
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.changes import render_changes
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.formats import (
    parse_checks,
    render_json,
    render_junit,
    render_text,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.progress import render_progress

VERDICT = "verify.json"


class ActionModule(KnownIntentAction):
    """Fail when a router does not do what the intent says, and tell which and why."""

    OPTIONS: ClassVar = {
        "reports": {"type": "dict", "required": True},
        "progress": {"type": "dict", "default": {}},
        "failed": {"type": "list", "elements": "str", "default": []},
        "lost": {"type": "list", "elements": "str", "default": []},
        "folder": {"type": "path"},
        "customer": {"type": "str"},
        "final": {"type": "bool", "default": True},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Prove what can be proved; files are written only where a folder is named."""
        checks = parse_checks(options["reports"])
        states = _unpack(options["reports"])
        verdict = self._judge(states, checks, options["folder"]) if checks else None
        is_right = verdict is not None and verdict["state"] != FAILED
        stopped = self._say_stopped(options, asked=bool(checks))
        if not (is_right or stopped or options["final"]):
            return {"changed": False, "again": True, "differing": _list_differing(states)}
        if verdict is not None and options["folder"]:
            self._write(options["folder"], verdict, states, options["customer"])
        words = render_text(verdict) if verdict else "" if stopped else "no router was asked"
        if not stopped:
            words = "\n".join(filter(None, (self._changes(options["reports"]), words)))
        words = "\n".join(filter(None, (words, stopped)))
        failed = bool(stopped) or not is_right
        reason = _name_reason(verdict, stopped) if failed else words
        # The message of a task that failed is printed twice: people see the words once.
        if words != reason or not failed:
            self.say(words)
        return {"changed": False, "again": False, "failed": failed, "msg": reason}

    def _say_stopped(self, options: Mapping[str, Any], *, asked: bool) -> str:
        if self._task.check_mode and not asked:
            return "nothing was changed, as this run only checks"
        return render_progress(options["progress"], options["failed"], options["lost"])

    def _judge(
        self, states: Mapping[str, State], checks: list[Check], folder: str | None
    ) -> Verdict:
        return judge(self.read_intent(), states, checks, _read_verdict(folder), time.time())

    def _write(
        self, folder: str, verdict: Verdict, states: Mapping[str, State], customer: str | None
    ) -> None:
        files = {
            VERDICT: render_json(verdict),
            "verify.xml": render_junit(verdict),
            "verify.html": render_network_page(verdict),
        }
        try:
            if customer:
                files[f"customer-{customer}.html"] = render_customer_page(verdict, customer)
        except ValueError as error:
            # A run for a customer may have its name of before.
            self._display.warning(f"mpls_customer: {error}; no page of it was written")
        write_files(folder, files)
        gathered = {f"{name}.json": json.dumps(state, indent=1) for name, state in states.items()}
        write_files(os.path.join(folder, "states"), gathered)

    def _changes(self, routers: Iterable[str]) -> str:
        """Say what the run has changed; nothing of a run that was to change nothing."""
        if "mpls_started" not in self.variables:
            return ""
        hosts = self.variables["hostvars"]
        return render_changes(
            {name: hosts[name] for name in routers},
            time.time() - float(self.variables["mpls_started"]),
        )


def _name_reason(verdict: Verdict | None, stopped: str) -> str:
    if stopped:
        return stopped.splitlines()[0].rstrip(":")
    if verdict is None:
        return "no router was asked"
    return f"the network is not as the intent says ({len(verdict['findings'])})"


def _list_differing(states: Mapping[str, State]) -> list[str]:
    """Name the routers whose kernel has other routes and labels than FRRouting."""
    return sorted(name for name, state in states.items() if any(compare_fib(state)))


def _unpack(reports: Mapping[str, Mapping[str, Any]]) -> dict[str, State]:
    return {name: unpack_state(one["state"]) for name, one in reports.items() if "state" in one}


def _read_verdict(folder: str | None) -> Verdict | None:
    """Give the verdict before, None where there is none that can be read."""
    text = read_file(os.path.join(folder, VERDICT)) if folder else None
    try:
        before: Verdict = json.loads(text or "")
    except ValueError:
        return None
    return before if isinstance(before, dict) and before.get("schema") == SCHEMA else None
