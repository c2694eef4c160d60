# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Daemons come and go; the others and their sessions stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.frr.configurations import BASE, DAEMONS, configure, serve, succeed


@pytest.fixture(scope="module", autouse=True)
def _ready_for_frr(routers: dict[str, Any]) -> Iterator[None]:
    yield from serve(routers)


def read_pids(routers: dict[str, Any], *daemons: str) -> dict[str, list[str]]:
    files = " ".join(f"/run/frr/{daemon}.pid" for daemon in daemons)
    return {name: one.check_output(f"cat {files}").split() for name, one in routers.items()}


def test_daemons_keep_running_when_one_is_added(routers: dict[str, Any]) -> None:
    succeed(configure(BASE))
    before = read_pids(routers, "zebra", *DAEMONS)
    succeed(configure(BASE, [*DAEMONS, "pathd"]))
    assert read_pids(routers, "zebra", *DAEMONS) == before
    for router in routers.values():
        assert "pathd" in router.check_output("cat /proc/net/unix")


def test_daemons_keep_running_when_others_are_stopped(routers: dict[str, Any]) -> None:
    rip = "router rip\n network eth1\nexit\n"
    succeed(configure(BASE + rip, [*DAEMONS, "pathd"]))
    before = read_pids(routers, "zebra", "bgpd", "ospfd")
    results = configure(BASE, ["bgpd", "ospfd"], purge_daemons=True)
    succeed(results, changed=True)
    for name, router in routers.items():
        assert results[name]["daemons_stopped"] == ["bfdd", "isisd", "ldpd", "pathd", "ripd"]
        assert router.check_output("pgrep -x 'ripd|ldpd|isisd|bfdd|pathd' || true") == ""
        assert "router rip" not in router.check_output("cat /etc/frr/frr.conf")
        assert router.check_output("grep -c '^ripd=no' /etc/frr/daemons") == "1"
    assert read_pids(routers, "zebra", "bgpd", "ospfd") == before
    succeed(configure(BASE, ["bgpd", "ospfd"], purge_daemons=True), changed=False)
    for result in configure(BASE + rip, ["bgpd", "ospfd"], purge_daemons=True).values():
        assert result["failed"]
        assert "also ripd for 'router rip'" in result["msg"]
