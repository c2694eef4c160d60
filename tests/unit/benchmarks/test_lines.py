# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the benchmarks say, and what goes to the guest; their times are nobody's test."""

from __future__ import annotations

import io
import tarfile
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import normalise_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import parse_config
from benchmarks import reasoning
from benchmarks.controller import FEW, Run, render
from benchmarks.figures import Figures, Loop, Tool
from benchmarks.guest import BENCHMARKS
from benchmarks.guest_frr import FEW_VRFS, NETWORKS, name_networks
from benchmarks.guest_frr import render as render_vrfs
from benchmarks.guest_peers import KEEPALIVE, pack_message, pack_open
from benchmarks.large_fabric import (
    CUSTOMERS_A_ROUTER,
    SITES,
    name_routers,
    render_core,
    render_vpns,
)
from benchmarks.run import GUEST_NAMES, HERE, NAMES, choose, render_loop
from benchmarks.stand_in import AnsibleModule, Task, complete
from support.intent.cases import Case, build_case
from support.lab.code import pack

LOOP = Loop(10000, 2.5, 5)


def test_line_has_ratio_and_times_when_rendered() -> None:
    figures = Figures("P3", "a job", "the floor", (0.3, 0.2, 0.25), (0.1,), LOOP, {"messages": 10})
    above, line = figures.render().splitlines()
    assert line == "P3 ratio=2.50 ours=0.250 floor=0.100 instead=25000 messages=10"
    assert above == (
        "# P3: a job, median of 3; floor: the floor; instead: a loop over 10000 command tasks, "
        "of which 5 were measured and the others scaled"
    )


def test_other_tool_is_named_when_there_is_no_loop() -> None:
    figures = Figures("P6", "a job", "the floor", (0.3,), (0.1,), Tool("frr-reload.py", 1.2345))
    above, line = figures.render().splitlines()
    assert line == "P6 ratio=3.00 ours=0.300 floor=0.100 instead=1.234"
    assert above.endswith("; instead: frr-reload.py")


def test_guest_has_all_benchmarks_that_can_be_named() -> None:
    assert tuple(BENCHMARKS) == GUEST_NAMES


def test_configuration_has_the_size_that_is_told_when_frr_is_timed() -> None:
    config = normalise_config(parse_config(render_vrfs(FEW_VRFS)), (10, 3))
    assert 3500 < len(config) < 4500
    more = normalise_config(parse_config(render_vrfs(FEW_VRFS + 1)), (10, 3))
    new = {path[0] for path in more.lines.keys() - config.lines.keys()}
    assert new == {f"vrf b_vrf{FEW_VRFS}", f"router bgp 65000 vrf b_vrf{FEW_VRFS}"}
    assert len(set(name_networks(NETWORKS))) == NETWORKS


def test_messages_of_bgp_have_their_length_when_packed() -> None:
    message = pack_open(65001, "10.250.0.2")
    assert message[:16] == b"\xff" * 16
    assert message[16:19] == bytes([0, 29, 1])
    assert message[19:] == bytes([4, 0xFD, 0xE9, 0, 180, 10, 250, 0, 2, 0])
    assert pack_message(KEEPALIVE)[16:] == bytes([0, 19, 4])


def test_options_are_new_for_each_run_when_a_module_changes_them() -> None:
    task = Task.__new__(Task)
    task._options = {"text": "a"}

    class Module:
        @staticmethod
        def main() -> None:
            AnsibleModule.options["text"] = "hidden"

    task._module = Module
    task.run()
    assert task._options == {"text": "a"}


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
    tasks: Any = render_loop()[0]["tasks"]
    ready, commands = tasks
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


def test_line_has_growth_when_the_controller_was_measured() -> None:
    few, many = Run(2.0, 2.0, 70.0), Run(9.0, 8.0, 118.4)
    above, line = render(validate=[few, many], site=[few, Run(40.0, 32.0, 99.0)]).splitlines()
    assert above.startswith("# P10: 500 routers and 2000 customers with 5 sites each, by BGP,")
    assert line == (
        "P10 validate=9.0 validate_cpu=8.0 validate_mb=118 validate_growth=1.00"
        " site=40.0 site_cpu=32.0 site_mb=99 site_growth=2.00"
    )


def test_line_has_growth_when_a_network_was_judged() -> None:
    few = {"pairs": 100.0, "cpu": 1.0, "mb": 50.0}
    above, line = reasoning.render(few, {"pairs": 1600.0, "cpu": 8.0, "mb": 200.4}).splitlines()
    assert above.startswith("# P11: 200 PEs and 500 customers with 10 sites each: all pairs")
    assert line == "P11 pairs=1600 cpu=8.0 mb=200 growth=1.50"


def test_network_of_the_benchmark_is_judged_to_be_right() -> None:
    assert reasoning.measure_here(10, 8)["pairs"] == 8 * 10 * 9 + 2 * 2 * 10


def test_large_fabric_has_no_mistake_and_the_size_that_is_told() -> None:
    groups = name_routers(FEW)
    variables = render_core(groups)
    for content in render_vpns(groups).values():
        variables.update(content)
    models = build_case(Case("large", variables, groups, expected={}))
    assert len(models) == FEW
    customers = [name for name in variables if name.startswith("mpls_vpn_customer")]
    assert len(customers) == FEW * CUSTOMERS_A_ROUTER
    assert all(len(variables[name]["sites"]) == SITES for name in customers)
