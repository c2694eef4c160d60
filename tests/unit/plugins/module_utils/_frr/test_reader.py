# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Two who look at FRR at the same moment share what one of them read, and nobody else does."""

from __future__ import annotations

from itertools import count

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _vtysh as vtysh


def test_what_was_looked_at_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count(1)
    monkeypatch.setattr(vtysh, "read_running", lambda: vtysh.Running(str(next(numbers)), True))
    reader = vtysh.Reader()
    assert [reader.look().text, reader.look().text] == ["1", "2"]
    assert [reader.take().text, reader.take().text] == ["2", "3"]


@pytest.mark.parametrize(("word", "mpls"), [("On", True), ("Off", False)])
def test_both_answers_are_found_in_one_output(
    word: str, mpls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = f"OS  Linux\n MPLS    {word}\n\nBuilding configuration...\n\nfrr version 10.3\nend\n"
    monkeypatch.setattr(vtysh, "run_program", lambda *_all, **_more: (0, shown))
    running = vtysh.read_running()
    assert (running.mpls, running.text.split()) == (mpls, ["frr", "version", "10.3", "end"])


def test_words_are_given_when_there_is_no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        vtysh, "run_program", lambda *_all, **_more: (1, "failed to connect to any daemons.\n")
    )
    with pytest.raises(vtysh.HostError, match="failed to connect to any daemons"):
        vtysh.read_running()
