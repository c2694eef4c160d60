# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A run ends with what it changed and what verify found, for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._pack import pack_state
from support.assurance.networks import make_network
from support.memory.ssh import ANSWERS, CHANGED, Routers


def test_run_ends_with_what_it_changed_and_found(routers: Routers) -> None:
    routers.answer("frr_config", {**CHANGED, "commands": ["router ospf", "exit"]})
    routers.answer("router_steps", {**CHANGED, "operations": ["change eth1"]})
    lines = routers.play("site").stdout.splitlines()
    found = [line for line in lines if line.startswith("changed 4 of 4 routers in ")]
    assert len(found) == 1, "\n".join(lines)
    at = lines.index(found[0])
    assert lines[at + 1 : at + 7] == [
        "p1: change eth1, 2 commands to FRRouting",
        "pe1: change eth1, change eth1, 2 commands to FRRouting",
        "pe2: change eth1, change eth1, 2 commands to FRRouting",
        "rr1: change eth1, 2 commands to FRRouting",
        "4 checks on 4 routers: all passed",
        "2 customers, 4 pairs of sites followed label by label: all reach each other",
    ]
    lines = routers.play("verify").stdout.splitlines()
    assert "4 checks on 4 routers: all passed" in lines
    assert not any(line.startswith("changed ") and "router" in line for line in lines)


def test_routers_are_asked_once_more_when_something_is_found(routers: Routers) -> None:
    net = make_network("l3vpn")
    del net.states["p1"]["labels"][net.label("pe2")]
    answer = {**ANSWERS["router_verify"], "state": pack_state(net.states["p1"])}
    routers.answer("router_verify", answer, "p1")
    done = routers.play("verify")
    assert done.returncode != 0
    assert len([name for name, module in routers.asked if module == "router_verify"]) == 8
    assert "p1: label 18: is not in the label table" in done.stdout


def test_site_restores_what_a_kernel_lost_and_verify_does_not(routers: Routers) -> None:
    net = make_network("l3vpn")
    del net.states["p1"]["labels"][net.label("pe2")]
    answer = {**ANSWERS["router_verify"], "state": pack_state(net.states["p1"])}
    routers.answer("router_verify", answer, "p1")
    routers.play("verify")
    assert not any(module == "frr_fib" for _name, module in routers.asked)
    done = routers.play("site")
    assert [name for name, module in routers.asked if module == "frr_fib"] == ["p1"], done.stdout
    # What is still lost counts.
    assert done.returncode != 0
    assert "p1: label 18: is not in the label table" in done.stdout


def test_packet_is_followed_through_what_routers_have(routers: Routers) -> None:
    for name, state in make_network("l3vpn").states.items():
        routers.answer("router_info", {"changed": False, "state": state}, name)
    asked = ("-e", "mpls_from=customer1/pe1", "-e", "mpls_to=192.168.2.1")
    lines = routers.play("trace", options=asked).stdout.splitlines()
    assert "  arrives at pe2, whose own address it is, in VRF customer1" in lines, "\n".join(lines)
    routers.lose("p1", 1)
    done = routers.play("trace", options=asked)
    assert done.returncode != 0
    assert "ends at p1: answers: gave no answer" in done.stdout, done.stdout
    done = routers.play("trace")
    assert "mpls_from: '': expected one of the customers customer1, customer2" in done.stdout


def test_one_router_is_asked_and_shown(routers: Routers) -> None:
    state = make_network("l3vpn").states["pe1"]
    answer = {"changed": False, "state": state, "sessions": [], "drops": {"labels": 7}}
    routers.answer("router_info", answer, "pe1")
    done = routers.play("show", options=("-e", "mpls_show_router=pe1"))
    assert [name for name, module in routers.asked if module == "router_info"] == ["pe1"]
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["customer1", "pe1:eth2", "customer1", "up"] in [line[:4] for line in lines], done.stdout
    assert ["pe1", "labels", "7"] in lines
    done = routers.play("show", options=("-e", "mpls_show_router=pe9"))
    assert done.returncode != 0
    assert "mpls_show_router: 'pe9': expected one of" in done.stdout


def test_two_reports_are_compared(routers: Routers, tmp_path: Path) -> None:
    net = make_network("l3vpn")
    _save(net.states, tmp_path / "before")
    net.states["pe1"]["routes"]["100"].remove(net.route("pe1", 100, "192.168.2.0/24"))
    _save(net.states, tmp_path / "after")
    asked = ("-e", f"mpls_before={tmp_path}/before", "-e", f"mpls_after={tmp_path}/after")
    lines = routers.play("compare", options=asked).stdout.splitlines()
    assert "1 difference, of customer1" in lines, "\n".join(lines)
    done = routers.play("compare", options=asked[:2])
    assert done.returncode != 0
    assert "mpls_after: '': No such file or directory: expected a mpls_report_folder" in done.stdout


def _save(states: Mapping[str, Any], folder: Path) -> None:
    """Write them as a report has them."""
    (folder / "states").mkdir(parents=True)
    for router, state in states.items():
        (folder / "states" / f"{router}.json").write_text(json.dumps(state), "utf-8")
