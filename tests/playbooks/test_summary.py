# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A run ends with what it changed and what verify found, for people."""

from __future__ import annotations

from support.memory.ssh import CHANGED, Routers


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
