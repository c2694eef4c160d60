# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The thin door from Ansible to a folder for review: models in, what each router would get out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from ansible.template import trust_as_template

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import read_file, write_files
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.local_action import LocalAction

TEMPLATES = os.path.join(
    os.path.dirname(os.path.realpath(__file__)), "..", "..", "roles", "mpls_frr", "templates"
)
#: How a file's name ends, by what routes on the router, and what is in it.
FILES = {
    "frr": ("frr.conf", "{% include 'frr.conf.j2' %}"),
    "static": ("routes.yml", "{{ mpls_model.static_routes | to_nice_yaml }}"),
}


class ActionModule(LocalAction):
    """Render all routers in one task, as each task more would take far longer than its work."""

    _supports_diff = True
    OPTIONS: ClassVar = {
        "routers": {"type": "dict", "required": True},
        "folder": {"type": "path", "required": True},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Write what has changed, and say which files that are."""
        folder = options["folder"]
        changes = {
            name: (before, after)
            for name, after in self._render(options["routers"])
            if (before := read_file(os.path.join(folder, name))) != after
        }
        if not self._task.check_mode:
            written = {name: after for name, (_before, after) in changes.items()}
            write_files(folder, written, private=True)
        paths = [os.path.join(folder, name) for name in changes]
        diff = [
            {"before_header": path, "after_header": path, "before": before or "", "after": after}
            for path, (before, after) in zip(paths, changes.values(), strict=True)
        ]
        return {"changed": bool(changes), "files": paths, "diff": diff}

    def _render(self, routers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Render each router's file by Ansible's own engine, as the role does."""
        for name, model in routers.items():
            ending, text = FILES[model["routing"]]
            templar = self._templar.copy_with_new_env(
                searchpath=[TEMPLATES], available_variables={"mpls_model": model}
            )
            rendered = str(templar.template(trust_as_template(text)))
            yield f"{name}.{ending}", rendered
