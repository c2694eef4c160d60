# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a machine without MPLS says, and what the modules say there; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import run_module

TUNNEL = {"name": "foo4", "kind": "gre", "local": "10.128.0.2", "remote": "10.128.100.2"}


@pytest.fixture(autouse=True)
def _nothing_is_changed(guests: dict[str, Any]) -> Iterator[None]:
    yield
    for guest in guests.values():
        assert guest.run("test -e /sys/module/mpls_router").rc == 1
        assert guest.run("ls /etc/sysctl.d/*linuxnet* /etc/linuxnet-mpls").stdout == ""


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("ip -f mpls route add 101 dev lo", "Operation not supported"),
        ("sysctl -w net.mpls.conf.lo.input=1", "No such file or directory"),
    ],
)
def test_command_is_refused_when_mpls_is_not_loaded(
    guests: dict[str, Any], command: str, words: str
) -> None:
    for guest in guests.values():
        assert words in guest.run(command).stderr


@pytest.mark.parametrize(
    ("module", "options", "words"),
    [
        (
            "mpls_route",
            {"routes": [{"label": 101, "interface": "lo"}]},
            "MPLS is not loaded on this router; run mpls_sysctl first",
        ),
        (
            "mpls_tunnel",
            {"tunnels": [TUNNEL]},
            "MPLS is not loaded on this router; run mpls_sysctl first",
        ),
        (
            "mpls_sysctl",
            {"kernel_modules": ["mpls_router", "mpls_none"]},
            "mpls_none: the running kernel ",
        ),
    ],
)
@pytest.mark.usefixtures("guests")
def test_task_is_refused_when_mpls_is_not_loaded(
    module: str, options: dict[str, Any], words: str
) -> None:
    for result in run_module(module, options).values():
        assert result["failed"]
        assert result["msg"].startswith(words)
