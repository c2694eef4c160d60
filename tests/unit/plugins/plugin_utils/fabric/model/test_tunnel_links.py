# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Links that go by tunnels, and what mpls_tunnel is told to make of them."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._parse import (
    parse_tunnels,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._task import needed_modules
from ansible_collections.linuxnet.mpls.plugins.modules.mpls_tunnel import ARGUMENT_SPEC
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import (
    check_intent,
    tunnels,
)
from support.intent.cases import read_example

Models = dict[str, Any]
Groups = dict[str, list[str]]
GRE4 = {"type": "gre", "underlay": ["192.0.2.1", "192.0.2.2"]}
GRE6 = {"type": "gre", "underlay": ["2001:db8::1", "2001:db8::2"], "key": 7}
GRE_UDP = {**GRE4, "type": "gre_udp"}
UDP = {"type": "udp", "underlay": ["192.0.2.1", "192.0.2.2"]}


def models_of(variables: dict[str, Any], groups: Groups) -> Models:
    problems = Problems()
    intent = parse_intent(variables, groups, problems)
    check_intent(intent, problems)
    assert [str(problem) for problem in problems.found] == []
    return build_models(intent)


def put_tunnel(variables: dict[str, Any], tunnel: dict[str, Any], **more: Any) -> None:
    """A tunnel is too small for customers, unless it says more."""
    variables["mpls_mss_clamp"] = True
    variables["mpls_links"][0].update(ends=["pe1:tun1", "p1:tun7"], tunnel=tunnel, **more)


def wants_of(model: dict[str, Any]) -> dict[str, Any]:
    """Give what mpls_tunnel reads out of a model, with the defaults of its options."""
    options = ARGUMENT_SPEC["tunnels"]["options"]
    defaults = {name: said.get("default") for name, said in options.items()}
    assert all(tunnel.keys() <= options.keys() for tunnel in model["tunnels"])
    return dict(parse_tunnels([{**defaults, **tunnel} for tunnel in model["tunnels"]]))


def test_each_end_has_a_tunnel_to_the_other_when_a_link_goes_by_one(
    variables: dict[str, Any], groups: Groups
) -> None:
    put_tunnel(variables, GRE4)
    models = models_of(variables, groups)
    common = {"kind": "gre", "label_input": True, "mtu": 1476}
    assert models["pe1"]["tunnels"] == [
        {"name": "tun1", "local": "192.0.2.1", "remote": "192.0.2.2", **common}
        | {"addresses": ["10.1.0.0/31"]}
    ]
    assert models["p1"]["tunnels"] == [
        {"name": "tun7", "local": "192.0.2.2", "remote": "192.0.2.1", **common}
        | {"addresses": ["10.1.0.1/31"]}
    ]
    assert models["pe2"]["tunnels"] == []


def test_tunnel_belongs_to_mpls_tunnel_alone(variables: dict[str, Any], groups: Groups) -> None:
    """It has the addresses, the MTU and the label input; verify and FRR see a link as any other."""
    put_tunnel(variables, GRE4, mtu=1400)
    model = models_of(variables, groups)["pe1"]
    assert [port["name"] for port in model["core_interfaces"]] == ["lo"]
    assert model["kernel"]["label_interfaces"] == []
    assert model["kernel"]["closed_interfaces"] == model["needs_interfaces"] == ["eth2", "eth3"]
    assert model["expect"]["label_interfaces"] == model["expect"]["adjacencies"] == ["tun1"]
    assert {"name": "tun1", "labels": True}.items() <= model["frr"]["ports"][1].items()


@pytest.mark.parametrize(
    ("tunnel", "more", "mtu"),
    [
        (GRE4, {}, 1476),
        (GRE6, {}, 1452),
        (GRE_UDP, {}, 1468),
        (GRE4, {"mtu": 8900}, 8900),
        (GRE4, {"mtu": 1288}, 1288),
    ],
    ids=["of itself", "over IPv6 with a key", "in UDP", "said", "smallest"],
)
def test_mtu_is_the_sum_of_mpls_tunnel_when_the_link_says_none(
    variables: dict[str, Any], groups: Groups, tunnel: dict[str, Any], more: Any, mtu: int
) -> None:
    put_tunnel(variables, tunnel, **more)
    assert wants_of(models_of(variables, groups)["p1"])["tun7"].mtu == mtu


def test_tunnel_has_the_loopbacks_when_its_link_is_unnumbered(
    variables: dict[str, Any], groups: Groups
) -> None:
    del variables["mpls_links"][0]["subnet"]
    put_tunnel(variables, GRE4, unnumbered=True)
    assert wants_of(models_of(variables, groups)["p1"])["tun7"].addresses == ("10.0.0.2/32",)


def test_tunnel_takes_no_labels_when_it_leads_to_a_reflector_without_any(
    variables: dict[str, Any], groups: Groups
) -> None:
    variables["mpls_routers"]["rr1"]["attach"] = "filter"
    variables["mpls_links"][2]["tunnel"] = GRE4
    models = models_of(variables, groups)
    assert [tunnel["label_input"] for tunnel in models["p1"]["tunnels"]] == [False]
    assert "eth3" not in models["p1"]["expect"]["label_interfaces"]


@pytest.mark.parametrize(
    "tunnel", [GRE4, GRE6, GRE_UDP, UDP], ids=["gre", "gre over IPv6", "gre in udp", "udp"]
)
def test_labels_go_by_a_tunnel_when_they_are_static(
    static_example: tuple[dict[str, Any], Groups], tunnel: dict[str, Any]
) -> None:
    variables, groups = static_example
    put_tunnel(variables, tunnel)
    model = models_of(variables, groups)["pe1"]
    ways = {(route.get("via"), route["interface"]) for route in model["static_routes"]}
    assert ("10.1.0.1", "tun1") in ways
    assert set(needed_modules(wants_of(model))) <= set(model["needs_kernel_modules"])
    assert not set(needed_modules(wants_of(model))) & set(model["kernel"]["modules"])


def test_parallel_tunnels_are_taken_when_their_keys_differ(
    variables: dict[str, Any], groups: Groups
) -> None:
    put_tunnel(variables, GRE4)
    variables["mpls_links"].append(
        {"unnumbered": True, "ends": ["pe1:tun2", "p1:tun8"], "tunnel": {**GRE4, "key": 2}}
    )
    models = models_of(variables, groups)
    assert wants_of(models["pe1"]).keys() == {"tun1", "tun2"}
    assert models["pe1"]["expect"]["ldp_neighbours"] == ["10.0.0.2"]


def test_sizes_are_refused_as_mpls_tunnel_does() -> None:
    for mtu in (tunnels.MTU_MIN, tunnels.MTU_MAX):
        entry = {"name": "tun1", "kind": "gre", "local": "2001:db8::1", "remote": "2001:db8::2"}
        parse_tunnels(
            [{**entry, "key": 1, "ttl": 64, "label_depth": 2, "label_input": True} | {"mtu": mtu}]
        )


def test_example_with_every_kind_of_link_is_right() -> None:
    models = models_of(*read_example("links"))
    assert models["p1"]["expect"]["adjacencies"] == ["bond0.100", "eth1", "eth4"]
    assert models["p1"]["kernel"]["closed_interfaces"] == ["bond0"]
    assert models["p1"]["core_interfaces"][1] == {
        "name": "eth1",
        "addresses": ["10.0.0.2/32"],
        "mtu": 1508,
    }
    assert [tunnel["remote"] for tunnel in models["p2"]["tunnels"]] == ["198.51.100.4"]
    assert models["pe2"]["needs_interfaces"] == ["eth2"]
