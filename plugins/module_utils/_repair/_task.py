# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of router_repair: the service with its program, and more time for networkd."""

from __future__ import annotations

import inspect
import re
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._program import (
    UNITS,
    ProgramService,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair import (
    _decide,
    _faults,
    _main,
    _netlink_dump,
    _seen,
    _values,
    _wanted,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource

PROGRAM = "/usr/local/lib/linuxnet-mpls/repair"
PARTS: tuple[ModuleType, ...] = (
    _main,
    _decide,
    _faults,
    _netlink_dump,
    _seen,
    _values,
    _wanted,
)
_IMPORT = re.compile(r"^(\s*from )ansible_collections\.[\w.]+\._repair\._", re.MULTILINE)

# Python writes no compiled files beside ours. The state outlives a restart, as ports may be down.
# What systemd-networkd has not begun to set up is no fault, and at a boot all others come first.
UNIT_CONTENT = f"""\
[Unit]
Description=Repair of what linuxnet.mpls has set up
After=systemd-networkd.service
StartLimitIntervalSec=0

[Service]
ExecStart=/usr/bin/python3 -B {PROGRAM}_main.py
Restart=always
RestartSec=5
Nice=10
RuntimeDirectory=linuxnet-mpls
RuntimeDirectoryPreserve=yes
SyslogLevel=warning
ProtectHome=yes

[Install]
WantedBy=multi-user.target
"""

NETWORKD_DROP_IN = "/etc/systemd/system/systemd-networkd.service.d/90-linuxnet-mpls.conf"
# 25 seconds, its default, are too few at a boot that has little of a processor: what the kernel
# does not answer in time, networkd gives up for ever. Read by systemd 255 and later.
NETWORKD_SETTINGS = "[Service]\nEnvironment=SYSTEMD_NETLINK_DEFAULT_TIMEOUT=5min\n"


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Order the work."""
    present = params["state"] == "present"
    drop_in = OwnedFiles(
        {NETWORKD_DROP_IN: NETWORKD_SETTINGS if present else None},
        after=[["systemctl", "daemon-reload"]],
    )
    files = {f"{UNITS}/{UNIT}": UNIT_CONTENT, **render_program()}
    return [drop_in, ProgramService(UNIT, files, lambda: present)]


def render_program() -> dict[str, str]:
    """Give the files of the program: modules that import each other from the folder they are in."""
    return {
        f"{PROGRAM}{part.__name__.rsplit('.', 1)[-1]}.py": _IMPORT.sub(
            r"\1repair_", inspect.getsource(part)
        )
        for part in PARTS
    }
