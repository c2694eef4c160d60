# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What cannot work ends before any change, in one line that says what is wrong and where.

Runs on fresh routers, before the first site run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import pytest
import yaml

from support import ROOT
from support.lab.network import connect, read_recap, run_site

LINKS_TO_ETH9 = (
    '{"mpls_links": [{"subnet": "10.1.0.0/31", "ends": ["pe1:eth1", "p1:eth1"]},'
    ' {"subnet": "10.1.0.2/31", "ends": ["p1:eth2", "pe2:eth1"]},'
    ' {"subnet": "10.1.0.4/31", "ends": ["p1:eth3", "rr1:eth9"]}]}'
)

#: Every guest has 10.0.2.15/24 at eth0, by which it is reached from 10.0.2.2.
CORE_AT_MANAGEMENT = (
    '{"mpls_links": [{"subnet": "10.0.2.14/31", "ends": ["pe1:eth1", "p1:eth1"]},'
    ' {"subnet": "10.1.0.2/31", "ends": ["p1:eth2", "pe2:eth1"]},'
    ' {"subnet": "10.1.0.4/31", "ends": ["p1:eth3", "rr1:eth1"]}],'
    ' "mpls_vpn_customer3": {"id": 300, "sites":'
    ' [{"pe": "pe2", "interface": "eth0", "address": "10.0.2.15/24"}]}}'
)

IFUPDOWN = "/etc/network/interfaces.d/customers"


@pytest.fixture(autouse=True)
def _nothing_is_changed() -> Iterator[None]:
    yield
    for name in ("pe1", "p1", "pe2", "rr1"):
        router = connect(name)
        assert router.run("test -e /etc/sysctl.d/90-linuxnet-mpls.conf").rc == 1
        assert router.run("test -e /sys/module/mpls_router").rc == 1


@contextmanager
def changed_on(name: str, change: str, back: str) -> Iterator[None]:
    router = connect(name)
    router.check_output(change)
    try:
        yield
    finally:
        router.check_output(back)


def assert_refused(sentences: Sequence[str], *options: str) -> None:
    done = run_site(*options)
    assert done.returncode != 0
    said = " ".join(done.stdout.split())
    assert [sentence for sentence in sentences if sentence not in said] == [], done.stdout
    assert {row["changed"] for row in read_recap(done.stdout).values()} == {0}
    assert "Traceback" not in done.stdout + done.stderr


def test_run_is_refused_when_a_router_cannot_be_reached() -> None:
    assert_refused(
        ("fatal: [pe2]: UNREACHABLE!",),
        "--inventory=molecule/default/refusals/inventory/unreachable.yml",
    )


def test_what_is_wrong_with_each_router_is_said_in_one_run() -> None:
    with ifupdown_on_pe1(), old_frr_on_pe2(), no_mpls_on_p1():
        assert_refused(
            (
                f"pe1: eth2: ifupdown configures this interface in {IFUPDOWN}",
                "pe2: FRRouting 7.5-0really",
                "has no module mpls_gso, mpls_iptunnel, mpls_router: expected a kernel",
                "rr1: interface eth9 does not exist: expected one of",
            ),
            f"--extra-vars={LINKS_TO_ETH9}",
        )


def ifupdown_on_pe1() -> AbstractContextManager[None]:
    said = f"mkdir -p {IFUPDOWN.rpartition('/')[0]}; echo 'iface eth2 inet dhcp' >{IFUPDOWN}"
    return changed_on("pe1", said, f"rm {IFUPDOWN}")


def old_frr_on_pe2() -> AbstractContextManager[None]:
    old = "sed -i '/^Package: frr$/,/^$/s/^Version: /Version: 7.5-0really/' /var/lib/dpkg/status"
    new = "sed -i 's/^Version: 7.5-0really/Version: /' /var/lib/dpkg/status"
    return changed_on("pe2", old, new)


def no_mpls_on_p1() -> AbstractContextManager[None]:
    listing = "/lib/modules/$(uname -r)/modules.dep"
    return changed_on("p1", f"mv {listing} /root/", f"mv /root/modules.dep {listing}")


def test_check_tells_what_it_can_when_a_router_has_no_pyroute2() -> None:
    # A check brings no list of packages, and a fresh guest has none.
    connect("rr1").check_output("apt-get -q update")
    done = run_site("--check", "--limit=rr1")
    assert done.returncode == 0, done.stdout
    assert read_recap(done.stdout) == {"rr1": {"changed": 1, "unreachable": 0, "failed": 0}}
    assert "mpls_kernel : Install pyroute2" in done.stdout
    rest = yaml.safe_load((ROOT / "roles/mpls_kernel/tasks/main.yml").read_text("utf-8"))[2:]
    assert [task["name"] for task in rest if task["name"] in done.stdout] == []
    assert connect("rr1").run("dpkg --status python3-pyroute2").rc == 1


def test_run_is_refused_when_a_vpn_id_is_out_of_range() -> None:
    assert_refused(
        ("mpls_vpn_customer3.id: 253: expected a number from 1 to 4294967295",),
        '--extra-vars={"mpls_vpn_customer3": {"id": 253}}',
    )


def test_run_is_refused_when_it_would_cut_itself_off() -> None:
    """The near side of a link, the far sides of others, and a port that gets into a VRF."""
    overlap = (
        "eth0 has 10.0.2.15/24, by which this run reaches the router, and the intent has"
        " mpls_links[0].subnet (10.0.2.14/31): expected prefixes of the core outside of"
        " 10.0.2.0/24, or eth0 without that address"
    )
    assert_refused(
        (
            *(f"{name}: {overlap}" for name in ("pe1", "p1", "rr1")),
            "eth0 has 10.0.2.15, by which this run reaches the router, and the intent takes that",
        ),
        f"--extra-vars={CORE_AT_MANAGEMENT}",
    )
