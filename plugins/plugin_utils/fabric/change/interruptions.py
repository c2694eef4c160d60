# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a run will interrupt: the change of a router's state to sentences (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import RouterModel

IGP_LINES = {"ospf": "router ospf", "isis": "router isis core"}
IGP_NAMES = {"ospf": "OSPF", "isis": "IS-IS"}
_OSPF_AREA = r"interface (?P<name>\S+) / ip ospf area (?P<value>\S+)"
_BFD = r"interface (\S+) / (?:ip ospf|ipv6 ospf6|isis) bfd(?: profile \S+)?"
_OTHER_SIDE = "until the other side has it too"


@dataclass(frozen=True)
class Change:
    """What a run would change on one router.

    ``before`` and ``after`` are FRR's lines in and under all that changes, a line in a context
    written ``context / line``; ``igps`` are those that the router is to have. ``addresses`` maps
    core interfaces to what they have, ``wanted`` to what they get, with prefix lengths.
    """

    before: frozenset[str]
    after: frozenset[str]
    igps: tuple[str, ...]
    addresses: Mapping[str, tuple[str, ...]]
    wanted: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Secret:
    """A line with a secret: whose it is, and which lines say that there is a session already."""

    line: str
    session: str
    sentence: str


#: LDP and BGP: TCP has one MD5 key at a time (RFC 2385 section 4.5), and FRR resets the session.
#: OSPF and IS-IS: the neighbour stays for its dead or hold time, FRR's 40 and 30 seconds.
SECRETS = (
    Secret(
        r"mpls ldp / neighbor (?P<name>\S+) password (?P<value>.+)",
        r"mpls ldp / address-family \S+ / interface .+",
        "LDP's session with {name} restarts, as its password changes: labelled packets between"
        f" both are lost {_OTHER_SIDE}",
    ),
    Secret(
        r"router bgp \d+ / neighbor (?P<name>\S+) password (?P<value>.+)",
        r"router bgp \d+ / neighbor {name} remote-as .+",
        "BGP's session with {name} restarts, as its password changes: what is learnt over it alone"
        f" is lost {_OTHER_SIDE}",
    ),
    Secret(
        r"router bgp \d+ vrf (?P<name>\S+ / neighbor \S+) password (?P<value>.+)",
        r"router bgp \d+ vrf {name} remote-as .+",
        "BGP's session of VRF {name} restarts, as its password changes: what the customer tells is"
        f" lost {_OTHER_SIDE}",
    ),
    Secret(
        r"interface (?P<name>\S+) / ip ospf message-digest-key \d+ md5 (?P<value>.+)",
        r"interface {name} / ip ospf area .+",
        "OSPF's key on {name} changes: the neighbour is lost where the other side does not have it"
        " within 40 seconds",
    ),
    Secret(
        r"interface (?P<name>\S+) / ipv6 ospf6 authentication key-id (?P<value>.+)",
        r"interface {name} / ipv6 ospf6 area .+",
        "OSPFv3's key on {name} changes: the neighbour is lost where the other side does not have"
        " it within 40 seconds",
    ),
    Secret(
        r"interface (?P<name>\S+) / isis password (?P<value>.+)",
        r"interface {name} / ip router isis .+",
        "IS-IS's password on {name} changes: the neighbour is lost where the other side does not"
        " have it within 30 seconds",
    ),
    Secret(
        r"router isis core / (?P<name>area|domain)-password (?P<value>.+)",
        r"router isis core / net .+",
        "IS-IS's {name} password changes: the router hears of no change in the core from those"
        " that do not have it too",
    ),
)


def read_change(
    model: RouterModel,
    configuration: Mapping[str, Iterable[str]],
    addresses: Mapping[str, list[str]],
) -> Change:
    """Take a router's model, what frr_config says of its configuration, and its addresses."""
    frr = model["frr"]
    return Change(
        before=frozenset(configuration["before"]),
        after=frozenset(configuration["after"]),
        igps=tuple(igp["protocol"] for igp in frr["igps"]) if frr else (),
        addresses={name: tuple(found) for name, found in addresses.items()},
        wanted={port["name"]: tuple(port["addresses"]) for port in model["core_interfaces"]},
    )


def find_interruptions(change: Change) -> list[str]:
    """Say what will be interrupted, a sentence each."""
    return [sentence for rule in RULES for sentence in rule(change)]


def secrets_change(change: Change) -> Iterator[str]:
    """A session that is there has another secret, gets its first one, or loses it."""
    for secret in SECRETS:
        before, after = (_values(secret.line, side) for side in (change.before, change.after))
        for name in sorted(before.keys() | after.keys()):
            session = secret.session.replace("{name}", re.escape(name))
            is_there = _found(session, change.before) == _found(session, change.after) != set()
            is_another = name in before and name in after
            if before.get(name) != after.get(name) and (is_another or is_there):
                yield secret.sentence.format(name=name)


def identity_changes(change: Change) -> Iterator[str]:
    """A router has another router id, or in a core without one another NET."""
    for what, line in (
        ("router id", r"(?:router ospf / ospf|router bgp \d+ / bgp|mpls ldp /) ?router-id (.+)"),
        ("NET", r"router isis core / net (.+)"),
    ):
        old, new = _found(line, change.before), _found(line, change.after)
        if old and new and old != new:
            yield (
                f"its {what} changes from {', '.join(sorted(old))} to {', '.join(sorted(new))}: all"
                " its sessions restart, and what is behind it is lost until they are back"
            )
            return


