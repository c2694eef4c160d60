# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a run says that it will interrupt, and what it is silent about."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._secrets import (
    Redactor,
    fill_placeholders,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    parse_config,
    render_config,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.interruptions import (
    find_interruptions,
    read_change,
)
from support.intent.cases import Case, build_case, read_example, render_frr

Step = Callable[[dict[str, Any]], None]


def say(**said: Any) -> Step:
    """Say variables of the intent."""
    return lambda variables: variables.update(said)


def say_of(kind: str, key: Any, **said: Any) -> Step:
    """Say more of a router or of a link."""
    return lambda variables: variables[kind].__setitem__(key, {**variables[kind][key], **said})


def costs(variables: dict[str, Any]) -> None:
    """Give every link a cost."""
    for link in variables["mpls_links"]:
        link["cost"] = 10


def another_p_router(variables: dict[str, Any]) -> None:
    """Add a router behind p1."""
    variables["mpls_routers"]["p9"] = {"loopback": "10.0.0.9"}
    variables["mpls_links"].append({"subnet": "10.1.0.8/31", "ends": ["p1:eth4", "p9:eth1"]})


def secrets(**said: str) -> Step:
    """Say the secrets."""
    return say(mpls_secrets=said)


def dual_stack(variables: dict[str, Any]) -> None:
    """Give every router an IPv6 loopback."""
    for number, router in enumerate(variables["mpls_routers"].values()):
        router["loopback6"] = f"fd00::{number + 1}"


