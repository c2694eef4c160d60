# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The thin door from Ansible to a folder for review: models in, what each router would get out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.template import trust_as_template

TEMPLATES = os.path.join(
    os.path.dirname(os.path.realpath(__file__)), "..", "..", "roles", "mpls_frr", "templates"
)
#: How a file's name ends, by what routes on the router, and what is in it.
FILES = {
    "frr": ("frr.conf", "{% include 'frr.conf.j2' %}"),
    "static": ("routes.yml", "{{ mpls_model.static_routes | to_nice_yaml }}"),
}


class ActionModule(ActionBase):
    """Render all routers in one task, as each task more would take far longer than its work."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = True

    def run(
        self, tmp: str | None = None, task_vars: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Write what has changed, and say which files that are."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _validated, args = self.validate_argument_spec(
            argument_spec={
                "routers": {"type": "dict", "required": True},
                "folder": {"type": "path", "required": True},
            }
        )
        folder = args["folder"]
        changes = {
            path: (before, after)
            for path, after in self._render(folder, args["routers"])
            if (before := _read(path)) != after
        }
        if not self._task.check_mode:
            _write(folder, {path: after for path, (_before, after) in changes.items()})
        diff = [
            {"before_header": path, "after_header": path, "before": before or "", "after": after}
            for path, (before, after) in changes.items()
        ]
        return {**result, "changed": bool(changes), "files": list(changes), "diff": diff}

    def _render(self, folder: str, routers: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Render each router's file by Ansible's own engine, as the role does."""
        files = []
        for name, model in routers.items():
            ending, text = FILES[model["routing"]]
            templar = self._templar.copy_with_new_env(
                searchpath=[TEMPLATES], available_variables={"mpls_model": model}
            )
            rendered = str(templar.template(trust_as_template(text)))
            files.append((os.path.join(folder, f"{name}.{ending}"), rendered))
        return files


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read()
    except OSError:
        return None


def _write(folder: str, files: Mapping[str, str]) -> None:
    try:
        os.makedirs(folder, mode=0o750, exist_ok=True)
        for path, content in files.items():
            with open(path, "w", encoding="utf-8", opener=_open_private) as stream:
                stream.write(content)
    except OSError as error:
        raise AnsibleActionFail(
            f"folder: {folder!r}: {error.strerror}: expected a folder that can be written"
        ) from error


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o640)
