# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A switch is true or false, also where a command line or an INI file has it as text."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import parse_switch


@pytest.mark.parametrize("value", [True, "true", "True", "yes"])
def test_true(value: object) -> None:
    assert parse_switch(value) is True


@pytest.mark.parametrize("value", [False, "false", "FALSE", "no"])
def test_false(value: object) -> None:
    assert parse_switch(value) is False


@pytest.mark.parametrize("value", [None, 0, 1, "", "on", "1", [], {}, ["true"]])
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"^true or false$"):
        parse_switch(value)
