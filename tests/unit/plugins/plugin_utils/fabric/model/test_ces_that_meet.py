# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What customers' routers hear of others, by the rendered route targets and sessions alone.

The tests follow routes through the models as BGP would, and ask none of the planner's functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent
from support.intent.cases import read_example

PROVIDER = 65000
FABRIC, GROUPS = read_example("l3vpn")
ASNS = st.sampled_from([65101, 65102])
TARGETS = st.sampled_from([["65000:1"], ["65000:2"], ["65000:1", "65000:2"]])
WORDS = st.one_of(
    st.fixed_dictionaries({}, optional={"rt": TARGETS}),
    st.fixed_dictionaries({"import_rt": TARGETS, "export_rt": TARGETS}),
    st.just({"common": True}),
    st.just({"uses": ["one"]}),
)
SITE = st.tuples(st.sampled_from(["pe1", "pe2"]), ASNS)
VPNS = st.dictionaries(
    st.sampled_from(["one", "two", "six"]),
    st.tuples(WORDS, st.lists(SITE, min_size=1, max_size=3)),
    min_size=1,
)


def site(pe: str, port: int, asn: int | None, **said: Any) -> dict[str, Any]:
    subnet = f"192.168.{port}"
    ce = {"protocol": "bgp", "asn": asn, "address": f"{subnet}.2"} if asn else {}
    return {
        "pe": pe,
        "interface": f"eth{port}",
        "address": f"{subnet}.1/24",
        **({"ce": {**ce, **said.pop("ce", {})}} if ce else {}),
        **said,
    }


def read(vpns: Mapping[str, Any]) -> Intent:
    variables = {name: FABRIC[name] for name in FABRIC if not name.startswith("mpls_vpn_")}
    return parse_intent(
        {**variables, **{f"mpls_vpn_{name}": vpn for name, vpn in vpns.items()}},
        GROUPS,
        Problems(),
    )


