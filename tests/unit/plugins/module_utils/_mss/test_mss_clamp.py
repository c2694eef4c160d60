# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Clamping of customers' segments: the rules, and when the table and its unit come and go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mss import _task
from ansible_collections.linuxnet.mpls.plugins.module_utils._mss._values import (
    Clamp,
    build_table,
    parse_clamp,
)
from support.memory.nft import READ_UNITS, Router

PRESENT = {"state": "present", "vrfs": ["red", "blue"], "ipv4": 1452, "ipv6": 1432}
ABSENT = {"state": "absent", "vrfs": None, "ipv4": None, "ipv6": None}
KEY = "table inet linuxnet_mpls_mss"
LOAD = ["/bin/sh lib/load-mss.sh load", "systemctl start linuxnet-mpls-mss.service"]
STOP = "systemctl stop linuxnet-mpls-mss.service"


@pytest.fixture
def router(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Router:
    return Router(tmp_path, monkeypatch)


def run(params: dict[str, Any], *, check: bool = False) -> tuple[str, ...]:
    return _runner.run(_task.build_resources(params), check=check).operations


def test_syn_that_comes_in_by_a_vrf_is_clamped_by_its_family() -> None:
    table = build_table(Clamp(("blue", "red"), 1452, 1432))
    (chain,) = table.chains
    assert (table.key, chain.name) == (KEY, "forward")
    assert chain.rules == (
        'iifname { "blue", "red" } meta nfproto ipv4 tcp flags syn / syn,rst'
        " tcp option maxseg size set 1452",
        'iifname { "blue", "red" } meta nfproto ipv6 tcp flags syn / syn,rst'
        " tcp option maxseg size set 1432",
    )


def test_order_of_vrfs_does_not_matter() -> None:
    assert parse_clamp(PRESENT) == parse_clamp({**PRESENT, "vrfs": ["blue", "red"]})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"vrfs": []}, "vrfs: [] is wrong: expected at least one VRF"),
        ({"vrfs": ['a" }']}, "vrfs[0]: 'a\" }' is wrong: expected an interface name"),
        ({"ipv4": 535}, "ipv4: 535 is wrong: expected an MSS from 536 to 65495 octets"),
        ({"ipv6": 65496}, "ipv6: 65496 is wrong: expected an MSS from 536 to 65495 octets"),
    ],
)
def test_value_that_cannot_be_right_is_refused(said: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_clamp({**PRESENT, **said})
    assert str(caught.value).startswith(words)


def test_unit_loads_the_table_once_when_it_is_wanted(router: Router) -> None:
    assert [step.split()[0] for step in run(PRESENT)] == ["create"] * 7
    assert router.done == [*READ_UNITS, *LOAD]
    assert run(PRESENT) == ()
    assert router.done == [*READ_UNITS, *LOAD]


def test_unit_loads_the_table_anew_when_it_says_something_else(router: Router) -> None:
    run(PRESENT)
    router.done.clear()
    files = router.folder / "etc" / "mss.nft"
    assert run({**PRESENT, "ipv4": 1400}) == (f"change {files}", f"change {KEY}")
    assert router.done == [*READ_UNITS, *LOAD]


def test_table_file_and_unit_go_when_nothing_is_clamped(router: Router) -> None:
    run(PRESENT)
    router.done.clear()
    assert [step.split()[0] for step in run(ABSENT)] == ["delete"] * 7
    assert router.done == [STOP, "--file -", *READ_UNITS]
    assert [path for path in router.folder.rglob("*mss*") if path.is_file()] == []
    assert run(ABSENT) == ()
