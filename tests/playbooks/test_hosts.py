# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The playbooks find their routers in inventories that have not all groups, without a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.intent.cases import read_example
from support.memory.ssh import Routers

GROUPS = {"p": ["p1"], "pe": ["pe1", "pe2"], "rr": ["rr1"]}
PLAYBOOKS = ("site", "validate", "verify", "diagram")


@pytest.mark.parametrize("missing", [("p", "rr"), ("pe",)])
@pytest.mark.parametrize("options", [(), ("--extra-vars=mpls_customer=customer1",)])
def test_groups_are_not_warned_of_when_the_inventory_has_no_such_routers(
    missing: tuple[str, ...], options: tuple[str, ...], tmp_path: Path
) -> None:
    groups = {group: names for group, names in GROUPS.items() if group not in missing}
    intent, _groups = read_example("l3vpn")
    done = Routers(tmp_path, intent, groups).play(*PLAYBOOKS, options=("--list-hosts", *options))
    assert done.returncode == 0, done.stderr
    assert "Could not match" not in done.stdout + done.stderr
    for text in done.stdout.split("playbook: ")[1 + len(options) :]:
        assert all(name in text for names in groups.values() for name in names), text


def test_run_ends_when_the_inventory_has_no_router(tmp_path: Path) -> None:
    routers = Routers(tmp_path, {}, {"p": [], "others": ["web1"]})
    for playbook in ("site", "diagram"):
        done = routers.play(playbook)
        assert done.returncode == 2
        assert "the inventory has no router, a host of the group p, pe or rr; its" in done.stdout
        assert routers.asked == []


def test_run_ends_when_its_limit_leaves_no_router(tmp_path: Path) -> None:
    intent, _groups = read_example("l3vpn")
    routers = Routers(tmp_path, intent, {**GROUPS, "others": ["web1"]})
    for playbook in PLAYBOOKS:
        done = routers.play(playbook, options=("--limit=web1",))
        assert done.returncode == 2
        words = "no router is among the hosts of --limit web1; the routers are: p1, pe1, pe2, rr1"
        assert words in " ".join(done.stdout.split())
        assert routers.asked == []