def sessions(models: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """List the PE, the VRF and the neighbour of each session with a CE."""
    return [
        (pe, vrf, peer)
        for pe in ("pe1", "pe2")
        for vrf in models[pe]["frr"]["bgp"]["vrfs"]
        for peer in (vrf["ce"] or {"neighbours": []})["neighbours"]
    ]


def targets(vrf: Mapping[str, Any], way: str) -> set[str]:
    return {
        number
        for said in vrf["targets"]
        if said["way"] in (way, "both")
        for number in said["numbers"].split()
    }


def loops(models: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name CEs that get another one's routes with their own AS number in the path."""
    everyone = sessions(models)
    for pe, vrf, peer in everyone:
        for other_pe, other_vrf, other in everyone:
            is_here = (pe, vrf["name"]) == (other_pe, other_vrf["name"])
            hears = is_here or targets(vrf, "import") & targets(other_vrf, "export")
            path = [
                PROVIDER if peer["as_override"] and other["asn"] == peer["asn"] else other["asn"]
            ]
            if other is not peer and hears and peer["asn"] in path:
                yield pe, peer["address"]


@settings(deadline=None)
@given(VPNS)
def test_no_ce_is_told_what_it_takes_for_a_loop(drawn: dict[str, Any]) -> None:
    ports = iter(range(10, 100))
    vpns = {
        name: {
            "id": 100 + index,
            **words,
            "sites": [site(pe, next(ports), asn) for pe, asn in places],
        }
        for index, (name, (words, places)) in enumerate(sorted(drawn.items()))
    }
    assert list(loops(build_models(read(vpns)))) == []


def test_as_number_stays_where_nobody_else_has_it() -> None:
    vpns = {
        "one": {"id": 1, "rt": "65000:9", "sites": [site("pe1", 10, 65101)]},
        "two": {"id": 2, "rt": "65000:9", "sites": [site("pe2", 11, 65102)]},
        "six": {"id": 6, "sites": [site("pe1", 12, 65101), site("pe2", 13, 65102)]},
    }
    overridden = [peer["as_override"] for _pe, _vrf, peer in sessions(build_models(read(vpns)))]
    assert overridden == [False] * 4


def test_as_number_of_a_spoke_is_overridden_where_the_hub_passes_on_another_spoke() -> None:
    vpns = {
        "one": {
            "id": 300,
            "service": "hub-and-spoke",
            "sites": [
                site("pe1", 10, 65100, role="hub"),
                site("pe1", 11, 65100, role="hub-return"),
                site("pe1", 12, 65101),
                site("pe2", 13, 65101),
                site("pe2", 14, 65102, spoke=3),
            ],
        }
    }
    found = {
        peer["address"]: peer["as_override"]
        for _pe, _vrf, peer in sessions(build_models(read(vpns)))
    }
    assert found == {
        "192.168.10.2": False,
        "192.168.11.2": False,
        "192.168.12.2": True,
        "192.168.13.2": True,
        "192.168.14.2": False,
    }


def told(vpns: Mapping[str, Any]) -> dict[str, tuple[int | None, list[str]]]:
    """Give what verify asks of each CE with BGP: its AS number, and what it is told."""
    intent, problems = read(vpns), Problems()
    check_intent(intent, problems)
    assert [str(problem) for problem in problems.found] == []
    models: dict[str, Any] = {**build_models(intent)}
    return {
        one["ce_address"]: (one["asn"], one["advertised"])
        for pe in ("pe1", "pe2")
        for vrf in models[pe]["expect"]["vrfs"]
        for one in vrf["ce_sessions"]
    }


def test_ce_must_be_told_of_all_that_is_known_but_its_own() -> None:
    static = {"protocol": "static", "address": "192.168.13.2", "routes": ["10.3.0.0/16"]}
    announce = {"announce": ["192.168.10.0/24", "10.0.0.0/8"]}
    here = {"site": "hq", "prefixes": ["10.3.0.0/16"]}
    vpns = {
        "one": {
            "id": 1,
            "rt": "65000:9",
            "sites": [site("pe1", 10, 65101, prefixes=["10.1.0.0/16"])],
        },
        "two": {
            "id": 2,
            "rt": "65000:9",
            "sites": [
                site("pe1", 11, 65102, **here),
                site("pe2", 12, 65102, **here, ce=announce),
                {**site("pe2", 13, None), "ce": static},
            ],
        },
    }
    assert told(vpns) == {
        "192.168.10.2": (
            65101,
            ["10.3.0.0/16", "192.168.11.0/24", "192.168.12.0/24", "192.168.13.0/24"],
        ),
        # The place itself may tell of 10.3.0.0/16.
        "192.168.11.2": (65102, ["192.168.10.0/24", "192.168.13.0/24"]),
        "192.168.12.2": (65102, ["192.168.10.0/24"]),
    }


def test_no_as_number_is_asked_about_where_the_intent_lets_it_stand() -> None:
    vpns = {
        "one": {
            "id": 1,
            "sites": [site("pe1", 10, 65101, ce={"as_override": False}), site("pe2", 11, 65101)],
        }
    }
    assert [asn for asn, _told in told(vpns).values()] == [None, 65101]


def test_default_route_is_told_to_those_who_have_none_of_their_own() -> None:
    routes = {"protocol": "static", "address": "192.168.12.2", "routes": ["0.0.0.0/0"]}
    vpns = {
        "one": {
            "id": 1,
            "sites": [
                site("pe1", 10, 65101),
                site("pe1", 11, 65102, ce={"accept_default": True}),
                {**site("pe2", 12, None), "ce": routes},
            ],
        }
    }
    found = {ce: "0.0.0.0/0" in prefixes for ce, (_asn, prefixes) in told(vpns).items()}
    assert found == {"192.168.10.2": True, "192.168.11.2": False}


def test_vpn_that_another_one_imports_connects_something() -> None:
    vpns = {
        "one": {"id": 1, "sites": [site("pe1", 10, None)]},
        "two": {
            "id": 2,
            "import_rt": ["65000:1", "65000:2"],
            "export_rt": ["65000:2"],
            "sites": [site("pe2", 11, None)],
        },
    }
    problems = Problems()
    check_intent(read(vpns), problems)
    assert [str(problem) for problem in (*problems.found, *problems.warnings)] == []
