# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What customers' routers see of each option that the example does without.

One run makes the core dual-stack, sets all of them and has its secrets from a vault.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.lab.ces import BRANCH_LAN, HQ_LAN, Ce, bgp_state, flooding
from support.lab.network import (
    INTENT,
    PATIENCE,
    assert_nothing_to_change,
    holds_within,
    run_site,
    vtysh,
    wait_for,
)

HERE = Path(__file__).parent
#: The port of a place, its address there, and that of the network behind.
ADDRESSES6 = {
    "blue-hq": ("eth1", "2001:db8:a1::2/64", "2001:db8:1::1/48"),
    "blue-branch": ("eth1", "2001:db8:a3::2/64", "2001:db8:2::1/48"),
    "green-branch": ("eth2", "2001:db8:b3::2/64", "2001:db8:2::1/48"),
    "red-hq": ("eth5", "2001:db8:c1::2/64", "2001:db8:1::1/48"),
    "red-branch": ("eth3", "2001:db8:c3::2/64", "2001:db8:2::1/48"),
}
GATEWAYS6 = {"red-hq": "2001:db8:c1::1", "red-branch": "2001:db8:c3::1"}
HQ6, BRANCH6 = "2001:db8:1::1", "2001:db8:2::1"
HQ_LAN6, BRANCH_LAN6 = "2001:db8:1::/48", "2001:db8:2::/48"
SECRETS = ("Example-of-blue", "Example-of-OSPF")


@pytest.fixture(scope="module")
def intent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Copy the example, set the options, and shut its secrets into a vault; give its key, too."""
    folder = tmp_path_factory.mktemp("options")
    copy, key = folder / "intent", folder / "key"
    shutil.copytree(INTENT.parent, copy)
    variables = copy / "group_vars" / "all"
    shutil.copytree(HERE / "intent", variables, dirs_exist_ok=True)
    key.write_text("a key of this test\n", "ascii")
    locked = variables / "secrets.yml"
    subprocess.run(["ansible-vault", "encrypt", f"--vault-password-file={key}", locked], check=True)
    assert locked.read_text("ascii").startswith("$ANSIBLE_VAULT;")
    return copy / INTENT.name, key


@pytest.fixture(scope="module", autouse=True)
def said(intent: tuple[Path, Path], ces: dict[str, Ce]) -> str:
    """Set the options at the CEs and at the PEs; give all that the run said, and it said much."""
    for name, (port, address, behind) in ADDRESSES6.items():
        ces[name].guest.check_output(
            f"ip -n {name} address replace {address} dev {port} nodad"
            f" && ip -n {name} address replace {behind} dev lo"
        )
    for name, gateway in GATEWAYS6.items():
        ces[name].guest.check_output(f"ip -n {name} route replace default via {gateway}")
    for file in sorted((HERE / "bird").iterdir()):
        ces[file.stem].replace_configuration(file.read_text("utf-8"))
    path, key = intent
    done = run_site(
        "-vvv",
        "--diff",
        f"--vault-password-file={key}",
        "--extra-vars=mpls_verify_timeout=300",
        intent=path,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout + done.stderr


def test_secrets_of_a_vault_are_in_no_output(said: str) -> None:
    assert "mpls_secrets" in said or "frr_config" in said
    assert [one for one in SECRETS if one in said] == []


@pytest.mark.parametrize("customer", ["blue", "red"])
def test_packets_of_ipv6_pass(ces: dict[str, Ce], customer: str) -> None:
    branch = ces[f"{customer}-branch"]
    wait_for(lambda: branch.reaches_from(BRANCH6, HQ6), f"IPv6 of {customer}", PATIENCE)


def test_session_with_gtsm_takes_no_packet_from_afar(
    routers: dict[str, Any], ces: dict[str, Ce]
) -> None:
    """BIRD sends with a TTL of one where it is not told of GTSM."""

    def is_up() -> bool:
        return bgp_state(routers["pe1"], "blue", "172.16.1.2") == "Established"

    wait_for(is_up, "the session with GTSM", PATIENCE)
    ces["blue-hq"].configure("s/ttl security on/ttl security off/")
    try:
        wait_for(lambda: not is_up(), "the session ends", PATIENCE)
        assert not holds_within(20, is_up)
    finally:
        ces["blue-hq"].configure("s/ttl security off/ttl security on/")
    wait_for(is_up, "the session is back", PATIENCE)


def test_bfd_finds_a_silent_ce_with_bgp(routers: dict[str, Any], ces: dict[str, Ce]) -> None:
    """By itself BGP takes 10 to 15 seconds here."""
    pe, ce = routers["pe3"], ces["blue-branch"]
    wait_for(lambda: ce.birdc("show bfd sessions").count(" Up ") == 2, "both are watched", PATIENCE)
    with silent(ce):
        wait_for(lambda: bgp_state(pe, "blue", "172.16.3.2") != "Established", "it is gone", 9)
    wait_for(lambda: bgp_state(pe, "blue", "172.16.3.2") == "Established", "it is back", PATIENCE)


def test_bfd_finds_a_silent_ce_with_ospf(routers: dict[str, Any], ces: dict[str, Ce]) -> None:
    """By itself OSPF takes 40 seconds."""
    pe, ce = routers["pe3"], ces["green-branch"]

    def is_there() -> bool:
        shown = vtysh(pe, "show ip ospf vrf green neighbor json")
        return "10.2.0.1" in shown["green"]["neighbors"]

    wait_for(is_there, "the adjacency", PATIENCE)
    wait_for(lambda: " Up " in ce.birdc("show bfd sessions"), "it is watched", PATIENCE)
    with silent(ce):
        wait_for(lambda: not is_there(), "it is gone", 20)
    wait_for(is_there, "it is back", PATIENCE)


@contextmanager
def silent(ce: Ce) -> Iterator[None]:
    """Hold the CE's BIRD, whose port stays up."""
    unit = f"lab-bird@{ce.name}"
    ce.guest.check_output(f"systemctl kill --signal=STOP {unit}")
    try:
        yield
    finally:
        ce.guest.check_output(f"systemctl kill --signal=CONT {unit}")


