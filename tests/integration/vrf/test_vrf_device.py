# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""vrf_device on a kernel: rules, addresses, and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import refuse_on_all, run_on_all

LOOPBACKS = ["10.255.0.1/32", "2001:db8:ff::1/128"]
RED = {"name": "v_red", "table": 1100, "members": ["eth4"], "addresses": LOOPBACKS}
BLUE = {"name": "v_blue", "table": 1200}
WANT = {"vrfs": [RED, BLUE], "local_rule": "behind_vrfs", "strict_mode": True}
SETTINGS = "/etc/systemd/networkd.conf.d/90-linuxnet-mpls.conf"
OPEN_LABEL = (
    "modprobe -a mpls_router mpls_iptunnel; sysctl -qw net.mpls.platform_labels=100000"
    " net.mpls.conf.eth1.input=1; ip link set eth1 up; ip address add 10.98.0.2/30 dev eth1;"
    " ip address add 10.99.0.2/32 dev lo; ip -f mpls route add 50100 dev v_red"
)
CLOSE_LABEL = (
    "ip -f mpls route del 50100; ip address del 10.99.0.2/32 dev lo;"
    " ip address del 10.98.0.2/30 dev eth1; sysctl -qw net.mpls.conf.eth1.input=0"
)
SEND_LABEL = (
    "modprobe -a mpls_router mpls_iptunnel; ip link set eth1 up;"
    " ip address add 10.98.0.1/30 dev eth1;"
    " ip route add 10.99.0.2/32 encap mpls 50100 via 10.98.0.2"
)
RUNNING = "vtysh -c 'configure terminal' -c 'router bgp 65000 vrf v_red'"
RESTART = "systemctl reset-failed frr; systemctl restart frr"
NOT_RUNNING = "vtysh -c 'configure terminal' -c 'no router bgp 65000 vrf v_red'"


def list_rules(router: Any, family: int) -> list[str]:
    shown = router.check_output(f"ip -{family} rule show")
    return [" ".join(line.split()) for line in shown.splitlines()]


def assert_isolated(router: Any) -> None:
    for family in (4, 6):
        assert list_rules(router, family)[:2] == [
            "1000: from all lookup [l3mdev-table]",
            "32765: from all lookup local",
        ]
        defaults = router.check_output(f"ip -{family} route show table 1100 type unreachable")
        assert "unreachable default" in defaults
        assert "metric 4278198272" in defaults
    shown = router.check_output("ip -br address show dev v_red")
    assert all(address in shown for address in LOOPBACKS)
    assert router.check_output("cat /proc/sys/net/vrf/strict_mode") == "1"


@pytest.fixture(scope="module", autouse=True)
def _vrfs(routers: dict[str, Any]) -> Iterator[None]:
    for router in routers.values():
        router.check_output(
            "ip address replace 192.168.2.1/24 dev eth4;"
            " ip address replace 2001:db8:4::1/64 dev eth4; ip link set eth4 up"
        )
    run_on_all("vrf_device", WANT)
    yield
    names = [{"name": name} for name in ("v_red", "v_blue", "v_twin")]
    options = {"state": "absent", "local_rule": "first", "strict_mode": False}
    run_on_all("vrf_device", {"vrfs": names, **options, "allow_in_use": True})
    for router in routers.values():
        for family in (4, 6):
            assert list_rules(router, family)[0] == "0: from all lookup local"
        router.check_output("ip address flush dev eth4; ip link set eth4 down")
        left = router.check_output("find /etc -name '*linuxnet-mpls*' -o -name '10-mpls-*'")
        assert left == ""


def test_nothing_changes_when_it_runs_again(routers: dict[str, Any]) -> None:
    for router in routers.values():
        assert_isolated(router)
    run_on_all("vrf_device", WANT, changed=False)


def test_member_keeps_its_addresses_when_it_was_enslaved(routers: dict[str, Any]) -> None:
    for router in routers.values():
        shown = router.check_output("ip -br address show master v_red")
        assert "192.168.2.1/24" in shown
        assert "2001:db8:4::1/64" in shown


def test_lost_rule_of_vrfs_comes_back_when_the_task_runs(routers: dict[str, Any]) -> None:
    for router in routers.values():
        router.check_output("ip -4 rule del pref 1000 && ip -6 rule del pref 1000")
    for result in run_on_all("vrf_device", WANT).values():
        assert result["operations"] == [
            "create rule IPv4 1000 l3mdev",
            "create rule IPv6 1000 l3mdev",
        ]
    for router in routers.values():
        assert_isolated(router)


