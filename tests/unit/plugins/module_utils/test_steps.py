# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Several modules in one task: options checked first, then one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner, _steps
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    MplsError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource
from ansible_collections.linuxnet.mpls.plugins.module_utils._steps import Kind, run_steps
from support.intent.cases import Case, build_case, read_example

ROLES = Path(__file__).resolve().parents[4] / "roles"
SPEC = {"value": {"type": "int", "required": True}}


class Value(StepwiseResource[str, int]):
    """A number under a name; 13 cannot be set."""

    def __init__(self, router: dict[str, int], name: str, want: int) -> None:
        self.name = name
        self._router, self._want = router, want

    def read(self) -> dict[str, int]:
        return {name: value for name, value in self._router.items() if name == self.name}

    def plan(self, current: Mapping[str, int]) -> Plan[str, int]:
        if current.get(self.name) == self._want:
            return Plan((), dict(current))
        step = Operation(self.name, current.get(self.name), self._want)
        return Plan((step,), {self.name: self._want})

    def apply(self, operation: Operation[str, int]) -> None:
        if operation.after is None or operation.after == 13:
            raise ApplyError(f"{operation.after} cannot be set")
        self._router[self.name] = operation.after

    def describe(self, state: Mapping[str, int]) -> dict[str, str]:
        return {name: f"{value}\n" for name, value in state.items()}


@pytest.fixture
def router(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Give a router on which the modules a, b and c set a value each."""
    values: dict[str, int] = {}

    def kind(name: str) -> Kind:
        def build(params: Mapping[str, Any]) -> list[Value]:
            if params["value"] < 0:
                raise HostError("value: is below 0")
            return [Value(values, name, params["value"])]

        return Kind(SPEC, build)

    monkeypatch.setattr(_steps, "KINDS", {name: kind(name) for name in "abc"})
    monkeypatch.setattr(_runner, "LOCK_FILE", str(tmp_path / "lock"))
    monkeypatch.setattr(_runner, "read_debts", dict)
    return values


def steps(**values: Any) -> list[dict[str, Any]]:
    return [{name: {"value": value}} for name, value in values.items()]


def test_each_step_does_what_it_lacks(router: dict[str, int]) -> None:
    router["b"] = 2
    report = run_steps(steps(a=1, b=2, c="3"), check=False)
    assert router == {"a": 1, "b": 2, "c": 3}
    assert report.results == {"changed_steps": ["a", "c"]}
    assert len(report.operations) == len(report.diff) == 2
    assert not run_steps(steps(a=1, b=2, c=3), check=False).operations


def test_check_mode_foretells_and_changes_nothing(router: dict[str, int]) -> None:
    foretold = run_steps(steps(a=1, b=2), check=True)
    assert router == {}
    assert foretold == run_steps(steps(a=1, b=2), check=False)


@pytest.mark.parametrize(
    ("want", "words"),
    [
        ([{"a": {"value": 1}}, {"d": {}}], "steps[1]: 'd' is wrong: expected one of a, b, c"),
        ([{"a": {"value": 1}}, {}], "steps[1]: names 0 modules: expected one"),
        ([{"a": {"value": 1}, "b": {"value": 1}}], "steps[0]: names 2 modules: expected one"),
        ([{"a": {"value": 1}}, {"b": None}], "steps[1]: b: missing required arguments: value"),
        ([{"a": {"value": 1}}, {"b": [1]}], "steps[1]: b: [1] is wrong: expected its options"),
        (steps(a=1, b="x"), "steps[1]: b: argument 'value' is of type str and we were unable"),
        ([{"a": {"value": 1, "walue": 2}}], "steps[0]: a: walue. Supported parameters include"),
        (steps(a=1, b=-1), "steps[1]: b: value: is below 0"),
    ],
)
def test_wrong_options_are_named_before_anything_is_changed(
    router: dict[str, int], want: list[dict[str, Any]], words: str
) -> None:
    with pytest.raises(MplsError, match=re.escape(words)):
        run_steps(want, check=False)
    assert router == {}


def test_failed_step_says_which_are_done(router: dict[str, int]) -> None:
    words = (
        "b: 13 cannot be set (done: nothing; not done: create b);"
        " steps done before: a; not begun: c"
    )
    with pytest.raises(ApplyError, match=f"^{re.escape(words)}$"):
        run_steps(steps(a=1, b=13, c=3), check=False)
    assert router == {"a": 1}


#: A step whose options are all of a part of the model.
PART = re.compile(r"\{\{ mpls_model\.(\w+)( or \{'state': 'absent'\})? \}\}")


def read_steps() -> Iterator[tuple[str, Any]]:
    """Give the name and the options of each step of the roles."""
    for path in sorted(ROLES.glob("*/tasks/*.yml")):
        for task in yaml.safe_load(path.read_text("utf-8")):
            for step in task.get("linuxnet.mpls.router_steps", {}).get("steps", ()):
                yield from step.items()


def test_every_step_of_the_roles_names_options_that_its_module_has() -> None:
    steps = list(read_steps())
    assert len(steps) > 5
    parts = {
        name: match[1]
        for name, one in steps
        if isinstance(one, str) and (match := PART.fullmatch(one))
    }
    assert set(parts) == {"mpls_filter", "mss_clamp", "ospf_limit"}
    for name, options in steps:
        if name not in parts:
            assert set(options or {}) <= set(_steps.KINDS[name].spec), name
    found: dict[str, set[str]] = {name: set() for name in parts}
    for example in ("customers", "regional"):
        variables, groups = read_example(example)
        models = build_case(Case(example, {**variables, "mpls_mss_clamp": True}, groups, {}))
        for model in models.values():
            for name, part in parts.items():
                found[name] |= set(model[part] or {})
    for name, options in found.items():
        assert options, name
        assert options <= set(_steps.KINDS[name].spec), name
