# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A state is the same behind a task's result."""

from __future__ import annotations

from typing import Any, cast

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import SCHEMA, State
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._pack import (
    pack_state,
    unpack_state,
)


def packed(**values: Any) -> str:
    return pack_state(cast(State, values))


def test_state_is_what_it_was() -> None:
    state = {"schema": SCHEMA, "kernel": "6.1", "links": {"eth\u00e4": {}}, "frr": None}
    assert unpack_state(packed(**state)) == state


@pytest.mark.parametrize("text", ["", "???", "aGVsbG8=", packed(schema=SCHEMA)[:-8], packed()])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is no"):
        unpack_state(text)


def test_state_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match=rf"^is not of form {SCHEMA}"):
        unpack_state(packed(schema=SCHEMA + 1))
