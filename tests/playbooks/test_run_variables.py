# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Variables of a run that stand in the inventory work there, or are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.intent.cases import read_example
from support.memory.ssh import Routers

#: A call in which a router is changed.
IN_THE_CHANGES = 5


def build(folder: Path, **more: object) -> Routers:
    intent, groups = read_example("l3vpn")
    return Routers(
        folder,
        {**intent, **more},
        {group: names for group, names in groups.items() if group != "all"},
    )


@pytest.mark.parametrize(
    ("options", "other"),
    [((), "not begun: pe2"), (("-empls_pe_batch=2",), "begun, and stopped beside it: pe2")],
)
def test_size_of_batches_is_taken_from_the_inventory_or_from_the_command_line(
    tmp_path: Path, options: tuple[str, ...], other: str
) -> None:
    routers = build(tmp_path, mpls_pe_batch=1)
    routers.lose("pe1", IN_THE_CHANGES)
    done = routers.play("site", options=options)
    assert other in [line.strip() for line in done.stdout.splitlines()], done.stdout


def test_customer_in_the_inventory_is_refused_before_a_router_is_asked(tmp_path: Path) -> None:
    routers = build(tmp_path, mpls_customer="customer1")
    done = routers.play("site")
    assert done.returncode != 0
    words = "mpls_customer: customer1: expected with --extra-vars"
    assert words in " ".join(done.stdout.split())
    assert routers.asked == []


def test_template_that_comes_to_another_value_at_some_router_is_refused(tmp_path: Path) -> None:
    value = "{{ 30 if inventory_hostname == 'pe2' else 90 }}"
    done = build(tmp_path, mpls_bgp_holdtime=value).play("validate")
    assert done.returncode != 0
    words = "mpls_bgp_holdtime: differs at pe2: expected one value for all routers"
    assert words in " ".join(done.stdout.split())


def test_words_of_ansible_on_a_template_are_whole(tmp_path: Path) -> None:
    value = "{{ " + "1 + " * 60 + "1 | no_such_filter }}"
    done = build(tmp_path, mpls_bgp_holdtime=value).play("validate")
    assert done.returncode != 0
    printed = " ".join(done.stdout.split())
    assert "no_such_filter" in printed.partition("mpls_bgp_holdtime: ")[2]
    assert "expected a value that Ansible can template" in printed
