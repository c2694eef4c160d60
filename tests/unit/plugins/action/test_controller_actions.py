# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is written on the controller: files for review and diagrams, and once only."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.errors import AnsibleActionFail
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.task import Task
from ansible.template import Templar

from ansible_collections.linuxnet.mpls.plugins.action import (
    fabric_diagram,
    fabric_render,
    fabric_report,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._pack import pack_state
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import Check
from support.assurance.networks import make_network
from support.intent.cases import Case, build_case, read_example, render_frr

Result = dict[str, Any]


def run(
    action: Any, args: dict[str, Any], variables: dict[str, Any], check_mode: bool = False
) -> Result:
    task = Task()
    task.args, task.check_mode, task.async_val = args, check_mode, 0
    loader = DataLoader()
    plugin = action.ActionModule(
        task=task,
        connection=SimpleNamespace(_shell=SimpleNamespace(tmpdir=None)),
        play_context=None,
        loader=loader,
        templar=Templar(loader=loader, variables=variables),
        shared_loader_obj=None,
    )
    result: Result = plugin.run(task_vars=variables)
    return result


class Hosts(dict[str, Any]):
    """What Ansible gives of all hosts' variables, as far as actions look at it."""

    def raw_get(self, name: str) -> Any:
        return self[name]


ENDED = "the run ended at pe1, and changed no other router after that"


def variables_of(name: str, **said: Any) -> Result:
    variables, groups = read_example(name)
    variables.update(said)
    hosts = Hosts({router: variables for routers in groups.values() for router in routers})
    return {**variables, "groups": groups, "hostvars": hosts}


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """Give what people have seen since the last time."""
    return capsys.readouterr().out


def test_configurations_are_those_of_the_role_when_rendered(tmp_path: Path) -> None:
    args, variables = {"folder": str(tmp_path / "new" / "rendered")}, variables_of("ring")
    assert run(fabric_render, args, variables, check_mode=True)["changed"]
    assert not (tmp_path / "new").exists()
    assert run(fabric_render, args, variables)["changed"]
    for name, model in build_case(Case("ring", *read_example("ring"), expected={})).items():
        rendered = (tmp_path / "new" / "rendered" / f"{name}.frr.conf").read_text("utf-8")
        assert rendered == render_frr(model)
    assert not run(fabric_render, args, variables)["changed"]


def test_routes_are_rendered_when_labels_are_static(tmp_path: Path) -> None:
    run(fabric_render, {"folder": str(tmp_path)}, variables_of("static-core"))
    assert "out_labels:" in (tmp_path / "pe1.routes.yml").read_text("utf-8")


def test_nothing_is_rendered_when_the_intent_has_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = {"folder": str(tmp_path / "rendered"), "report_folder": str(tmp_path)}
    result = run(fabric_render, args, variables_of("l3vpn", mpls_asn=0))
    assert result["failed"]
    assert result["msg"] == "the intent has mistakes, nothing was changed (1)"
    assert "mpls_asn: 0: expected" in said(capsys)
    assert not (tmp_path / "rendered").exists()
    assert "mpls_asn" in (tmp_path / "validate.json").read_text("utf-8")


def test_difference_is_told_when_a_router_would_get_something_else(tmp_path: Path) -> None:
    run(fabric_render, {"folder": str(tmp_path)}, variables_of("l3vpn"))
    other = variables_of("l3vpn", mpls_bgp_holdtime=30)
    diffs = run(fabric_render, {"folder": str(tmp_path)}, other)["diff"]
    diff = next(one for one in diffs if one["after_header"] == str(tmp_path / "pe1.frr.conf"))
    assert "timers bgp 10 30" in set(diff["after"].split("\n ")) - set(diff["before"].split("\n "))


def test_file_of_a_router_that_is_gone_goes_and_no_other(tmp_path: Path) -> None:
    args, variables = {"folder": str(tmp_path)}, variables_of("l3vpn")
    run(fabric_render, args, variables)
    # Somebody's own file, that of a router that has left, and one that the list must not lead to.
    (tmp_path / "notes.frr.conf").write_text("mine", "utf-8")
    (tmp_path / "p9.frr.conf").write_text("left", "utf-8")
    outside = tmp_path.parent / "outside.frr.conf"
    outside.write_text("mine", "utf-8")
    with (tmp_path / ".linuxnet-mpls").open("a", encoding="utf-8") as stream:
        stream.write("p9.frr.conf\n../outside.frr.conf\n")
    foretold = run(fabric_render, args, variables, check_mode=True)
    assert (tmp_path / "p9.frr.conf").exists()
    done = run(fabric_render, args, variables)
    assert done["files"] == foretold["files"] == [str(tmp_path / "p9.frr.conf")]
    assert done["diff"][0]["after"] == ""
    assert not (tmp_path / "p9.frr.conf").exists()
    assert (tmp_path / "notes.frr.conf").exists()
    assert outside.exists()
    assert not run(fabric_render, args, variables)["changed"]


@pytest.mark.parametrize(
    ("action", "args"), [(fabric_render, {}), (fabric_diagram, {"svg": False})]
)
def test_folder_is_named_when_it_cannot_be_made(
    action: Any, args: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AnsibleActionFail, match="expected a folder that can be written"):
        run(action, {**args, "folder": str(tmp_path / "file" / "x")}, variables_of("l3vpn"))


def test_picture_is_made_once_when_nothing_changes(tmp_path: Path) -> None:
    args = {"folder": str(tmp_path / "diagram")}
    assert run(fabric_diagram, args, variables_of("l3vpn"), check_mode=True)["changed"]
    assert not (tmp_path / "diagram").exists()
    assert run(fabric_diagram, args, variables_of("l3vpn"))["changed"]
    assert "<svg" in (tmp_path / "diagram" / "network.svg").read_text("utf-8")
    assert not run(fabric_diagram, args, variables_of("l3vpn"))["changed"]


def test_text_is_there_and_no_old_picture_when_graphviz_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "network.svg").write_text("of another network")
    monkeypatch.setitem(os.environ, "PATH", str(tmp_path))
    with pytest.raises(AnsibleActionFail, match="missing here; install with: apt-get install gra"):
        run(fabric_diagram, {"folder": str(tmp_path)}, variables_of("l3vpn"))
    assert (tmp_path / "network.dot").read_text("utf-8").startswith("graph network {")
    assert not (tmp_path / "network.svg").exists()
    assert not run(fabric_diagram, {"folder": str(tmp_path), "svg": False}, variables_of("l3vpn"))[
        "changed"
    ]


