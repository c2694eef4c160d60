# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""When something is done about a fault, what, and which ports are shut meanwhile."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._decide import (
    CONFIRMED,
    FORGOTTEN,
    PATIENCE,
    PAUSES,
    STARTING,
    Memory,
    decide,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._faults import (
    AGAIN_FRR,
    RESTART_FRR,
    RESTART_NETWORKD,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import Fault, Link

PORTS = ("eth2", "eth3")
UP = Link(3, "blue", 1500, up=True, setup="configured")
DOWN = replace(UP, up=False)
LINKS = {"eth2": UP, "eth3": UP}
FIRST, SECOND = ("networkctl", "reconfigure", "eth2"), RESTART_NETWORKD
OUTSIDE = Fault("eth2 is not in VRF blue", (FIRST, SECOND), frozenset({"eth2"}), useless=True)
NO_FILTER = Fault("no filter", (("systemctl", "restart", "x"),), frozenset(PORTS))
NO_ADDRESS = Fault("eth2 has no address", (FIRST, SECOND))
NO_FRR = Fault("frr.service: failed", (RESTART_FRR,))
NO_LABELS = Fault(
    "kernel module mpls_router is not loaded",
    (("modprobe", "mpls_router"),),
    follow_ups=(("systemd-sysctl", "--prefix=/net/mpls", "labels.conf"), AGAIN_FRR),
)


class Router:
    """A router with faults at which the program looks again and again."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.links = dict(LINKS)

    def look(self, now: float, *faults: Fault, starting: bool = False) -> list[str]:
        steps, self.memory = decide(faults, PORTS, self.links, self.memory, now, starting=starting)
        for step in steps:
            if step.command[:3] == ("ip", "link", "set"):
                self.links[step.command[4]] = UP if step.command[5] == "up" else DOWN
        return [" ".join(step.command[-3:]) for step in steps]


def test_remedy_waits_when_a_boot_may_still_do_it() -> None:
    router = Router()
    assert router.look(100, NO_ADDRESS) == []
    assert router.look(100 + PATIENCE - 1, NO_ADDRESS) == []
    assert router.look(100 + PATIENCE, NO_ADDRESS) == ["networkctl reconfigure eth2"]


def test_second_remedy_is_tried_within_a_minute_when_the_first_one_did_not_help() -> None:
    router = Router()
    router.look(0, NO_ADDRESS)
    router.look(PATIENCE, NO_ADDRESS)
    assert router.look(PATIENCE + PAUSES[0], NO_ADDRESS) == [
        "--no-block restart systemd-networkd.service"
    ]
    assert PATIENCE + PAUSES[0] < 45


def test_pauses_grow_when_nothing_helps() -> None:
    router = Router()
    tries = [now for now in range(7200) if router.look(now, NO_ADDRESS)]
    pauses = [after - before for before, after in zip(tries, tries[1:])]
    assert pauses[:8] == [*PAUSES, PAUSES[-1]]


def test_pauses_go_on_growing_when_somebody_undoes_it_each_time() -> None:
    router = Router()
    tries: list[int] = []
    for now in range(3600):
        faults = [] if tries and now == tries[-1] + 1 else [NO_ADDRESS]
        if router.look(now, *faults):
            tries.append(now)
    assert len(tries) < 14


def test_fault_is_a_new_one_when_it_was_gone_for_long() -> None:
    router = Router()
    router.look(0, NO_ADDRESS)
    router.look(PATIENCE, NO_ADDRESS)
    router.look(PATIENCE + 1)
    later = PATIENCE + FORGOTTEN + 10
    router.look(later, NO_ADDRESS)
    assert router.look(later + PATIENCE, NO_ADDRESS) == ["networkctl reconfigure eth2"]


def test_port_is_down_until_it_is_in_its_vrf() -> None:
    router = Router()
    assert router.look(0, OUTSIDE) == []
    assert router.look(CONFIRMED, OUTSIDE) == ["dev eth2 down", "networkctl reconfigure eth2"]
    assert router.look(5, OUTSIDE) == []
    router.links["eth2"] = UP
    assert router.look(8, OUTSIDE) == ["dev eth2 down"]
    assert router.look(9) == ["dev eth2 up", "networkctl reconfigure eth2"]
    assert router.memory.lowered == frozenset()
    assert router.look(12) == []


def test_ports_stay_up_when_the_first_remedy_loads_the_filter() -> None:
    router = Router()
    router.look(0, NO_FILTER)
    assert router.look(3, NO_FILTER) == ["systemctl restart x"]
    assert router.look(6) == []


def test_ports_are_down_when_the_filter_cannot_be_loaded() -> None:
    router = Router()
    router.look(0, NO_FILTER)
    router.look(3, NO_FILTER)
    assert router.look(6, NO_FILTER) == ["dev eth2 down", "dev eth3 down"]
    assert router.look(30)[::2] == ["dev eth2 up", "dev eth3 up"]


def test_ports_are_down_at_once_when_the_next_remedy_has_to_wait() -> None:
    router = Router()
    for start in (0, 100, 200, 300, 400, 500):
        router.look(start, NO_FILTER)
        router.look(start + 3, NO_FILTER)
        router.look(start + 6)
    router.look(510, NO_FILTER)
    assert router.look(513, NO_FILTER) == ["dev eth2 down", "dev eth3 down"]


def test_port_that_an_operator_set_down_is_not_set_up() -> None:
    router = Router()
    router.links["eth3"] = DOWN
    router.look(0, NO_FILTER)
    router.look(3, NO_FILTER)
    assert router.look(6, NO_FILTER) == ["dev eth2 down"]
    assert router.look(9) == ["dev eth2 up", "networkctl reconfigure eth2"]


def test_port_is_set_down_again_when_a_restart_set_it_up() -> None:
    router = Router()
    router.links["eth3"] = DOWN
    router.look(0, NO_ADDRESS)
    router.look(PATIENCE, NO_ADDRESS)
    router.look(PATIENCE + PAUSES[0], NO_ADDRESS)
    router.links["eth3"] = UP
    assert router.look(PATIENCE + PAUSES[0] + 3) == ["dev eth3 down"]
    router.links["eth3"] = UP
    assert router.look(PATIENCE + PAUSES[0] + 6) == []


def test_port_is_not_held_down_when_it_was_the_program_that_set_it_down() -> None:
    router = Router()
    router.look(0, NO_FILTER, NO_ADDRESS)
    router.look(3, NO_FILTER, NO_ADDRESS)
    router.look(6, NO_FILTER, NO_ADDRESS)
    router.look(PATIENCE, NO_FILTER, NO_ADDRESS)
    steps = router.look(PATIENCE + PAUSES[0], NO_ADDRESS)
    assert steps[:2] == ["--no-block restart systemd-networkd.service", "dev eth2 up"]
    assert router.look(PATIENCE + PAUSES[0] + 3) == []


def test_one_restart_is_enough_for_all_that_need_it() -> None:
    router = Router()
    lost = [Fault(f"device {name} is missing", (RESTART_NETWORKD,)) for name in "ab"]
    router.look(0, *lost)
    assert len(router.look(PATIENCE, *lost)) == 1


def test_networkd_is_left_alone_while_it_starts_and_shortly_after() -> None:
    router = Router()
    for now in range(300):
        assert router.look(now, NO_ADDRESS, starting=True) == []
    assert router.look(299 + STARTING - 1, NO_ADDRESS) == []
    assert router.look(299 + STARTING, NO_ADDRESS) == ["networkctl reconfigure eth2"]


def test_restart_is_not_cut_short_when_another_fault_asks_for_one() -> None:
    router = Router()
    lost = Fault("device a is missing", (RESTART_NETWORKD,))
    restarts = [
        now
        for now in range(90)
        if any("restart" in one for one in router.look(now, NO_ADDRESS, *[lost][: now > 17]))
    ]
    pauses = [after - before for before, after in zip(restarts, restarts[1:])]
    assert min(pauses) >= STARTING


def test_frr_starts_again_last_when_it_started_before_the_labels() -> None:
    router = Router()
    router.look(0, NO_LABELS, NO_ADDRESS)
    assert router.look(PATIENCE, NO_LABELS, NO_ADDRESS) == [
        "modprobe mpls_router",
        "systemd-sysctl --prefix=/net/mpls labels.conf",
        "networkctl reconfigure eth2",
        "systemctl reset-failed frr.service",
        "--no-block try-restart frr.service",
    ]


def test_frr_starts_once_and_last_when_it_failed_and_its_labels_are_missing() -> None:
    router = Router()
    router.look(0, NO_FRR, NO_LABELS)
    assert router.look(PATIENCE, NO_FRR, NO_LABELS) == [
        "modprobe mpls_router",
        "systemd-sysctl --prefix=/net/mpls labels.conf",
        "systemctl reset-failed frr.service",
        "--no-block restart frr.service",
    ]


def test_port_is_forgotten_when_it_has_left_the_files() -> None:
    router = Router()
    router.links["eth9"] = DOWN
    router.memory = Memory(lowered=frozenset({"eth9"}))
    assert router.look(0) == []
    assert router.memory.lowered == frozenset()