def igp_goes(change: Change) -> Iterator[str]:
    """An IGP goes, and none is there that has neighbours already."""
    gone = [name for name in IGP_LINES if _goes(IGP_LINES[name], change)]
    has_another = any(IGP_LINES[name] not in change.after - change.before for name in change.igps)
    for name in () if has_another else gone:
        if change.igps:
            others = " and ".join(IGP_NAMES[other] for other in change.igps)
            yield (
                f"{IGP_NAMES[name]} goes before {others} has neighbours: all is lost until then;"
                " with mpls_igp_beside, in a run before this one, it has them"
            )
        else:
            yield f"{IGP_NAMES[name]} goes, and no other IGP comes: the router is lost to the core"


def areas_change(change: Change) -> Iterator[str]:
    """A link is in another area of OSPF."""
    before, after = _values(_OSPF_AREA, change.before), _values(_OSPF_AREA, change.after)
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield (
                f"OSPF's area on {name} changes from {before[name]} to {after[name]}: the neighbour"
                f" is lost {_OTHER_SIDE}"
            )


def bfd_goes(change: Change) -> Iterator[str]:
    """BFD no longer watches a link that stays.

    FRR 8.4.4 and 10.3 tell the other side of it, which takes that for a fault of the link
    (bfdd/bfd.c, bs_up_handler), against RFC 5882 section 3.2.
    """
    for name in sorted(_found(_BFD, change.before) - _found(_BFD, change.after)):
        igp = rf"interface {re.escape(name)} / (ip ospf area|ip router isis) .+"
        if _found(igp, change.before) & _found(igp, change.after):
            yield (
                f"BFD on {name} goes: while the other side still has it, that is a fault of the"
                " link there, and the neighbour is lost for some seconds"
            )


def labels_come_from_elsewhere(change: Change) -> Iterator[str]:
    """LDP goes, or segment routing does, or its blocks are others."""
    segments = r"router (?:ospf|isis core) / segment-routing on"
    had, has = _found(segments, change.before), _found(segments, change.after)
    if _goes("mpls ldp", change):
        what = "segment routing takes the place of LDP" if has and not had else "LDP goes"
    elif had and not has:
        what = "segment routing goes"
    else:
        block = r"(router (?:ospf|isis core) / segment-routing (?:global-block|prefix) .+)"
        if not (had and has) or _found(block, change.before) == _found(block, change.after):
            return
        what = "the labels of segment routing change"
    yield f"{what}: labelled packets are lost until all routers have the change"


def labels_are_allocated_anew(change: Change) -> Iterator[str]:
    """LDP allocates labels for other routes: frr_config makes it anew, see _rules_change.py."""
    line = r"mpls ldp / address-family \S+ / label (?:local allocate|remote accept) (.+)"
    is_there = "mpls ldp" in change.before & change.after
    if is_there and _found(line, change.before) != _found(line, change.after):
        yield (
            "LDP's sessions restart, as other routes get labels: labelled packets through this"
            " router are lost until the sessions are back"
        )


def vrfs_have_another_router_id(change: Change) -> Iterator[str]:
    """A VRF's BGP has another router id, from which FRR derived what it tells.

    See docs/how-it-works/frr.md.
    """
    core = r"router bgp \d+ / bgp router-id (.+)"
    if _found(core, change.before) != _found(core, change.after):
        return  # All that the router tells is lost for longer, and has been said.
    line = r"router bgp \d+ vrf (?P<name>\S+) / bgp router-id (?P<value>.+)"
    before, after = _values(line, change.before), _values(line, change.after)
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield (
                f"the router id of VRF {name} changes from {before[name]} to {after[name]}: its"
                " sessions with customers restart, and what FRRouting derived from the old one is"
                " told anew"
            )


def links_are_renumbered(change: Change) -> Iterator[str]:
    """A core interface has addresses, and none of those that it gets."""
    for name, wanted in change.wanted.items():
        has = change.addresses.get(name, ())
        if name != "lo" and has and not set(has) & set(wanted):
            yield (
                f"{name} is renumbered from {', '.join(has)} to {', '.join(wanted)}: its neighbour"
                " is lost until the other side is renumbered too"
            )


RULES: tuple[Callable[[Change], Iterator[str]], ...] = (
    identity_changes,
    igp_goes,
    labels_come_from_elsewhere,
    labels_are_allocated_anew,
    vrfs_have_another_router_id,
    links_are_renumbered,
    areas_change,
    bfd_goes,
    secrets_change,
)


def _values(pattern: str, lines: Iterable[str]) -> dict[str, str]:
    """Map each name in lines of a pattern to its value there."""
    matches = (re.fullmatch(pattern, line) for line in lines)
    return {match["name"]: match["value"] for match in matches if match}


def _found(pattern: str, lines: Iterable[str]) -> set[str]:
    """Collect what a pattern's group has in the lines, or the lines where it has none."""
    matches = (re.fullmatch(pattern, line) for line in lines)
    return {match[match.re.groups and 1] for match in matches if match}


def _goes(line: str, change: Change) -> bool:
    return line in change.before - change.after
