# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The thin door from Ansible to a folder for review: models in, what each router would get out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from ansible.template import trust_as_template

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import (
    read_file,
    remove_files,
    write_files,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.local_action import LocalAction

TEMPLATES = os.path.join(
    os.path.dirname(os.path.realpath(__file__)), "..", "..", "roles", "mpls_frr", "templates"
)
#: How a file's name ends, by what routes on the router, and what is in it.
FILES = {
    "frr": ("frr.conf", "{% include 'frr.conf.j2' %}"),
    "static": ("routes.yml", "{{ mpls_model.static_routes | to_nice_yaml }}"),
}
#: Names the files of the folder that are ours.
LIST = ".linuxnet-mpls"


class ActionModule(LocalAction):
    """Render all routers in one task, as each task more would take far longer than its work."""

    _supports_diff = True
    OPTIONS: ClassVar = {
        "routers": {"type": "dict", "required": True},
        "folder": {"type": "path", "required": True},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Write what has changed, remove what an earlier run wrote of routers that are gone.

        Which files those are stands in a list of the folder's own; nobody else's is touched.
        """
        folder = options["folder"]
        wanted: dict[str, str | None] = dict(self._render(options["routers"]))
        wanted[LIST] = "".join(f"{name}\n" for name in sorted(wanted))
        known = (read_file(os.path.join(folder, LIST)) or "").splitlines()
        wanted.update((name, None) for name in known if name not in wanted and _is_ours(name))
        changes = {
            name: (before, after)
            for name, after in wanted.items()
            if (before := read_file(os.path.join(folder, name))) != after
        }
        if not self._task.check_mode:
            remove_files(folder, [name for name, (_old, new) in changes.items() if new is None])
            written = {name: new for name, (_old, new) in changes.items() if new is not None}
            write_files(folder, written, private=True)
        changes.pop(LIST, None)
        paths = [os.path.join(folder, name) for name in changes]
        diff = [
            {"before_header": path, "after_header": path, "before": old or "", "after": new or ""}
            for path, (old, new) in zip(paths, changes.values(), strict=True)
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


def _is_ours(name: str) -> bool:
    """Tell whether a name of the list can be that of a router's file, and leads nowhere else."""
    return os.path.basename(name) == name and name.endswith(
        tuple(f".{ending}" for ending, _text in FILES.values())
    )
