# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a module's documentation says is what the module takes."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

FOLDER = Path(__file__).resolve().parents[4] / "plugins" / "modules"
PACKAGE = "ansible_collections.linuxnet.mpls.plugins.modules"
FRAGMENTS = "ansible_collections.linuxnet.mpls.plugins.doc_fragments"
ACTIONS = "ansible_collections.linuxnet.mpls.plugins.action"
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
SPEC_RULES = (
    "mutually_exclusive",
    "required_together",
    "required_one_of",
    "required_if",
    "required_by",
)


class _Captured(Exception):  # noqa: N818 (it carries the call out of main)
    def __init__(self, call: dict[str, Any]) -> None:
        self.call = call


def _spec(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run main() up to the point where it hands its argument spec to Ansible."""

    def capture(_self: object, argument_spec: dict[str, Any], **others: Any) -> None:
        raise _Captured({"argument_spec": argument_spec, **others})

    module = importlib.import_module(f"{PACKAGE}.{name}")
    if not hasattr(module, "AnsibleModule"):
        # The documentation of an action, which runs on the controller.
        action = importlib.import_module(f"{ACTIONS}.{name}").ActionModule
        return {"argument_spec": dict(action.OPTIONS)}
    monkeypatch.setattr(AnsibleModule, "__init__", capture)
    with pytest.raises(_Captured) as caught:
        module.main()
    return caught.value.call


def _documentation(name: str) -> dict[str, Any]:
    """Read it with the options that it takes from fragments."""
    page: dict[str, Any] = yaml.safe_load(
        importlib.import_module(f"{PACKAGE}.{name}").DOCUMENTATION
    )
    for fragment in page.get("extends_documentation_fragment", ()):
        words = fragment.split(".")
        module = importlib.import_module(f"{FRAGMENTS}.{words[2]}")
        part = getattr(module.ModuleDocFragment, words[3].upper() if words[3:] else "DOCUMENTATION")
        page.setdefault("options", {}).update(yaml.safe_load(part).get("options", {}))
    return page


def _examples(name: str) -> list[dict[str, Any]]:
    tasks = yaml.safe_load(importlib.import_module(f"{PACKAGE}.{name}").EXAMPLES)
    return [
        task[f"linuxnet.mpls.{name}"] or {} for task in tasks if f"linuxnet.mpls.{name}" in task
    ]


def _compare(documented: dict[str, Any], spec: dict[str, Any], path: str) -> list[str]:
    wrong = [f"{path}{name}" for name in sorted(set(documented) ^ set(spec))]
    for name in sorted(set(documented) & set(spec)):
        said, taken = documented[name], spec[name]
        for key, default in (
            ("type", "str"),
            ("default", None),
            ("choices", None),
            ("elements", None),
            ("required", False),
        ):
            if said.get(key, default) != taken.get(key, default):
                wrong.append(f"{path}{name}.{key}")
        if "suboptions" in said or "options" in taken:
            inner = _compare(said.get("suboptions", {}), taken.get("options", {}), f"{path}{name}.")
            wrong.extend(inner)
    return wrong


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_valid_when_checked_against_the_spec(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = _spec(name, monkeypatch)
    rules = {rule: call[rule] for rule in SPEC_RULES if rule in call}
    validator = ArgumentSpecValidator(call["argument_spec"], **rules)
    examples = _examples(name)
    assert examples
    for options in examples:
        if "{{" in str(options):
            continue
        assert validator.validate(options).error_messages == []


@pytest.mark.parametrize("name", MODULES)
def test_documentation_and_spec_agree_when_compared(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    documented = _documentation(name).get("options", {})
    assert _compare(documented, _spec(name, monkeypatch)["argument_spec"], "") == []
