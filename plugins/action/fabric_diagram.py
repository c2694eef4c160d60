# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with a diagram: variables in, a dot file and an SVG out."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import read_file, write_files
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.diagram import render_diagram
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.known_intent import KnownIntentAction

DRAWING = "network.dot"
#: A network of some hundred routers takes dot a few seconds.
SECONDS_FOR_DOT = 300


class ActionModule(KnownIntentAction):
    """Draw the intent; contacts no router."""

    OPTIONS: ClassVar = {
        "folder": {"type": "path", "required": True},
        "svg": {"type": "bool", "default": True},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Write what is new; a picture is made where its text has changed, or it is not there."""
        text = render_diagram(self.read_intent())
        folder = options["folder"]
        drawing = os.path.join(folder, DRAWING)
        picture = os.path.join(folder, "network.svg")
        has_changed = read_file(drawing) != text
        needs_picture = options["svg"] and (has_changed or not os.path.exists(picture))
        if not self._task.check_mode:
            if has_changed:
                write_files(folder, {DRAWING: text})
                _remove(picture)
            if needs_picture:
                _make_picture(drawing, picture)
        files = [drawing, *([picture] if options["svg"] else [])]
        return {"changed": has_changed or needs_picture, "files": files}


def _make_picture(drawing: str, picture: str) -> None:
    program = shutil.which("dot")
    if program is None:
        raise AnsibleActionFail(
            f"{drawing} is written, but Graphviz, which makes {picture} of it, is missing here;"
            " install with: apt-get install graphviz; or set svg to false"
        )
    try:
        done = subprocess.run(
            [program, "-Tsvg", "-o", picture, drawing],
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_FOR_DOT,
        )
    except subprocess.TimeoutExpired as error:
        raise AnsibleActionFail(
            f"Graphviz made no picture of {drawing} within {SECONDS_FOR_DOT} s"
        ) from error
    if done.returncode:
        raise AnsibleActionFail(f"Graphviz makes no picture of {drawing}: {done.stderr.strip()}")


def _remove(path: str) -> None:
    """A picture of another text must not stay where no new one can be made."""
    if os.path.exists(path):
        os.unlink(path)
