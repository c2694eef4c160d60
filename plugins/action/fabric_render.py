# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with a folder for review: variables in, each router's file out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from ansible.template import trust_as_template

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import (
    read_file,
    remove_files,
    write_files,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.intent_action import IntentAction
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.formats import (
    count,
    describe_intent,
)

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

#: A file to what is in it before and after, None where it is not there.
Changes = dict[str, tuple[str | None, str | None]]


class ActionModule(IntentAction):
    """Check the intent and render all routers in one task.

    Ansible copies all models several times where one task hands them to another.
    """

    _supports_diff = True
    OPTIONS: ClassVar = {
        "folder": {"type": "path", "required": True},
        "report_folder": {"type": "path"},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Fail with every mistake at once, or write what has changed.

        Files that an earlier run wrote of routers that are gone are removed. Which those are stands
        in a list of the folder's own; nobody else's is touched.
        """
        reading = self.read_intent(options["report_folder"])
        if reading.intent is None:
            return reading.result
        changes = self._write(options["folder"], build_models(reading.intent))
        sizes = describe_intent(reading.intent)
        files = count(len(changes), "file")
        words = f"{sizes}: no mistakes; {files} changed in {options['folder']}"
        self.say(words)
        diff = [
            {"before_header": path, "after_header": path, "before": old or "", "after": new or ""}
            for path, (old, new) in changes.items()
        ]
        return {
            **reading.result,
            "changed": bool(changes),
            "files": [*changes],
            "diff": diff,
            "msg": words,
        }

    def _write(self, folder: str, models: Mapping[str, Any]) -> Changes:
        wanted: dict[str, str | None] = dict(self._render(models))
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
        return {os.path.join(folder, name): change for name, change in changes.items()}

    def _render(self, models: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Render each router's file by Ansible's own engine, as the role does.

        Each template is compiled once for all routers.
        """
        templar = self._templar.copy_with_new_env(searchpath=[TEMPLATES])
        for name, model in models.items():
            ending, text = FILES[model["routing"]]
            templar.available_variables = {"mpls_model": model}
            yield f"{name}.{ending}", str(templar.template(trust_as_template(text)))


def _is_ours(name: str) -> bool:
    """Tell whether a name of the list can be that of a router's file, and leads nowhere else."""
    return os.path.basename(name) == name and name.endswith(
        tuple(f".{ending}" for ending, _text in FILES.values())
    )
