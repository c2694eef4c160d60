# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""No secret in what is shown, and a rotation is seen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._secrets import (
    Redactor,
    fill_placeholders,
)

CANARY = "Canary-7f"
LINES = [
    "password {}",
    "enable password {}",
    " neighbor 10.0.0.1 password {}",
    "no neighbor 10.0.0.1 password {}",
    " ip ospf message-digest-key 1 md5 {}",
    " area 1 virtual-link 1.1.1.1 message-digest-key 1 md5 {}",
    " ip ospf authentication-key {}",
    "  key-string {}",
    " isis password md5 {}",
    " area-password clear {}",
    " domain-password md5 {}",
    " ip rip authentication string {}",
    "line 4: % Unknown command[4]: neighbor 10.0.0.1 password {}",
    "line 6: Failure to communicate[13] to bgpd, line: password {}",
    "+ router bgp 1 / neighbor 10.0.0.1 password {}",
]


@pytest.mark.parametrize("line", LINES)
def test_secret_is_hidden_when_a_line_carries_one(line: str) -> None:
    shown = Redactor(b"key").redact(line.format(CANARY))
    assert CANARY not in shown
    assert shown.startswith(line.partition("{}")[0])


@pytest.mark.parametrize("line", LINES)
def test_rotation_shows_when_a_secret_changes(line: str) -> None:
    redactor = Redactor(b"key")
    assert redactor.redact(line.format(CANARY)) != redactor.redact(line.format("another"))
    assert redactor.redact(line.format(CANARY)) == redactor.redact(line.format(CANARY))


def test_secret_is_hidden_anywhere_when_a_configuration_has_it() -> None:
    redactor = Redactor(b"key")
    redactor.learn(f"router bgp 1\n neighbor 10.0.0.1 password {CANARY}\n")
    assert CANARY not in redactor.redact(f"% bgpd says {CANARY}")


@given(st.sets(st.text("xyz", min_size=1, max_size=5), max_size=6), st.text("wxyz \n", max_size=60))
def test_no_known_secret_is_left_between_markers(known: set[str], text: str) -> None:
    shown = Redactor(b"key", known).redact(text)
    pieces = re.split(r"<secret [0-9a-f]{8}>", shown)
    assert [value for value in known for piece in pieces if value in piece] == []
    # Nothing else went: what is between the markers stands in the text in that order.
    assert re.fullmatch(".+".join(map(re.escape, pieces)), text, re.DOTALL)


def test_redacting_changes_nothing_when_done_twice() -> None:
    redactor = Redactor(b"key")
    once = redactor.redact(f"password {CANARY}")
    assert redactor.redact(once) == once


def test_placeholder_is_filled_when_it_is_known() -> None:
    assert fill_placeholders("password %{a}", {"a": CANARY}) == f"password {CANARY}"


def test_placeholder_is_refused_when_it_is_not_known() -> None:
    with pytest.raises(InputError, match=r"%\{b\}"):
        fill_placeholders("password %{b}", {"a": CANARY})
