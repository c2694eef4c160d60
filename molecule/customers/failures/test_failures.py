# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A customer that tells too much, a wrong password, and a PE that loses its power."""

from __future__ import annotations

import time
from typing import Any

from support.lab.ces import CUSTOMERS, Ce, bgp_state, connects, flooding
from support.lab.network import PATIENCE, holds_within, run_lab, run_playbook, wait_for

#: Seconds, less than those for which a CE holds on to a PE that offered graceful restart.
GRACE = 90


def test_flood_of_prefixes_ends_the_session_that_it_came_by(
    routers: dict[str, Any], ces: dict[str, Ce]
) -> None:
    pe, ce = routers["pe3"], ces["blue-branch"]
    with flooding(pe, ce):
        wait_for(lambda: not connects(ces, "blue", 1), "blue's branch is cut off", PATIENCE)
        assert not holds_within(20, lambda: bgp_state(pe, "blue", "172.16.3.2") != "Idle")
        for customer in ("green", "red"):
            assert connects(ces, customer)
        assert bgp_state(routers["pe1"], "blue", "172.16.1.2") == "Established"
    pe.check_output("vtysh -c 'clear bgp vrf blue 172.16.3.2'")
    wait_for(lambda: connects(ces, "blue", 1), "blue's branch is back", PATIENCE)


def test_no_session_is_there_while_the_password_is_wrong(
    routers: dict[str, Any], ces: dict[str, Ce]
) -> None:
    pe, ce = routers["pe3"], ces["blue-branch"]

    def is_up() -> bool:
        return bgp_state(pe, "blue", "172.16.3.2") == "Established"

    assert is_up()
    ce.configure("s/Example-of-blue/Wrong-of-blue/")
    try:
        wait_for(lambda: not is_up(), "the session ends", PATIENCE)
        assert not holds_within(20, is_up)
    finally:
        ce.configure("s/Wrong-of-blue/Example-of-blue/")
    wait_for(is_up, "the session is back", PATIENCE)
    wait_for(lambda: connects(ces, "blue", 1), "blue's packets pass", PATIENCE)


def test_places_with_two_pes_survive_the_failure_of_the_first(ces: dict[str, Ce]) -> None:
    assert all(connects(ces, customer) for customer in CUSTOMERS)
    run_lab("power-cut", "pe1")
    try:
        started = time.monotonic()
        for customer in ("blue", "green"):
            wait_for(lambda one=customer: connects(ces, one, 1), f"{customer} by PE2", GRACE)
            print(f"\n{customer} goes by PE2 after {time.monotonic() - started:.1f} s")  # noqa: T201
            assert connects(ces, customer, 10)
        # Nobody else leads to the head office of red.
        assert not connects(ces, "red")
    finally:
        run_lab("boot", "pe1")
    done = run_playbook("verify", "--extra-vars=mpls_verify_timeout=300")
    assert done.returncode == 0, done.stdout
    wait_for(lambda: all(connects(ces, one, 1) for one in CUSTOMERS), "all are back", PATIENCE)
