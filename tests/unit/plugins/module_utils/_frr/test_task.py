# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the options of frr_config are refused for, before anything is looked at or changed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _task as task
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._running import Daemons
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._stopping import UnnamedDaemons

CANARY = "Canary-7f"
BGP = ["router bgp 65000"]


@pytest.fixture(autouse=True)
def _router(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "read_version", lambda: (10, 3))
    monkeypatch.setattr(task.service, "read_running", lambda: {"zebra", "bgpd"})


def options(**given: Any) -> dict[str, Any]:
    return {
        "text": None,
        "lines": None,
        "parents": None,
        "daemons": [],
        "purge_daemons": False,
        "secrets": {},
        "backup": 3,
        **given,
    }


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": " \n"}, "text: ' \\n' is wrong: expected a configuration"),
        ({"text": "a\0"}, "text: '(binary)' is wrong"),
        ({"text": "a %{b}"}, "text: '%{b}' is wrong: expected a name of the option secrets"),
        ({"lines": ["a", "%{b}"]}, "lines[1]: '%{b}' is wrong: expected a name of the option"),
        ({"text": "router bgp 1"}, "daemons: [] is wrong: expected also bgpd for 'router bgp 1'"),
        ({"lines": ["ip ospf area 0"], "parents": ["interface a"]}, "also ospfd for 'ip ospf area"),
        ({"lines": ["a"], "purge_daemons": True}, "purge_daemons: True is wrong: expected no with"),
        ({"text": "a", "backup": -1}, "backup: -1 is wrong"),
        ({"text": "a", "secrets": {"b": f"{CANARY} c"}}, "secrets.b: '(hidden)' is wrong"),
        (
            {"lines": [f"neighbor 10.0.0.1 password {CANARY}"], "parents": ["interface a", *BGP]},
            "parents[1]: 'router bgp 65000' is wrong",
        ),
        (
            {"lines": ["exit", f"password {CANARY}"], "parents": BGP},
            "lines[1]: 'password <secret ",
        ),
    ],
)
def test_options_are_refused_by_name_when_they_cannot_be_right(
    given: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        task.build_resources(options(**given), check=False)
    assert CANARY not in str(caught.value)


def test_daemon_need_not_be_named_when_it_runs_or_has_nothing_to_add() -> None:
    for parents, lines in (
        (BGP, ["neighbor 10.0.0.1 remote-as 1"]),
        (["router isis core"], ["no is-type"]),
        ([], ["no router ospf"]),
    ):
        resources = task.build_resources(options(lines=lines, parents=parents), check=False)
        assert not any(isinstance(resource, UnnamedDaemons) for resource in resources)


def test_daemons_are_stopped_last_when_they_are_purged() -> None:
    resources = task.build_resources(options(text="log syslog\n", purge_daemons=True), check=False)
    assert isinstance(resources[-1], UnnamedDaemons)
    assert isinstance(resources[1], Daemons)


def test_secrets_are_hidden_when_ansible_shows_the_options() -> None:
    row = f"neighbor 10.0.0.1 password {CANARY}"
    assert CANARY not in str(task.hide_secrets(options(text=f"{row}\n")))
    hidden = task.hide_secrets(options(lines=[row, "log syslog"]))
    assert CANARY not in str(hidden)
    assert hidden["lines"][1] == "log syslog"
    assert "text" not in hidden
