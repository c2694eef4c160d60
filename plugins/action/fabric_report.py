# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with the report: results of all routers in, text and files out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import write_files
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.local_action import LocalAction
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.changes import (
    NOTES,
    render_changes,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.formats import (
    parse_answers,
    render_json,
    render_junit,
    render_text,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.progress import render_progress


class ActionModule(LocalAction):
    """Fail when a router does not do what the intent says, and tell which and why."""

    OPTIONS: ClassVar = {
        "reports": {"type": "dict", "required": True},
        "progress": {"type": "dict", "default": {}},
        "failed": {"type": "list", "elements": "str", "default": []},
        "lost": {"type": "list", "elements": "str", "default": []},
        "folder": {"type": "path"},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Render the report; files are written only where a folder is named."""
        answers = parse_answers(options["reports"])
        if options["folder"]:
            files = {"verify.json": render_json(answers), "verify.xml": render_junit(answers)}
            write_files(options["folder"], files)
        if self._task.check_mode and not answers:
            stopped = "nothing was changed, as this run only checks"
        else:
            stopped = render_progress(options["progress"], options["failed"], options["lost"])
        words = render_text(answers) if answers or not stopped else ""
        if not stopped:
            words = "\n".join(filter(None, (self._changes(options["reports"]), words)))
        failed = bool(stopped) or not answers or any(not one.passed for one in answers)
        if not failed:
            self.say(words)
        return {
            "changed": False,
            "failed": failed,
            "msg": "\n".join(filter(None, (words, stopped))),
        }

    def _changes(self, routers: Iterable[str]) -> str:
        """Say what the run has changed; nothing of a run that was to change nothing."""
        if "mpls_started" not in self.variables:
            return ""
        hosts = self.variables["hostvars"]
        noted = {
            name: [hosts[name][note] for note in NOTES if note in hosts[name]] for name in routers
        }
        return render_changes(noted, time.time() - float(self.variables["mpls_started"]))
