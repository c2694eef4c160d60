# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a run would interrupt is said of each router, by what frr_config says of its change."""

from __future__ import annotations

from support.memory.ssh import CHANGED, READING, Routers

LINES = ["router ospf", "router ospf / ospf router-id {}"]


def test_nothing_is_changed_when_interruptions_are_refused(routers: Routers) -> None:
    sides = {"before": "192.0.2.9", "after": "10.0.0.1"}
    lines = {side: [line.format(address) for line in LINES] for side, address in sides.items()}
    routers.answer("frr_config", {**CHANGED, "configuration": lines})
    done = routers.play("site", options=("--extra-vars=mpls_refuse_interruptions=true",))
    assert done.returncode != 0
    for name in ("p1", "pe1", "pe2", "rr1"):
        said = f"{name}: its router id changes from 192.0.2.9 to 10.0.0.1: all its sessions restart"
        assert said in done.stdout, done.stdout
    # FRRouting was asked once, in check mode.
    asked = [module for _name, module in routers.asked if module not in READING]
    assert asked == ["frr_config"] * 4
