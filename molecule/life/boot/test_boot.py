# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What came up wrong at a boot is repaired by the router, or the customers' ports are down."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from support.lab.customers import CUSTOMERS, SITE2
from support.lab.network import PATIENCE, Site, holds_within, run_lab, wait_for

STATE = "/run/linuxnet-mpls/repair.json"
PES = ("pe1", "pe2")
#: Units that fail at one boot, in three boots, as each needs another one to be right.
BOOTS = {
    "modules, rules and FRR": (
        "systemd-modules-load.service",
        "linuxnet-mpls-rules.service",
        "frr.service",
    ),
    "keys, protection and networkd": (
        "systemd-sysctl.service",
        "linuxnet-mpls-filter.service",
        "systemd-networkd.service",
    ),
    "udev": ("systemd-udev-trigger.service",),
}
#: A real-time process leaves all others 5 % of the processor while networkd starts.
SECONDS = 120
HOG = f"""\
[Unit]
DefaultDependencies=no
Before=systemd-networkd.service
[Service]
ExecStart=/usr/bin/timeout {SECONDS} /usr/bin/chrt -f 50 /bin/sh -c "while :; do :; done"
"""


def boot(routers: dict[str, Any], plant: str) -> None:
    for router in routers.values():
        router.check_output(f"{plant} sync")
    run_lab("power-cut", *PES)
    run_lab("boot", *PES)


def read_state(router: Any) -> dict[str, list[str]]:
    shown = router.run(f"cat {STATE}").stdout
    found: dict[str, list[str]] = json.loads(shown) if shown else {"faults": [], "repairs": []}
    return found


def is_right(router: Any) -> bool:
    return router.run("systemctl is-active frr").rc == 0 and not read_state(router)["faults"]


def wait_until_right(name: str, router: Any, patience: float) -> None:
    if not holds_within(patience, lambda: is_right(router)):
        log = router.run("systemctl is-active frr; journalctl -b -u linuxnet-mpls-repair").stdout
        pytest.fail(f"{name} is not right after {patience} s: {read_state(router)}\n{log}")


def open_ports(router: Any) -> list[str]:
    """Name the customers' ports that are up outside of their VRFs, or without the protection."""
    shown = router.check_output(
        "nft list tables 2>/dev/null | grep -q 'netdev linuxnet_mpls_filter' && echo protection;"
        " for port in eth2 eth3; do"
        " [ $(( $(cat /sys/class/net/$port/flags) & 1 )) = 0 ] || echo $port"
        " $(basename $(readlink /sys/class/net/$port/master) none); done"
    ).splitlines()
    protection = "protection" in shown
    return [
        line for line in shown if line != "protection" and not (protection and "customer" in line)
    ]


def all_are(routers: dict[str, Any], question: Callable[[Any], bool]) -> bool:
    return all(question(router) for router in routers.values())


def assert_customers_reach(sites: dict[str, Site]) -> None:
    for customer in CUSTOMERS:
        site = sites[f"{customer}-site1"]
        wait_for(lambda site=site: site.reaches(SITE2, 1), f"{customer} reaches", PATIENCE)


@pytest.fixture
def _clean(routers: dict[str, Any]) -> Iterator[None]:
    yield
    for router in routers.values():
        router.check_output(
            "rm -f /etc/systemd/system/*/99-fail-once.conf /etc/fail-once-*"
            " /etc/systemd/system/hog.service /etc/systemd/system/sysinit.target.wants/hog.service"
        )


@pytest.mark.usefixtures("_clean")
@pytest.mark.parametrize("name", BOOTS)
def test_router_is_right_when_units_failed_at_its_boot(
    routers: dict[str, Any], sites: dict[str, Site], name: str
) -> None:
    plant = "".join(
        f"mkdir -p /etc/systemd/system/{unit}.d; touch /etc/fail-once-{unit};"
        " printf '[Service]\\nExecStartPre=+/bin/sh -c \"! rm /etc/fail-once-%s\"\\n' "
        f"{unit} >/etc/systemd/system/{unit}.d/99-fail-once.conf;"
        for unit in BOOTS[name]
    )
    boot(routers, plant)
    for pe, router in routers.items():
        wait_until_right(pe, router, PATIENCE)
        assert router.run("ls /etc/fail-once-*").stdout == ""
        assert open_ports(router) == []
        print(f"\n{name}: {read_state(router)['repairs']}")  # noqa: T201
    assert_customers_reach(sites)


@pytest.mark.usefixtures("_clean")
def test_router_is_right_when_its_boot_had_no_processor(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    unit = "/etc/systemd/system/hog.service"
    boot(
        routers,
        f"printf '%s' '{HOG}' >{unit}; mkdir -p /etc/systemd/system/sysinit.target.wants;"
        f" ln -sf {unit} /etc/systemd/system/sysinit.target.wants/;",
    )
    for pe, router in routers.items():
        assert open_ports(router) == []
        wait_until_right(pe, router, 2 * PATIENCE)
        assert open_ports(router) == []
        print(f"\nstarved: {read_state(router)['repairs']}")  # noqa: T201
    assert_customers_reach(sites)
