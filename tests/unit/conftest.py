# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Settings of all unit tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from ansible_collections.linuxnet.mpls.plugins.module_utils import _debts

# No test is about time: a busy machine must not fail a property.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _nothing_owed(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep the record of what is owed away from this machine, and from other tests."""
    monkeypatch.setattr(_debts, "FILE", str(tmp_path_factory.getbasetemp() / "owed"))
    Path(_debts.FILE).unlink(missing_ok=True)
