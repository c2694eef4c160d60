# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What comes of the words for services: which VRFs a PE has, and who reaches whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent
from support.intent.cases import read_example

Vpns = Mapping[str, dict[str, Any]]
PES = ("pe1", "pe2")
FABRIC, GROUPS = read_example("l3vpn")
WORDS = st.fixed_dictionaries(
    {"service": st.sampled_from(["any-to-any", "hub-and-spoke"]), "common": st.booleans()},
    optional={"rd": st.just("per-pe"), "uses": st.just(["one"]), "internet": st.just("two")},
)
SITE = st.tuples(
    st.sampled_from(PES), st.integers(1, 9), st.sampled_from([None, "hub", "hub-return", "spoke"])
)
VPN = st.tuples(WORDS, st.lists(SITE, max_size=6))
#: A default route by way of the hub's router.
DEFAULT = {"protocol": "static", "address": "192.168.30.2", "routes": ["0.0.0.0/0"]}
HUB = {
    "pe": "pe1",
    "interface": "eth4",
    "address": "192.168.30.1/30",
    "role": "hub",
    "ce": DEFAULT,
}
BACK = {"pe": "pe1", "interface": "eth5", "address": "192.168.30.5/30", "role": "hub-return"}
SPOKE = {"pe": "pe2", "interface": "eth4", "address": "192.168.31.1/24"}
SPOKE2 = {"pe": "pe2", "interface": "eth5", "address": "192.168.32.1/24"}


def hub_and_spoke(*sites: dict[str, Any], **said: Any) -> dict[str, Any]:
    sites = sites or (HUB, BACK, SPOKE)
    return {"id": 300, "service": "hub-and-spoke", "sites": list(sites), **said}


def customer(number: int, **said: Any) -> dict[str, Any]:
    """Give a VPN with one site, in a subnet that comes of its number."""
    site = {"pe": "pe2", "interface": f"eth{number}", "address": f"192.168.{number}.1/24"}
    return {"id": number, "sites": [site], **said}


def read(vpns: Vpns, **fabric: Any) -> Intent:
    variables = {name: FABRIC[name] for name in FABRIC if not name.startswith("mpls_vpn_")}
    said = {f"mpls_vpn_{name}": vpn for name, vpn in vpns.items()}
    return parse_intent({**variables, **fabric, **said}, GROUPS, Problems())


def build(vpns: Vpns, **fabric: Any) -> dict[str, dict[str, Any]]:
    """Build the models of VPNs that have no mistake; give what is expected, by PE and VRF."""
    intent, problems = read(vpns, **fabric), Problems()
    check_intent(intent, problems)
    assert [str(problem) for problem in problems.found] == []
    models: Any = build_models(intent)
    return {pe: {vrf["name"]: vrf for vrf in models[pe]["expect"]["vrfs"]} for pe in PES}


def prefixes(vrf: Mapping[str, Any]) -> dict[str, list[str]]:
    return {kind: vrf[f"{kind}_prefixes"] for kind in ("remote", "local", "own")}


def test_spokes_have_the_hub_and_no_other_spoke() -> None:
    third = {**SPOKE, "pe": "pe1", "interface": "eth6", "address": "192.168.33.1/24", "spoke": 3}
    vrfs = build(
        {"x": hub_and_spoke(HUB, BACK, {**SPOKE, "spoke": 1}, {**SPOKE2, "spoke": 2}, third)}
    )
    assert sorted(vrfs["pe1"]) == ["x", "x-3", "x-hub"]
    assert sorted(vrfs["pe2"]) == ["x-1", "x-2"]
    hub = ["0.0.0.0/0", "192.168.30.0/30"]
    spokes = ["192.168.31.0/24", "192.168.32.0/24"]
    assert prefixes(vrfs["pe2"]["x-1"]) == {
        "remote": hub,
        "local": [],
        "own": ["192.168.31.0/24"],
    }
    assert prefixes(vrfs["pe1"]["x-3"]) == {
        "remote": [],
        "local": hub,
        "own": ["192.168.33.0/24"],
    }
    assert prefixes(vrfs["pe1"]["x"]) == {
        "remote": spokes,
        "local": ["192.168.33.0/24"],
        "own": ["192.168.30.4/30"],
    }
    assert prefixes(vrfs["pe1"]["x-hub"])["remote"] == []


def test_ports_with_one_number_are_one_spoke() -> None:
    sites = [{**SPOKE, "spoke": 5}, {**SPOKE2, "spoke": 5}]
    vrfs = build({"x": hub_and_spoke(HUB, BACK, *sites)})
    assert vrfs["pe2"]["x-5"]["members"] == ["eth4", "eth5"]
    assert vrfs["pe2"]["x-5"]["table"] == 2_000_300_005


def test_users_of_common_services_have_those_and_no_other_user() -> None:
    vrfs = build(
        {
            "a": customer(50, uses=["shared"]),
            "b": customer(51, uses=["shared"]),
            "c": customer(52),
            "shared": customer(53, common=True),
        }
    )
    # All are at pe2, whose VRFs have them of each other.
    assert prefixes(vrfs["pe2"]["a"]) == {
        "remote": [],
        "local": ["192.168.53.0/24"],
        "own": ["192.168.50.0/24"],
    }
    assert vrfs["pe2"]["shared"]["local_prefixes"] == ["192.168.50.0/24", "192.168.51.0/24"]
    assert prefixes(vrfs["pe2"]["c"]) == {"remote": [], "local": [], "own": ["192.168.52.0/24"]}


