# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The timer of unattended upgrades has one time, which nothing moves."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._upgrade._task import (
    DROP_IN,
    build_resources,
)


def test_timer_has_one_time_and_no_delay() -> None:
    (files,) = build_resources({"state": "present", "time": "02:30"})
    assert vars(files)["_wanted"] == {
        DROP_IN: f"{MARK}[Timer]\nOnCalendar=\nOnCalendar=*-*-* 02:30\n"
        "RandomizedDelaySec=0\nPersistent=no\n"
    }


def test_drop_in_goes_when_debians_own_time_is_wanted() -> None:
    (files,) = build_resources({"state": "absent", "time": None})
    assert vars(files)["_wanted"] == {DROP_IN: None}


@pytest.mark.parametrize("time", ["2:30", "24:00", "02:30\nOnBootSec=1", ""])
def test_time_is_refused_when_it_is_none(time: str) -> None:
    with pytest.raises(InputError, match=r"time: .*expected a time of day"):
        build_resources({"state": "present", "time": time})