RING_IGP, RING_LDP = {"igp_secret": "ring"}, {"ldp_secret": "ring"}
LDP = "labelled packets between both are lost until the other side has it too"
BEFORE = "the neighbour is lost where the other side does not have it within"
ALLOCATED = (
    "LDP's sessions restart, as other routes get labels: labelled packets through this router are"
    " lost until the sessions are back"
)
CASES: dict[str, tuple[list[Step], list[Step], list[str]]] = {
    "nothing": ([], [], []),
    "another hold time": ([], [say(mpls_bgp_holdtime=30)], []),
    "a first BFD": ([say(mpls_bfd=False)], [], []),
    "another interval of BFD": ([], [say(mpls_bfd_interval=300)], []),
    "no BFD any more on a link": (
        [],
        [say_of("mpls_links", 0, bfd=False)],
        [
            "BFD on eth1 goes: while the other side still has it, that is a fault of the link"
            " there, and the neighbour is lost for some seconds"
        ],
    ),
    "no BFD, as the link goes": ([another_p_router], [], []),
    "another key of LDP": (
        [secrets(ldp="oldsecret")],
        [secrets(ldp="newsecret")],
        [
            f"LDP's session with {peer} restarts, as its password changes: {LDP}"
            for peer in ("10.0.0.1", "10.0.0.3", "10.0.0.4")
        ],
    ),
    "a first key of LDP": (
        [],
        [secrets(ring="newsecret"), say_of("mpls_links", 0, **RING_LDP)],
        [f"LDP's session with 10.0.0.1 restarts, as its password changes: {LDP}"],
    ),
    "a new neighbour with a key of LDP": (
        [secrets(ldp="s")],
        [secrets(ldp="s"), another_p_router],
        [],
    ),
    "another key of OSPF": (
        [secrets(igp="oldsecret")],
        [secrets(igp="newsecret")],
        [f"OSPF's key on eth{n} changes: {BEFORE} 40 seconds" for n in (1, 2, 3)],
    ),
    "no key of OSPF any more": (
        [secrets(ring="oldsecret"), say_of("mpls_links", 0, **RING_IGP)],
        [],
        [f"OSPF's key on eth1 changes: {BEFORE} 40 seconds"],
    ),
    "a new neighbour with a key of OSPF": (
        [secrets(igp="s")],
        [secrets(igp="s"), another_p_router],
        [],
    ),
    "another key of OSPF and OSPFv3": (
        [dual_stack, secrets(ring="oldsecret"), say_of("mpls_links", 0, **RING_IGP)],
        [dual_stack, secrets(ring="newsecret"), say_of("mpls_links", 0, **RING_IGP)],
        [
            f"OSPF's key on eth1 changes: {BEFORE} 40 seconds",
            f"OSPFv3's key on eth1 changes: {BEFORE} 40 seconds",
        ],
    ),
    "another password of IS-IS": (
        [say(mpls_igp="isis"), secrets(igp="oldsecret")],
        [say(mpls_igp="isis"), secrets(igp="newsecret")],
        [
            *(f"IS-IS's password on eth{n} changes: {BEFORE} 30 seconds" for n in (1, 2, 3)),
            "IS-IS's domain password changes: the router hears of no change in the core from those"
            " that do not have it too",
        ],
    ),
    "OSPF goes before IS-IS comes": (
        [],
        [say(mpls_igp="isis")],
        [
            "OSPF goes before IS-IS has neighbours: all is lost until then; with mpls_igp_beside,"
            " in a run before this one, it has them"
        ],
    ),
    "IS-IS goes before OSPF comes": (
        [say(mpls_igp="isis")],
        [],
        [
            "IS-IS goes before OSPF has neighbours: all is lost until then; with mpls_igp_beside,"
            " in a run before this one, it has them"
        ],
    ),
    "IS-IS comes beside OSPF": ([costs], [costs, say(mpls_igp_beside="isis")], []),
    "IS-IS takes the place of OSPF": (
        [costs, say(mpls_igp_beside="isis")],
        [costs, say(mpls_igp="isis", mpls_igp_beside="ospf")],
        [],
    ),
    "OSPF goes from beside IS-IS": (
        [costs, say(mpls_igp="isis", mpls_igp_beside="ospf")],
        [costs, say(mpls_igp="isis")],
        [],
    ),
    "another loopback": (
        [],
        [say_of("mpls_routers", "p1", loopback="10.0.0.77")],
        [
            "its router id changes from 10.0.0.2 to 10.0.0.77: all its sessions restart, and what"
            " is behind it is lost until they are back"
        ],
    ),
    "another area of IS-IS": (
        [say(mpls_igp="isis")],
        [say(mpls_igp="isis", mpls_isis_area="49.0002")],
        [
            "its NET changes from 49.0001.0100.0000.0002.00 to 49.0002.0100.0000.0002.00: all its"
            " sessions restart, and what is behind it is lost until they are back"
        ],
    ),
    "labels for all routes": (
        [],
        [say(mpls_ldp_allocate="all")],
        [ALLOCATED],
    ),
    "labels for host routes": (
        [say(mpls_ldp_allocate="all")],
        [],
        [ALLOCATED],
    ),
    "a router more where all routes have labels": (
        [say(mpls_ldp_allocate="all")],
        [say(mpls_ldp_allocate="all"), another_p_router],
        [],
    ),
    "another area of OSPF": (
        [],
        [say_of("mpls_links", 0, area=5)],
        [
            "OSPF's area on eth1 changes from 0 to 5: the neighbour is lost until the other side"
            " has it too"
        ],
    ),
    "segment routing for LDP": (
        [],
        [say(mpls_label_distribution="sr")],
        [
            "segment routing takes the place of LDP: labelled packets are lost until all routers"
            " have the change"
        ],
    ),
    "LDP for segment routing": (
        [say(mpls_label_distribution="sr")],
        [],
        ["segment routing goes: labelled packets are lost until all routers have the change"],
    ),
    "other blocks of segment routing": (
        [say(mpls_label_distribution="sr")],
        [say(mpls_label_distribution="sr", mpls_sr_global_block="20000-29999")],
        [
            "the labels of segment routing change: labelled packets are lost until all routers have"
            " the change"
        ],
    ),
    "another number in segment routing": (
        [say(mpls_label_distribution="sr")],
        [say(mpls_label_distribution="sr"), say_of("mpls_routers", "p1", sid=99)],
        [
            "the labels of segment routing change: labelled packets are lost until all routers have"
            " the change"
        ],
    ),
    "ways around in segment routing": (
        [say(mpls_label_distribution="sr")],
        [say(mpls_label_distribution="sr", mpls_sr_ti_lfa="link")],
        [],
    ),
    "a link renumbered": (
        [],
        [say_of("mpls_links", 0, subnet="10.1.7.0/31")],
        [
            "eth1 is renumbered from 10.1.0.1/31 to 10.1.7.1/31: its neighbour is lost until the"
            " other side is renumbered too"
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), CASES.values(), ids=CASES)
def test_interruption_is_said_when_the_change_has_one(
    old: list[Step], new: list[Step], said: list[str]
) -> None:
    assert interruptions("p1", old, new) == said


def test_bgp_password_is_said_when_it_changes() -> None:
    said = interruptions("pe1", [secrets(bgp="oldsecret")], [secrets(bgp="newsecret")])
    assert said == [
        "BGP's session with 10.0.0.4 restarts, as its password changes: what is learnt over it"
        " alone is lost until the other side has it too"
    ]


def test_password_of_a_customer_is_said_when_it_changes() -> None:
    def keyed(secret: str) -> list[Step]:
        ce = {"protocol": "bgp", "asn": 65101, "address": "192.168.1.2", "secret": "acme"}
        return [
            lambda variables: variables["mpls_vpn_customer1"]["sites"][0].update(ce=ce),
            secrets(acme=secret),
        ]

    said = interruptions("pe1", keyed("oldsecret"), keyed("newsecret"))
    assert said == [
        "BGP's session of VRF customer1 / neighbor 192.168.1.2 restarts, as its password changes:"
        " what the customer tells is lost until the other side has it too"
    ]


def test_router_id_of_a_vrf_is_said_when_it_goes_back_to_the_router_s_own() -> None:
    """As in a run after somebody changed it by vtysh."""
    model, text = build("pe1", [])
    own = "router bgp 65000 vrf customer1\n bgp router-id 10.0.0.1\n"
    planted = text.replace(own, own.replace("10.0.0.1", "192.0.2.9"))
    lines = {"before": list_lines(planted), "after": list_lines(text)}
    assert find_interruptions(read_change(model, lines, {})) == [
        "the router id of VRF customer1 changes from 192.0.2.9 to 10.0.0.1: its sessions with"
        " customers restart, and what FRRouting derived from the old one is told anew"
    ]


def test_vrfs_are_not_named_when_the_router_itself_has_another_id() -> None:
    said = interruptions("pe1", [], [say_of("mpls_routers", "pe1", loopback="10.0.0.77")])
    assert [one.partition(":")[0] for one in said] == [
        "its router id changes from 10.0.0.1 to 10.0.0.77"
    ]


def test_reflector_is_said_to_be_lost_when_its_igp_goes() -> None:
    said = interruptions("rr1", [], [say_of("mpls_routers", "rr1", attach="static")])
    assert said == [
        "OSPF goes, and no other IGP comes: the router is lost to the core",
        "LDP goes: labelled packets are lost until all routers have the change",
    ]


def test_nothing_is_said_when_a_router_has_no_frr_configuration_yet() -> None:
    model = build("p1", [secrets(ldp="s", igp="s")])[0]
    lines = {"before": [], "after": list_lines(render_frr(model))}
    assert find_interruptions(read_change(model, lines, {})) == []


def interruptions(router: str, old: list[Step], new: list[Step]) -> list[str]:
    """Say what goes from one intent to another interrupt, by what frr_config says of it."""
    old_model, old_text = build(router, old)
    model, text = build(router, new)
    before, after = parse_config(old_text), parse_config(text)
    touched = {path[0] for path in before.lines.keys() ^ after.lines.keys()}
    redact = Redactor(b"key").redact
    shown = [
        redact(render_config(side.restricted(path for path in side.lines if path[0] in touched)))
        for side in (before, after)
    ]
    lines = dict(zip(("before", "after"), map(list_lines, shown)))
    addresses = {port["name"]: port["addresses"] for port in old_model["core_interfaces"]}
    return find_interruptions(read_change(model, lines, addresses))


def list_lines(text: str) -> list[str]:
    return [" / ".join(path) for path in parse_config(text).lines]


def build(router: str, steps: list[Step]) -> tuple[Any, str]:
    variables, groups = copy.deepcopy(read_example("l3vpn"))
    for step in steps:
        step(variables)
    if "p9" in variables["mpls_routers"]:
        groups["p"] = [*groups["p"], "p9"]
    model = build_case(Case("", variables, groups, {}))[router]
    return model, fill_placeholders(render_frr(model), variables.get("mpls_secrets", {}))