def test_mistakes_are_told_when_the_intent_cannot_be_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(fabric_diagram, {"folder": str(tmp_path)}, variables_of("l3vpn", mpls_asn=0))
    assert (result["failed"], result["msg"]) == (True, "the intent has mistakes (1)")
    assert "mpls_asn: 0: expected an auto" in said(capsys)


@pytest.mark.parametrize(
    ("reports", "check_mode", "reason", "last"),
    [
        ({}, False, ENDED, "the next run of site does what is left"),
        ({"p1": {"checks": []}}, False, ENDED, "the next run of site does what is left"),
        ({}, True, "nothing was changed, as this run only checks", ""),
    ],
)
def test_report_fails_when_the_run_ended_in_the_middle(
    capsys: pytest.CaptureFixture[str],
    reports: dict[str, Any],
    check_mode: bool,
    reason: str,
    last: str,
) -> None:
    args = {"reports": reports, "progress": {"p1": "done", "pe1": "begun"}, "lost": ["pe1"]}
    result = run(fabric_report, args, variables_of("l3vpn"), check_mode)
    assert (result["failed"], result["msg"]) == (True, reason)
    assert [last] == (said(capsys).splitlines() or [""])[-1:]


def test_report_counts_what_was_asked_and_what_is_not_known() -> None:
    check = Check("bgp").as_result()
    args = {"reports": {"p1": {"checks": [check]}}, "progress": {"p1": "done"}}
    result = run(fabric_report, args, variables_of("l3vpn"))
    assert (result["failed"], result["msg"].splitlines()) == (
        False,
        [
            "1 check on 1 router: all passed",
            "2 customers, 4 pairs of sites followed label by label: 4 not known",
        ],
    )
    result = run(fabric_report, {"reports": {}}, variables_of("l3vpn"))
    assert (result["failed"], result["msg"]) == (True, "no router was asked")


def test_report_proves_what_the_routers_gave_and_writes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    net = make_network()
    check = Check("bgp").as_result()
    reports = {
        name: {"checks": [check], "state": pack_state(state)} for name, state in net.states.items()
    }
    args = {"reports": reports, "folder": str(tmp_path), "customer": "customer1"}
    result = run(fabric_report, args, variables_of("l3vpn"))
    assert (result["failed"], result["msg"].splitlines()) == (
        False,
        [
            "4 checks on 4 routers: all passed",
            "2 customers, 4 pairs of sites followed label by label: all reach each other",
        ],
    )
    assert json.loads((tmp_path / "verify.json").read_text("utf-8"))["state"] == "ok"
    for page in ("verify.html", "customer-customer1.html"):
        assert "<!DOCTYPE html>" in (tmp_path / page).read_text("utf-8")[:100]
    assert json.loads((tmp_path / "states" / "p1.json").read_text("utf-8")) == net.states["p1"]
    del net.states["p1"]["labels"][net.label("pe2")]
    reports["p1"]["state"] = pack_state(net.states["p1"])
    result = run(fabric_report, {**args, "final": False}, variables_of("l3vpn"))
    assert (result.get("failed"), result["again"]) == (None, True)
    assert json.loads((tmp_path / "verify.json").read_text("utf-8"))["state"] == "ok"
    result = run(fabric_report, args, variables_of("l3vpn"))
    assert (result["failed"], result["msg"]) == (True, "the network is not as the intent says (1)")
    assert (
        "p1: label 18: is not in the label table: FRRouting has it, of LDP, and the kernel lost it"
        " (customer1, customer2)\n" in said(capsys)
    )
    (change,) = json.loads((tmp_path / "verify.json").read_text("utf-8"))["changes"]
    assert (change["kind"], change["subject"]) == ("failed", "p1: label 18")
