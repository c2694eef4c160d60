# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Clamping of customers' segments: the rules, and when the table and its unit come and go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mss import _task
from ansible_collections.linuxnet.mpls.plugins.module_utils._mss._values import (
    Clamp,
    digest,
    parse_clamp,
    render_ruleset,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist import _files

PRESENT = {"state": "present", "vrfs": ["red", "blue"], "ipv4": 1452, "ipv6": 1432}
ABSENT = {"state": "absent", "vrfs": None, "ipv4": None, "ipv6": None}
LOAD = f"systemctl reload-or-restart {_task.UNIT}"
STOP = f"systemctl stop {_task.UNIT}"
READ_UNITS = "systemctl daemon-reload"


class Router:
    """A router with nft and systemd, whose unit loads and removes the table; it notes commands."""

    def __init__(self, folder: Path) -> None:
        self.ruleset = folder / "mss.nft"
        self.comment: str | None = None
        self.done: list[str] = []

    def run(self, argv: Sequence[str], **_options: Any) -> str:
        words = " ".join(argv)
        if words.endswith("list tables"):
            return f"table inet filter\n{_task.KEY if self.comment else ''}\n"
        if " list table " in words:
            return f'{_task.KEY} {{\n\tcomment "{self.comment}"\n}}\n'
        self.done.append(words)
        if words == LOAD:
            self.comment = self.ruleset.read_text("utf-8").split('comment "')[1].split('"')[0]
        elif words == STOP:
            self.comment = None
        return ""


@pytest.fixture
def router(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Router:
    router = Router(tmp_path)
    nft = tmp_path / "nft"
    nft.touch()
    monkeypatch.setattr(_task, "NFT", str(nft))
    monkeypatch.setattr(_task, "RULESET", str(router.ruleset))
    monkeypatch.setattr(_task, "UNIT_FILE", str(tmp_path / "unit"))
    monkeypatch.setattr(_task, "UNIT_WANTS", str(tmp_path / "wants"))
    monkeypatch.setattr(_task, "run_command", router.run)
    monkeypatch.setattr(_files, "run_command", router.run)
    monkeypatch.setattr(_runner, "LOCK_FILE", str(tmp_path / "lock"))
    return router


def run(params: dict[str, Any], *, check: bool = False) -> tuple[str, ...]:
    return _runner.run(_task.build_subjects(params), check=check).operations


def test_syn_that_comes_in_by_a_vrf_is_clamped_by_its_family() -> None:
    lines = render_ruleset(Clamp(("blue", "red"), 1452, 1432)).splitlines()
    assert lines[:3] == [
        "table inet linuxnet_mpls_mss",
        "delete table inet linuxnet_mpls_mss",
        "table inet linuxnet_mpls_mss {",
    ]
    assert lines[4:] == [
        "\tchain forward {",
        "\t\ttype filter hook forward priority mangle; policy accept;",
        '\t\tiifname { "blue", "red" } meta nfproto ipv4 tcp flags syn / syn,rst'
        " tcp option maxseg size set 1452",
        '\t\tiifname { "blue", "red" } meta nfproto ipv6 tcp flags syn / syn,rst'
        " tcp option maxseg size set 1432",
        "\t}",
        "}",
    ]


def test_digest_differs_when_the_rules_do() -> None:
    clamps = [
        Clamp(("red",), 1452, 1432),
        Clamp(("blue",), 1452, 1432),
        Clamp(("red",), 1451, 1432),
        Clamp(("red",), 1452, 1431),
    ]
    assert len({digest(clamp) for clamp in clamps}) == len(clamps)
    assert f'comment "{digest(clamps[0])}"' in render_ruleset(clamps[0])


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
    assert [step.split()[0] for step in run(PRESENT)] == ["create"] * 4
    assert router.done == [READ_UNITS, LOAD]
    assert run(PRESENT) == ()
    assert router.done == [READ_UNITS, LOAD]


def test_unit_loads_the_table_anew_when_it_says_something_else(router: Router) -> None:
    run(PRESENT)
    router.done.clear()
    assert run({**PRESENT, "ipv4": 1400}) == (
        f"change {_task.RULESET}",
        f"change {_task.KEY}",
    )
    assert router.done == [READ_UNITS, LOAD]


def test_table_comes_back_when_somebody_flushed_it(router: Router) -> None:
    run(PRESENT)
    router.comment = None
    assert run(PRESENT) == (f"create {_task.KEY}",)
    assert router.comment


def test_table_file_and_unit_go_when_nothing_is_clamped(router: Router, tmp_path: Path) -> None:
    run(PRESENT)
    router.done.clear()
    assert [step.split()[0] for step in run(ABSENT)] == ["delete"] * 4
    assert router.done == [STOP, READ_UNITS]
    assert {path.name for path in tmp_path.iterdir()} <= {"nft", "lock"}
    assert run(ABSENT) == ()


def test_nothing_is_asked_or_done_when_nft_is_not_there(
    router: Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_task, "NFT", "/nonexistent/nft")
    router.comment = "somebody's"
    assert run(ABSENT) == ()
    assert len(run(PRESENT, check=True)) == 4
    assert router.done == []
