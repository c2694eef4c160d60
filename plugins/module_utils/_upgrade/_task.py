# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of upgrade_time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource

TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
DROP_IN = "/etc/systemd/system/apt-daily-upgrade.timer.d/90-linuxnet-mpls.conf"
# Debian's timer runs at a random time within an hour, and after a boot at once where the router was
# off at that time: two routers that boot together would upgrade together.
SETTINGS = """\
[Timer]
OnCalendar=
OnCalendar=*-*-* {time}
RandomizedDelaySec=0
Persistent=no
"""


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Check the options and order the work."""
    content = None
    if params["state"] == "present":
        content = SETTINGS.format(time=parse_time(params["time"]))
    return [OwnedFiles({DROP_IN: content}, after=[["systemctl", "daemon-reload"]])]


def parse_time(value: str) -> str:
    """Check a time of day."""
    if not TIME.fullmatch(value):
        raise InputError("time", value, "a time of day from 00:00 to 23:59")
    return value