def test_users_of_the_internet_have_its_default_route_and_no_other_user() -> None:
    vrfs = build(
        {
            "a": customer(50, internet="transit"),
            "b": customer(51, internet="transit"),
            "transit": hub_and_spoke(HUB, BACK, common=True),
        }
    )
    assert vrfs["pe2"]["a"]["remote_prefixes"] == ["0.0.0.0/0", "192.168.30.0/30"]
    assert vrfs["pe2"]["a"]["own_prefixes"] == ["192.168.50.0/24"]
    assert vrfs["pe1"]["transit"]["remote_prefixes"] == ["192.168.50.0/24", "192.168.51.0/24"]
    # What users send by the default route is looked up here, where no user's route is.
    assert vrfs["pe1"]["transit-hub"]["remote_prefixes"] == []


def test_source_of_a_packet_is_not_looked_at_where_a_hub_sends_to_spokes() -> None:
    models: Any = build_models(read({"x": hub_and_spoke()}))
    assert models["pe1"]["kernel"]["unfiltered_interfaces"] == ["eth5"]
    assert models["pe2"]["kernel"]["unfiltered_interfaces"] == []


def test_explicit_targets_take_the_place_of_the_planned_ones() -> None:
    vpns = {
        "a": customer(50, import_rt=["65000:51"], export_rt=["65000:9"], uses=["shared"]),
        "b": customer(51),
        "shared": customer(53, common=True),
    }
    (vrf,) = (vrf for vrf in read(vpns).vrfs if vrf.name == "a")
    assert vrf.imports == ("65000:51", "65000:53")
    assert vrf.exports == ("65000:9", "65000:4001000053")
    assert build(vpns)["pe2"]["shared"]["local_prefixes"] == ["192.168.50.0/24"]


def test_nothing_else_is_asked_where_routes_may_come_from_elsewhere() -> None:
    spoken = customer(52)
    spoken["sites"][0]["ce"] = {"protocol": "bgp", "asn": 65101, "address": "192.168.52.2"}
    vpns = {
        "elsewhere": customer(50, import_rt=["65000:9"]),
        "known": customer(51),
        "spoken": spoken,
        "spoken_to": customer(53, import_rt=["65000:52"]),
    }
    for name, vrf in build(vpns)["pe2"].items():
        assert (vrf["own_prefixes"] is None) is (name != "known")


def test_line_of_a_common_vpn_stays_as_it_is_when_users_come() -> None:
    def imports(users: int) -> tuple[str, ...]:
        vpns = {f"u{number}": customer(number, uses=["shared"]) for number in range(1, users + 1)}
        found = read({**vpns, "shared": customer(250, common=True)}).vrfs
        return next(vrf.imports for vrf in found if vrf.name == "shared")

    assert imports(1) == imports(200) == ("65000:250", "65000:4001000250")


def test_segments_are_clamped_where_only_common_services_are_across_the_core() -> None:
    shared = customer(53, common=True)
    shared["sites"][0]["pe"] = "pe1"
    vpns = {"a": customer(50, uses=["shared"]), "b": customer(51), "shared": shared}
    models: Any = build_models(read(vpns, mpls_mss_clamp=True))
    assert models["pe2"]["mss_clamp"]["vrfs"] == ["a"]
    assert models["pe1"]["mss_clamp"]["vrfs"] == ["shared"]


def test_static_routes_stand_in_the_vrf_of_their_port() -> None:
    models: Any = build_models(read({"x": hub_and_spoke()}))
    routes = {vrf["name"]: vrf["static_routes"] for vrf in models["pe1"]["frr"]["ce_vrfs"]}
    (route,) = routes.pop("x-hub")
    assert (
        route.items() >= {"prefix": "0.0.0.0/0", "via": "192.168.30.2", "interface": "eth4"}.items()
    )
    assert not any(routes.values())


@given(st.dictionaries(st.sampled_from(["one", "two", "six", "ten"]), VPN, min_size=1))
def test_numbers_of_a_customer_stay_when_another_comes_or_goes(drawn: dict[str, Any]) -> None:
    vpns = {
        name: {"id": 100 + index, **words, "sites": _sites(sites, words["service"])}
        for index, (name, (words, sites)) in enumerate(sorted(drawn.items()))
    }
    together = _numbers(vpns)
    used = {name for vpn in vpns.values() for name in (*vpn.get("uses", ()), vpn.get("internet"))}
    for left_out in vpns.keys() - used:
        rest = {name: vpn for name, vpn in vpns.items() if name != left_out}
        assert _numbers(rest) == {key: value for key, value in together.items() if key[0] in rest}


@given(VPN.filter(lambda drawn: drawn[0]["service"] == "hub-and-spoke"))
def test_numbers_of_a_spoke_stay_when_another_comes_or_goes(drawn: Any) -> None:
    words, sites = drawn
    said = _sites(sites, words["service"])
    together = _numbers({"x": {"id": 100, **words, "sites": said}})
    for index in range(len(said)):
        rest = _numbers({"x": {"id": 100, **words, "sites": said[:index] + said[index + 1 :]}})
        assert rest.items() <= together.items()


def _sites(drawn: list[tuple[str, int, str | None]], service: str) -> list[dict[str, Any]]:
    return [
        {
            "pe": pe,
            "interface": f"eth{port}",
            "address": f"192.168.{port}.1/24",
            **({"role": role} if service == "hub-and-spoke" else {}),
        }
        for pe, port, role in drawn
    ]


def _numbers(vpns: Vpns) -> dict[tuple[str, str, str], Any]:
    """Give the numbers of all VRFs, with the route targets that are a VPN's own."""
    return {
        (vrf.vpn.name, vrf.pe, vrf.name): (vrf.table, vrf.rd, vrf.exports)
        for vrf in read(vpns).vrfs
    }