def test_rules_stay_when_networkd_starts_with_its_own_defaults(routers: dict[str, Any]) -> None:
    """By default networkd deletes rules of others, and a router without them hears nothing."""
    for router in routers.values():
        router.check_output(f"mv {SETTINGS} /run/; systemctl restart systemd-networkd; sleep 3")
        try:
            for family in (4, 6):
                assert "32765: from all lookup local" in list_rules(router, family)
        finally:
            router.check_output(f"mv /run/90-linuxnet-mpls.conf {SETTINGS}")
        router.check_output("systemctl restart systemd-networkd")


def test_own_address_does_not_answer_when_the_label_of_a_vrf_leads_there(
    routers: dict[str, Any],
) -> None:
    """With the order of rules that the kernel has, the same packet is answered."""
    for here, there in (("pe1", "pe2"), ("pe2", "pe1")):
        sender, owner = routers[here], routers[there]
        owner.check_output(OPEN_LABEL)
        sender.check_output(SEND_LABEL)
        try:
            assert sender.run("ping -n -c 3 -W 2 10.99.0.2").rc != 0
            owner.check_output("ip rule add pref 0 lookup local protocol kernel")
            assert sender.run("ping -n -c 3 -W 2 10.99.0.2").rc == 0
        finally:
            owner.run("ip rule del pref 0 lookup local; " + CLOSE_LABEL)
            sender.run("ip address del 10.98.0.1/30 dev eth1")


def test_task_is_refused_when_it_would_break_something(routers: dict[str, Any]) -> None:
    def read_state() -> list[str]:
        read = "ip -br link show type vrf; ip -br link show master v_red; ip rule; ls -R /etc"
        return [router.check_output(read) for router in routers.values()]

    before = read_state()
    refuse_on_all("vrf_device", {"vrfs": [{**RED, "table": 1101}]}, "cannot be changed")
    refuse_on_all(
        "vrf_device", {"vrfs": [{"name": "v_twin", "table": 1100}]}, "belongs to VRF v_red"
    )
    refuse_on_all("vrf_device", {"vrfs": [{**BLUE, "members": ["eth4"]}]}, "belongs to v_red")
    refuse_on_all("vrf_device", {"vrfs": [{**BLUE, "members": ["v_none"]}]}, "does not exist")
    refuse_on_all("vrf_device", {"vrfs": [{"name": "eth5", "table": 1300}]}, "no VRF device")
    assert read_state() == before


def test_info_gives_what_was_asked_for_when_it_reads() -> None:
    for result in run_on_all("vrf_device_info", {"names": ["v_red"]}).values():
        assert not result["changed"]
        assert result["vrfs"] == [{**RED, "up": True, "unreachable_defaults": [4, 6]}]
        assert {one["local_rule"] for one in result["rules"].values()} == {"behind_vrfs"}
        assert result["strict_mode"] is True


def test_strict_mode_is_refused_when_two_vrfs_share_a_table(routers: dict[str, Any]) -> None:
    run_on_all("vrf_device", {"vrfs": [RED], "strict_mode": False})
    for router in routers.values():
        router.check_output("ip link add v_twin type vrf table 1100")
    refuse_on_all(
        "vrf_device", {"vrfs": [BLUE], "strict_mode": True}, "v_red and v_twin share table 1100"
    )
    for router in routers.values():
        router.check_output("ip link delete v_twin")


@pytest.mark.longer
def test_removal_is_refused_when_frr_uses_the_vrf(routers: dict[str, Any]) -> None:
    for router in routers.values():
        router.check_output(f"sed -i s/bgpd=no/bgpd=yes/ /etc/frr/daemons; {RESTART} && {RUNNING}")
    refuse_on_all(
        "vrf_device", {"state": "absent", "vrfs": [{"name": "v_red"}]}, "router bgp 65000 vrf v_red"
    )
    for router in routers.values():
        router.check_output(NOT_RUNNING)
        router.check_output(f"sed -i s/bgpd=yes/bgpd=no/ /etc/frr/daemons; {RESTART}")
    run_on_all("vrf_device", {"state": "absent", "vrfs": [{"name": "v_red"}]})
