# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The thin door from Ansible to a diagram: variables in, a dot file and an SVG out."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent_parser import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.diagram import render_diagram
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.mistakes import render_problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.variables import template_intent


class ActionModule(ActionBase):
    """Draw the intent; contacts no router."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = False

    def run(
        self, tmp: str | None = None, task_vars: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Write what is new; a picture is made where its text has changed, or it is not there."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _validated, args = self.validate_argument_spec(
            argument_spec={
                "folder": {"type": "path", "required": True},
                "svg": {"type": "bool", "default": True},
            }
        )
        text = self._draw(task_vars or {})
        drawing = os.path.join(args["folder"], "network.dot")
        picture = os.path.join(args["folder"], "network.svg")
        has_changed = _read(drawing) != text
        needs_picture = args["svg"] and (has_changed or not os.path.exists(picture))
        if not self._task.check_mode:
            if has_changed:
                _write(drawing, text)
                _remove(picture)
            if needs_picture:
                _make_picture(drawing, picture)
        files = [drawing, *([picture] if args["svg"] else [])]
        return {**result, "changed": has_changed or needs_picture, "files": files}

    def _draw(self, variables: dict[str, Any]) -> str:
        problems = Problems()
        said = template_intent(self._templar, variables, problems)
        intent = parse_intent(said, variables["groups"], problems)
        if problems.found:
            raise AnsibleActionFail(render_problems("the intent has mistakes", problems.found))
        return render_diagram(intent)


def _make_picture(drawing: str, picture: str) -> None:
    program = shutil.which("dot")
    if program is None:
        raise AnsibleActionFail(
            f"{drawing} is written, but Graphviz, which makes {picture} of it, is missing here;"
            " install with: apt-get install graphviz; or set svg to false"
        )
    done = subprocess.run(
        [program, "-Tsvg", "-o", picture, drawing], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AnsibleActionFail(f"Graphviz makes no picture of {drawing}: {done.stderr.strip()}")


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read()
    except OSError:
        return None


def _remove(path: str) -> None:
    """A picture of another text must not stay where no new one can be made."""
    if os.path.exists(path):
        os.unlink(path)


def _write(path: str, text: str) -> None:
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise AnsibleActionFail(
            f"folder: {os.path.dirname(path)!r}: {error.strerror}:"
            " expected a folder that can be written"
        ) from error
