# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRRouting has and the kernel lost is made again; what is of others stays."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._fib import _task
from ansible_collections.linuxnet.mpls.plugins.module_utils._fib._task import Fib
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run

HOP = {"interface": "eth1", "via": "10.1.0.1", "labels": [17], "dead": False}
OTHER = {**HOP, "via": "10.1.0.9"}
VPN = {"prefix": "192.168.2.0/24", "hops": [{**HOP, "labels": [16, 80]}]}
STATE: dict[str, Any] = {
    "labels": {"18": {"protocol": 193, "hops": [HOP]}},
    "routes": {"100": [{**VPN, "kind": "unicast", "protocol": 186, "metric": 20}]},
    "frr": {
        "version": "10.3",
        "labels": {"18": {"protocol": "LDP", "hops": [HOP]}},
        "routes": {"100": [{**VPN, "protocol": "bgp"}]},
    },
    "unread": {},
}


class Router:
    """Gives one state after the other, the last one for ever, and notes what ip is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *states: dict[str, Any]) -> None:
        self.states, self.told, self.pauses = list(states), list[str](), list[float]()
        monkeypatch.setattr(_task, "Frr", lambda: None)
        monkeypatch.setattr(_task, "Reading", lambda: self)
        monkeypatch.setattr(_task, "run_command", lambda argv: self.told.append(" ".join(argv)))
        monkeypatch.setattr(_task.time, "sleep", self.pauses.append)

    def read(self, _frr: object) -> dict[str, Any]:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


def broken(**labels: Any) -> dict[str, Any]:
    state = copy.deepcopy(STATE)
    state["labels"] = labels
    return state


@pytest.fixture(autouse=True)
def _own_lock(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ansible_collections.linuxnet.mpls.plugins.module_utils._runner.LOCK_FILE",
        str(tmp_path / "lock"),
    )


def test_nothing_is_done_and_nobody_waits_when_both_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router(monkeypatch, STATE)
    assert run([Fib(purge=True)], check=False).operations == ()
    assert (router.told, router.pauses) == ([], [])


def test_label_is_made_when_the_kernel_lost_it(monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router(monkeypatch, broken(), broken(), STATE)
    assert run([Fib(purge=True)], check=False).operations == ("create label 18",)
    assert router.told == [
        "ip -family mpls route replace 18 as 17 via inet 10.1.0.1 dev eth1 protocol 193"
    ]


def test_entry_that_leads_elsewhere_is_replaced_and_one_of_nobody_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = broken(
        **{"18": {"protocol": 193, "hops": [OTHER]}, "4999": {"protocol": 193, "hops": [HOP]}}
    )
    router = Router(monkeypatch, wrong, wrong, STATE)
    report = run([Fib(purge=True)], check=False)
    assert report.operations == ("delete label 4999", "change label 18")
    assert router.told[0] == "ip -family mpls route del 4999"
    (diff,) = report.diff
    assert "4999 as 17" in diff["before"]
    assert diff["after"] == "18 as 17 via inet 10.1.0.1 dev eth1 protocol 193\n"


def test_entry_of_somebody_else_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator's label (RTPROT_STATIC) stands where FRRouting has one."""
    router = Router(monkeypatch, broken(**{"18": {"protocol": 4, "hops": [OTHER]}}))
    assert run([Fib(purge=True)], check=False).operations == ()
    assert router.told == []


def test_what_is_right_a_moment_later_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router(monkeypatch, broken(), STATE)
    assert run([Fib(purge=True)], check=False).operations == ()
    assert router.pauses == [_task.SETTLE_SECONDS]


def test_router_is_refused_when_frr_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    Router(monkeypatch, {**STATE, "unread": {"frr daemon zebra": "zebra does not answer"}})
    with pytest.raises(HostError, match="cannot be compared: frr daemon zebra: zebra does not"):
        run([Fib(purge=True)], check=False)


def test_nothing_is_told_when_it_only_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router(monkeypatch, broken(), broken())
    assert run([Fib(purge=True)], check=True).operations == ("create label 18",)
    assert router.told == []


def test_what_frr_has_left_stays_when_it_is_not_purged(monkeypatch: pytest.MonkeyPatch) -> None:
    left = broken(**STATE["labels"], **{"4999": {"protocol": 193, "hops": [HOP]}})
    router = Router(monkeypatch, left)
    assert run([Fib(purge=False)], check=False).operations == ()
    assert router.told == []
