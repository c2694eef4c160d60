# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Stands for Ansible in a guest that has none, so that a module runs as it is, from its options on.

What Ansible itself does, its start and the check of the argument spec, is not measured.
"""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Mapping
from typing import Any, ClassVar

MODULES = "ansible_collections.linuxnet.mpls.plugins.modules"


class AnsibleModule:
    """The part of Ansible's class that the modules use."""

    options: ClassVar[dict[str, Any]] = {}
    result: ClassVar[dict[str, Any]] = {}

    def __init__(self, argument_spec: Mapping[str, Any], **_how: object) -> None:
        self.argument_spec = argument_spec
        self.params = AnsibleModule.options
        self.check_mode = False

    def exit_json(self, **result: Any) -> None:
        AnsibleModule.result = result

    def fail_json(self, msg: str, **_more: object) -> None:
        raise SystemExit(msg)


class Task:
    """A task with one module: made ready first, then run as often as wanted."""

    def __init__(self, module: str, **options: Any) -> None:
        self._module = _load(module)
        self._options = complete(options, self._module.ARGUMENT_SPEC)

    def run(self) -> dict[str, Any]:
        """Run the module; SystemExit with its words where it fails."""
        AnsibleModule.options = dict(self._options)
        self._module.main()
        return AnsibleModule.result


def complete(given: Mapping[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    """Add what is not given, as Ansible does: the default, or None (pure)."""
    return {
        name: _complete_value(given.get(name, about.get("default")), about)
        for name, about in spec.items()
    }


def _complete_value(value: Any, about: Mapping[str, Any]) -> Any:
    if value is None or "options" not in about:
        return value
    if about["type"] == "dict":
        return complete(value, about["options"])
    return [complete(one, about["options"]) for one in value]


def _load(name: str) -> Any:
    if "ansible" not in sys.modules:
        for path in ("ansible", "ansible.module_utils", "ansible.module_utils.basic"):
            sys.modules[path] = types.ModuleType(path)
        sys.modules["ansible.module_utils.basic"].AnsibleModule = AnsibleModule  # type: ignore[attr-defined]
    return importlib.import_module(f"{MODULES}.{name}")
