# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The thin door from Ansible to the report: results of all routers in, text and files out."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.files import write_report
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.formats import (
    parse_answers,
    render_json,
    render_junit,
    render_text,
)


class ActionModule(ActionBase):
    """Fail when a router does not do what the intent says, and tell which and why."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = False

    def run(
        self, tmp: str | None = None, task_vars: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Render the report; files are written only where a folder is named."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _validated, args = self.validate_argument_spec(
            argument_spec={
                "reports": {"type": "dict", "required": True},
                "folder": {"type": "path"},
            }
        )
        answers = parse_answers(args["reports"])
        if args["folder"]:
            write_report(args["folder"], "verify.json", render_json(answers))
            write_report(args["folder"], "verify.xml", render_junit(answers))
        return {
            **result,
            "changed": False,
            "failed": any(not answer.passed for answer in answers) or not answers,
            "msg": render_text(answers),
        }
