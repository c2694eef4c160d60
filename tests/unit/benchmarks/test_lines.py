# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the benchmarks say, and what goes to the guest; their times are nobody's test."""

from __future__ import annotations

import io
import tarfile

import pytest

from benchmarks.figures import Figures, Loop
from benchmarks.run import HERE, NAMES, choose, render_loop
from benchmarks.stand_in import complete
from lab_code import pack

LOOP = Loop(10000, 2.5, 5)


def test_line_has_ratio_and_times_when_rendered() -> None:
    figures = Figures("P3", "a job", "the floor", (0.3, 0.2, 0.25), (0.1,), LOOP, {"messages": 10})
    above, line = figures.render().splitlines()
    assert line == "P3 ratio=2.50 ours=0.250 floor=0.100 instead=25000 messages=10"
    assert above == (
        "# P3: a job, median of 3; floor: the floor; instead: a loop over 10000 command tasks, "
        "of which 5 were measured and the others scaled"
    )


def test_all_benchmarks_are_run_when_none_is_named() -> None:
    assert choose([]) == NAMES
    assert choose(["P2"]) == ["P2"]


def test_names_are_told_when_a_benchmark_does_not_exist() -> None:
    with pytest.raises(SystemExit, match="P9: no such benchmark; there are: P1, "):
        choose(["P2", "P9"])


def test_guest_gets_modules_and_benchmarks_when_packed() -> None:
    with tarfile.open(fileobj=io.BytesIO(pack({HERE: HERE.name}))) as archive:
        names = set(archive.getnames())
    collection = "ansible_collections/linuxnet/mpls/plugins"
    assert {
        f"{collection}/modules/mpls_route.py",
        f"{collection}/module_utils/_runner.py",
        "benchmarks/guest.py",
        "benchmarks/figures.py",
    } <= names
    assert all(name.endswith(".py") for name in names)


def test_loop_runs_as_many_commands_as_told_when_played() -> None:
    ready, commands = render_loop()[0]["tasks"]  # type: ignore[misc]
    assert "platform_labels" in ready["ansible.builtin.shell"]
    assert commands["loop"] == "{{ range(commands | int) | list }}"


def test_options_have_all_keys_when_completed() -> None:
    spec = {
        "state": {"type": "str", "default": "present"},
        "names": {"type": "list", "elements": "str"},
        "block": {"type": "dict", "options": {"first": {"type": "int"}}},
        "routes": {"type": "list", "options": {"label": {"type": "int"}, "via": {"type": "str"}}},
    }
    given = {"routes": [{"label": 16}], "block": {}, "names": ["a"]}
    assert complete(given, spec) == {
        "state": "present",
        "names": ["a"],
        "block": {"first": None},
        "routes": [{"label": 16, "via": None}],
    }
