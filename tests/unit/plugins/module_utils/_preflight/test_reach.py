# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A core that would cut off a router's management is refused, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import (
    Host,
    Interface,
    Route,
    Vrf,
    Wanted,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._reach import (
    find_conflicts,
    parse_addresses,
    parse_core,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._session import parse_session

SESSION = "10.0.2.2 40000 10.0.2.15 22"
HOST = Host(
    name="pe1",
    kernel="6.12.0",
    kernel_modules=frozenset(),
    interfaces={
        "lo": Interface(65536, ("10.0.0.1/32", "2001:db8::1/128")),
        "eth0": Interface(1500, ("10.0.2.15/24", "2001:db8:2::15/64")),
        "eth1": Interface(1500, ("10.1.0.0/31",)),
        "eth2": Interface(1500, ("192.168.1.1/24",)),
    },
    packages={},
    frr_candidate=None,
    vrfs={"red": Vrf(100, ("eth2",))},
    routes=[Route("10.0.2.0/24", ("eth0",)), Route("10.1.0.0/31", ("eth1",))],
    session=parse_session(SESSION),
)
CORE = {
    "10.0.0.1/32": "mpls_routers.pe1.loopback",
    "2001:db8::1/128": "mpls_routers.pe1.loopback6",
    "10.1.0.0/31": "mpls_links[0].subnet",
}
WANTED = Wanted(
    kernel_modules=[],
    interfaces=["eth1", "eth2"],
    mtus={},
    frr_minimum="8.4",
    configured=["eth1", "eth2"],
    addresses={"lo": ["10.0.0.1/32", "2001:db8::1/128"], "eth1": ["10.1.0.0/31"]},
    core=CORE,
)


def with_core(prefix: str, path: str = "mpls_links[1].subnet") -> Wanted:
    return replace(WANTED, core={**CORE, prefix: path})


def with_port(name: str, *addresses: str) -> Host:
    return replace(HOST, interfaces={**HOST.interfaces, name: Interface(1500, addresses)})


def with_session(text: str) -> Host:
    session = parse_session(text)
    assert session is not None
    return replace(HOST, session=session)


def test_nothing_is_said_when_the_core_is_elsewhere() -> None:
    assert find_conflicts(HOST, WANTED) == []


def test_prefix_is_refused_when_it_overlaps_the_address_that_the_run_came_by() -> None:
    assert find_conflicts(HOST, with_core("10.0.2.0/31")) == [
        "eth0 has 10.0.2.15/24, by which this run reaches the router, and the intent has"
        " mpls_links[1].subnet (10.0.2.0/31): expected prefixes of the core outside of 10.0.2.0/24,"
        " or eth0 without that address"
    ]


@pytest.mark.parametrize(
    "prefix", ["10.0.2.0/24", "10.0.2.77/32", "10.0.0.0/16", "2001:db8:2::77/128", "2001:db8::/32"]
)
def test_prefix_is_refused_when_it_overlaps_in_any_way(prefix: str) -> None:
    (fault,) = find_conflicts(HOST, with_core(prefix))
    assert fault.startswith("eth0 has ")
    assert f" and the intent has mpls_links[1].subnet ({prefix}): expected" in fault


def test_some_prefixes_are_named_when_many_overlap() -> None:
    core = {f"10.0.2.{number}/32": f"mpls_routers.p{number}.loopback" for number in range(1, 9)}
    (fault,) = find_conflicts(HOST, replace(WANTED, core=core))
    assert "p2.loopback (10.0.2.2/32), mpls_routers.p3.loopback (10.0.2.3/32) and 5 more:" in fault


def test_every_address_outside_of_the_intent_is_looked_at() -> None:
    host = with_port("docker0", "172.17.0.1/16")
    (fault,) = find_conflicts(host, with_core("172.17.4.0/31"))
    assert fault.startswith("docker0 has 172.17.0.1/16 and the intent has mpls_links[1].subnet")


@pytest.mark.parametrize("master", ["red", "mgmt"])
def test_addresses_in_vrfs_are_in_another_table(master: str) -> None:
    host = replace(with_port("eth5", "10.5.0.1/24"), vrfs={master: Vrf(100, ("eth2", "eth5"))})
    assert find_conflicts(host, with_core("10.5.0.0/31")) == []


def test_ports_and_tunnels_of_the_collection_are_no_others() -> None:
    """A customer's port is in the main table until the run puts it into its VRF."""
    host = replace(with_port("gre1", "10.5.0.0/31"), vrfs={}, own_tunnels=frozenset({"gre1"}))
    wanted = replace(with_core("10.5.0.0/31"), core={"192.168.1.0/31": "a", "10.5.0.0/31": "b"})
    assert find_conflicts(host, wanted) == []


@pytest.mark.parametrize(
    ("session", "name"),
    [
        # A core link that gets another address, a port that gets into a VRF, a loopback.
        ("10.1.0.1 40000 10.1.0.6 22", "eth1"),
        ("192.168.9.2 40000 192.168.9.1 22", "eth3"),
        ("10.9.9.9 40000 10.9.0.1 22", "lo"),
        ("10.9.9.9 40000 10.8.0.1 22", "gre1"),
    ],
)
def test_run_is_refused_when_it_takes_the_address_away_that_it_came_by(
    session: str, name: str
) -> None:
    local = session.split()[2]
    host = replace(
        with_port(name, f"{local}/31"),
        own_tunnels=frozenset({"gre1"}),
        session=parse_session(session),
    )
    wanted = replace(WANTED, configured=["eth1", "eth2", "eth3"])
    (fault,) = find_conflicts(host, wanted)
    assert fault.startswith(f"{name} has {local}, by which this run reaches the router, and the in")
    assert "expected a port for management that the intent does not have" in fault


@pytest.mark.parametrize(
    "session", ["10.0.0.9 4 10.0.0.1 22", "10.1.0.1 4 10.1.0.0 22", "192.168.1.9 4 192.168.1.1 22"]
)
def test_run_may_come_by_the_core_when_the_address_stays(session: str) -> None:
    assert find_conflicts(with_session(session), WANTED) == []


def test_prefix_is_refused_when_the_run_comes_from_an_address_in_it() -> None:
    host = with_session("10.9.0.7 40000 10.0.2.15 22")
    (fault,) = find_conflicts(host, with_core("10.9.0.6/31"))
    assert fault == (
        "mpls_links[1].subnet: 10.9.0.6/31 has 10.9.0.7 in it, from where this run reaches the"
        " router by eth0: expected a prefix without that address"
    )


@pytest.mark.parametrize(
    ("route", "faults"),
    [
        (Route("10.9.0.0/31", ("eth0",)), 1),
        (Route("10.9.0.1", ("eth0", "eth5")), 1),
        (Route("10.9.0.1", ()), 1),
        # The core's prefix is the longer one and wins; a port of the core's own; another family.
        (Route("10.0.0.0/8", ("eth0",)), 0),
        (Route("10.9.0.1", ("eth1",)), 0),
        (Route("2001:db8:9::1", ("eth0",)), 0),
    ],
)
def test_prefix_is_refused_when_a_route_leads_a_part_of_it_elsewhere(
    route: Route, faults: int
) -> None:
    host = replace(with_port("eth5"), routes=[route])
    found = find_conflicts(host, with_core("10.9.0.0/31"))
    assert len(found) == faults
    assert all(words.startswith("mpls_links[1].subnet: 10.9.0.0/31 has the ro") for words in found)


def test_nothing_is_lost_when_nobody_says_what_is_of_the_core() -> None:
    host = replace(HOST, own_tunnels=frozenset({"eth0"}))
    assert find_conflicts(host, replace(WANTED, addresses={}, core={}, configured=[])) == []


@pytest.mark.parametrize("prefix", ["10.1.0.1/31", "here", ""])
def test_core_is_refused_when_it_has_no_prefix(prefix: str) -> None:
    with pytest.raises(InputError, match=r"core: .* is wrong: expected prefixes, such as 10\.1"):
        parse_core({prefix: "mpls_links[0].subnet"})


def test_addresses_are_refused_when_they_have_no_length() -> None:
    with pytest.raises(
        InputError, match=r"addresses\.eth1: '10\.1\.0\.0' is wrong: expected an ad"
    ):
        parse_addresses({"eth1": ["10.1.0.0"]})