def test_holdtime_is_agreed_on(ces: dict[str, Ce]) -> None:
    wait_for(
        lambda: "Established" in ces["blue-hq"].birdc("show protocols pe1"), "the session", PATIENCE
    )
    (line,) = (
        line
        for line in ces["blue-hq"].birdc("show protocols all pe1").splitlines()
        if "Hold timer" in line
    )
    assert line.endswith("/9")


def test_default_route_is_originated_for_those_who_want_it(ces: dict[str, Ce]) -> None:
    assert "BGP.as_path: 65000\n" in ces["blue-hq"].routes("0.0.0.0/0", "pe1")
    assert "BGP.as_path" not in ces["blue-hq"].routes("0.0.0.0/0", "pe2")
    wait_for(
        lambda: "OSPF" in ces["green-branch"].routes("0.0.0.0/0", "provider"), "OSPF", PATIENCE
    )
    wait_for(lambda: "OSPF" in ces["green-branch"].routes("::/0", "provider6"), "OSPFv3", PATIENCE)


def test_default_route_is_accepted_from_those_who_may(routers: dict[str, Any]) -> None:
    """From blue's branch and green's head office; red's site says a static one."""
    for pe, customer in (("pe2", "blue"), ("pe3", "green"), ("pe3", "red")):
        wait_for(
            lambda pe=pe, customer=customer: (
                "encap mpls" in routers[pe].check_output(f"ip route show vrf {customer} default")
            ),
            f"the default route of {customer}",
            PATIENCE,
        )


def test_ce_is_told_of_what_is_announced_and_of_no_more(ces: dict[str, Ce]) -> None:
    branch = ces["blue-branch"]
    wait_for(lambda: HQ_LAN in branch.routes(HQ_LAN, "pe3"), "the head office", PATIENCE)
    wait_for(lambda: HQ_LAN6 in branch.routes(HQ_LAN6, "pe3v6"), "the head office", PATIENCE)
    for session in ("pe3", "pe3v6"):
        assert "\n1 of " in branch.birdc(f"show route count protocol {session}"), session


def test_own_as_stays_in_the_path_where_it_is_not_to_be_overridden(ces: dict[str, Ce]) -> None:
    """The CE takes what PE2 tells for a loop."""
    hq = ces["blue-hq"]
    wait_for(lambda: "BGP.as_path" in hq.routes(BRANCH_LAN, "pe1"), "by PE1", PATIENCE)
    assert "BGP.as_path" not in hq.routes(BRANCH_LAN, "pe2")


def test_provider_as_in_a_path_is_accepted_where_it_may_be(routers: dict[str, Any]) -> None:
    looped = "show bgp vrf blue ipv4 unicast 10.1.50.0/24 json"

    def origins(pe: str) -> set[str]:
        paths = vtysh(routers[pe], looped).get("paths", [])
        return {path["peer"].get("peerId", "") for path in paths}

    wait_for(lambda: "172.16.2.2" in origins("pe2"), "PE2 takes it from the CE", PATIENCE)
    assert "172.16.1.2" not in origins("pe1")
    wait_for(
        lambda: "encap mpls" in routers["pe3"].check_output("ip route show vrf blue 10.1.50.0/24"),
        "PE3 has it from PE2",
        PATIENCE,
    )


def test_ospf_has_its_cost_and_the_prefixes_that_were_said(routers: dict[str, Any]) -> None:
    (route,) = vtysh(routers["pe3"], f"show ip route vrf green {BRANCH_LAN} json")[BRANCH_LAN]
    assert route["protocol"] == "ospf"
    assert route["metric"] == 70 + 10
    shown = routers["pe3"].check_output("vtysh -c 'show ip ospf vrf green route'")
    assert "10.9.0.0/16" in shown
    assert routers["pe3"].check_output("ip route show vrf green 10.9.0.0/16") == ""
    wait_for(
        lambda: BRANCH_LAN6 in routers["pe3"].check_output("ip -6 route show vrf green"),
        "what OSPFv3 tells",
        PATIENCE,
    )


def test_ce_that_told_too_much_comes_again_by_itself(
    routers: dict[str, Any], ces: dict[str, Ce]
) -> None:
    pe = routers["pe3"]
    with flooding(pe, ces["blue-branch"]):
        pass
    # A minute, as the intent says.
    wait_for(lambda: bgp_state(pe, "blue", "172.16.3.2") == "Established", "it is back", 150)


def test_second_run_has_nothing_to_change(intent: tuple[Path, Path]) -> None:
    path, key = intent
    assert_nothing_to_change(f"--vault-password-file={key}", intent=path)
