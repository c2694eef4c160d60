# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What happens in a router's life, what customers lose meanwhile, and what mends it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.protection import (
    PROTECTION,
)
from support.lab.counting import counted
from support.lab.customers import CUSTOMERS, SITE2, wait_for_customers
from support.lab.network import Site, assert_nothing_to_change, run_playbook, run_site

APT = "DEBIAN_FRONTEND=noninteractive apt-get -qq -y --allow-downgrades"
#: Makes a package with a higher version and other configuration files of the one in the guest's
#: repository, and installs it. dpkg asks for a file of ours only where the package has another one.
UPGRADE = (
    "cd /tmp && rm -rf deb new.deb && dpkg-deb -R /srv/apt/{package}_*.deb deb"
    " && sed -i '/^Version:/s/$/+lab{release}/' deb/DEBIAN/control"
    " && for file in $(grep ^/ deb/DEBIAN/conffiles); do echo '# {release}' >> deb$file; done"
    " && dpkg-deb -Znone -b deb new.deb >/dev/null"
    f" && {APT} -o Dpkg::Options::={{option}} install ./new.deb"
)


#: apt calls it a success, too, where it has no package to install anew.
ANEW = (
    f"touch /run/before && sleep 1 && {APT} install --reinstall {{package}}"
    " && find {file} -cnewer /run/before | grep -q ."
)


@dataclass(frozen=True)
class Event:
    """What is run on both PEs at once.

    ``lost`` are the packets, ten a second, that a customer may lose meanwhile: none, or what
    docs/operations/upgrades.md says.
    """

    command: str
    lost: int = 0


EVENTS = {
    "nftables re-installed": Event(ANEW.format(package="nftables", file="/usr/sbin/nft")),
    "pyroute2 re-installed": Event(
        ANEW.format(
            package="python3-pyroute2", file="/usr/lib/python3/dist-packages/pyroute2/__init__.py"
        )
    ),
    "nftables restarted": Event("systemctl restart nftables.service"),
    "networkd restarted": Event("systemctl restart systemd-networkd.service"),
    "networkd reloaded": Event("networkctl reload"),
    "clock jumps": Event("date -s '+2 days'; sleep 5; date -s '-2 days'"),
    "logs rotate": Event("logrotate --force /etc/logrotate.d/frr; sleep 2"),
    "kernel waits for a reboot": Event(
        "mv /lib/modules/$(uname -r) /lib/modules/old; sleep 20; mv /lib/modules/old"
        " /lib/modules/$(uname -r)"
    ),
}


def run_on_all(routers: dict[str, Any], command: str) -> None:
    with ThreadPoolExecutor() as pool:
        for done in pool.map(lambda router: router.run(command), routers.values()):
            assert done.rc == 0, (command, done.stdout, done.stderr)


def lost_during(sites: dict[str, Site], routers: dict[str, Any], command: str) -> dict[str, int]:
    with ExitStack() as stack:
        counts = {
            one: stack.enter_context(counted(sites[f"{one}-site1"], SITE2)) for one in CUSTOMERS
        }
        run_on_all(routers, command)
    return {one: row["sent"] - row["received"] for one, row in counts.items()}


@pytest.fixture(scope="module", autouse=True)
def _lists(routers: dict[str, Any]) -> None:
    """An image comes without apt's lists."""
    run_on_all(routers, "apt-get -qq update")


@pytest.mark.parametrize("name", EVENTS)
def test_customers_lose_no_more_than_the_guide_says(
    routers: dict[str, Any], sites: dict[str, Site], name: str
) -> None:
    event = EVENTS[name]
    lost = lost_during(sites, routers, event.command)
    print(f"\n{name}: lost {lost}")  # noqa: T201
    assert max(lost.values()) <= event.lost


def test_nothing_is_to_be_changed_after_all_that() -> None:
    assert_nothing_to_change()


def test_customers_are_back_by_themselves_when_frr_was_upgraded(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    command = UPGRADE.format(package="frr", release=1, option="--force-confold")
    print(f"\nlost {lost_during(sites, routers, command)}")  # noqa: T201
    wait_for_customers(sites)
    assert_nothing_to_change()


def test_site_mends_what_an_upgrade_replaced(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    command = UPGRADE.format(package="frr", release=2, option="--force-confnew")
    run_on_all(routers, command)
    done = run_playbook("verify", "--extra-vars=mpls_verify_timeout=10")
    assert done.returncode != 0, done.stdout
    assert run_site().returncode == 0
    wait_for_customers(sites)
    assert_nothing_to_change()


def test_router_forwards_and_says_so_when_its_disk_is_full(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    fill = "fallocate -l $(df --output=avail -B1 / | tail -1) /full || true; df / | tail -1"
    lost = lost_during(sites, routers, f"{fill}; sleep 60")
    run_on_all(routers, "rm /full")
    assert lost == dict.fromkeys(CUSTOMERS, 0)
    assert_nothing_to_change()


def test_edge_protection_goes_and_comes_again_with_the_intent(
    routers: dict[str, Any], sites: dict[str, Site], tmp_path: Path
) -> None:
    """Each is opened alone by its word, too; here all go, and with them their table."""
    opened = tmp_path / "protection.json"
    opened.write_text(
        json.dumps({"mpls_edge_protection": dict.fromkeys(PROTECTION, False)}), "utf-8"
    )
    for options, stand in (([f"--extra-vars=@{opened}"], False), ([], True)):
        done = run_site(*options)
        assert done.returncode == 0, done.stdout
        for router in routers.values():
            tables = router.check_output("nft list tables")
            assert ("netdev linuxnet_mpls_filter" in tables) is stand
        wait_for_customers(sites)
