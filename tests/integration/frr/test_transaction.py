# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""frr_config: from each configuration to the next, and back after a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from lab_modules import run_module

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.conf"))
DAEMONS = ("bfdd", "bgpd", "isisd", "ldpd", "ospfd")
# The last line is refused by bgpd: every guest has that address itself.
REFUSED = """\
router ospf
 ospf router-id 10.0.0.9
exit
router bgp 65000
 neighbor 10.0.2.15 remote-as 65000
exit
"""


def configure(text: str, daemons: Sequence[str] = DAEMONS) -> dict[str, dict[str, Any]]:
    return run_module("frr_config", {"text": text, "daemons": list(daemons)})


@pytest.fixture(scope="module", autouse=True)
def _ready_for_frr(routers: dict[str, Any]) -> Iterator[None]:
    # Without an address there is no OSPF area, and then FRR 8.4 does not show a line on max-metric.
    for command in (
        "ip address replace 10.0.0.1/32 dev lo",
        "ip address replace 10.1.0.0/31 dev eth1",
        "ip link set eth1 up",
        "modprobe -a mpls_router vrf",
        "systemctl reset-failed frr; systemctl restart frr",
    ):
        for router in routers.values():
            router.check_output(command)
    yield
    # frr_config has no opposite: what it put beside FRR's own files goes here.
    for router in routers.values():
        router.check_output(
            "rm -r /etc/systemd/system/frr.service.d /var/lib/linuxnet-mpls;"
            " systemctl daemon-reload"
        )


def test_each_configuration_is_reached_when_another_ran() -> None:
    for path in CORPUS:
        text = path.read_text(encoding="utf-8")
        for name, result in configure(text).items():
            assert not result["failed"], f"{name}: {path.name}: {result['msg']}"
        for name, result in configure(text).items():
            assert not result["failed"], f"{name}: {path.name}: {result['msg']}"
            assert not result["changed"], f"{name}: {path.name}: {result['commands']}"


def test_nothing_is_left_behind_when_a_command_is_refused(routers: dict[str, Any]) -> None:
    def read_configurations() -> dict[str, str]:
        read = "vtysh -c 'show running-config'; sha256sum /etc/frr/frr.conf"
        return {name: router.check_output(read) for name, router in routers.items()}

    configure(CORPUS[-1].read_text(encoding="utf-8"))
    before = read_configurations()
    for result in configure(REFUSED).values():
        assert result["failed"]
        assert "the configuration from before is back" in result["msg"]
    assert read_configurations() == before


def test_daemons_keep_running_when_one_is_added(routers: dict[str, Any]) -> None:
    def read_zebras() -> dict[str, str]:
        return {
            name: router.check_output("cat /run/frr/zebra.pid") for name, router in routers.items()
        }

    text = CORPUS[0].read_text(encoding="utf-8")
    configure(text)
    before = read_zebras()
    assert not any(result["failed"] for result in configure(text, [*DAEMONS, "pathd"]).values())
    assert read_zebras() == before
    for router in routers.values():
        assert "pathd" in router.check_output("cat /proc/net/unix")
