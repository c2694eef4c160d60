# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What verify says of the router's own repairs."""

from __future__ import annotations

import json

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repairs import (
    Repair,
    Repairs,
    parse_repairs,
)

WANTED = Repair({"repair": True})
STATE = {"faults": ["eth2 is not in VRF blue"], "lowered": ["eth2"], "repairs": ["a: repaired"]}


@pytest.mark.parametrize("text", ["", json.dumps({**STATE, "faults": [], "lowered": []})])
def test_checks_hold_when_all_is_right(text: str) -> None:
    (check,) = WANTED.check(parse_repairs(text, running=True))
    assert (check.name, check.passed) == ("repair service", True)


def test_checks_name_what_is_wrong() -> None:
    seen = parse_repairs(json.dumps(STATE), running=False)
    reasons = {check.name: check.reason for check in WANTED.check(seen)}
    assert reasons["repair service"].startswith("linuxnet-mpls-repair.service is not: expected")
    assert reasons["repair"].startswith("eth2 is not in VRF blue: expected no fault; see journal")
    assert reasons["repair eth2"].startswith("is set down for a fault; see journalctl")


@pytest.mark.parametrize("text", ["{", "[]", "7", '{"faults": 7}'])
def test_state_that_cannot_be_read_is_a_fault(text: str) -> None:
    (words,) = parse_repairs(text, running=True).faults
    assert words == "/run/linuxnet-mpls/repair.json cannot be read"


def test_repairs_are_told_when_all_is_right_again() -> None:
    (words,) = WANTED.warn(parse_repairs(json.dumps(STATE), running=True))
    assert words.startswith("since the boot: a: repaired; see journalctl -b -u linuxnet-mpls-rep")
    assert list(WANTED.warn(Repairs())) == []
