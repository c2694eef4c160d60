# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold of services: what their words need, and who may not have what of whom (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import Prefix
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import (
    BgpCe,
    OspfCe,
    StaticCe,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.numbers import (
    check_route_id,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import (
    ANY_TO_ANY,
    HUB_AND_SPOKE,
    PER_PE,
    VPN_PREFIX,
    Vpn,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import (
    HUB,
    HUB_RETURN,
    SPOKE,
    Site,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import (
    HIGHEST_ID,
    TWO_OCTETS,
    choose_spoke,
    role_of,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem

#: A prefix with the place where the intent has it.
Place = tuple[str, Prefix]


def ids_fit_into_route_ids(intent: Intent) -> Iterator[Problem]:
    """A VPN's number fits beside the AS number, or the loopback, that it is to stand with."""
    for vpn in intent.vpns:
        path, said = f"{vpn.path}.id", str(vpn.table)
        for has_more, what in (
            (vpn.has_hub, "the tables of its spokes come"),
            (vpn.common, "the route target of its users comes"),
        ):
            if has_more and vpn.table > HIGHEST_ID:
                yield Problem(path, said, f"at most {HIGHEST_ID}, as {what} of it")
        if vpn.rd == PER_PE and vpn.table > TWO_OCTETS:
            expected = f"at most {TWO_OCTETS}, as rd is {PER_PE}; or another rd"
            yield Problem(path, said, expected)
        has_targets = vpn.rt or (vpn.import_rt and vpn.export_rt)
        if intent.asn is not None and not (vpn.rd and has_targets):
            try:
                check_route_id(intent.asn, vpn.table)
            except ValueError as error:
                yield Problem(path, said, f"{error}; set rd and rt, or a smaller id")


def roles_are_of_hub_and_spoke(intent: Intent) -> Iterator[Problem]:
    """Roles and numbers of spokes have a meaning there, and a hub has both of its ports."""
    for vpn in intent.vpns:
        for site in vpn.sites:
            for key, value in (("role", site.role), ("spoke", site.spoke)):
                is_told = intent.is_read(f"{vpn.path}.service")
                if value is not None and not vpn.has_hub and is_told:
                    expected = f"none, as the service of {vpn.path} is {vpn.service}"
                    yield Problem(f"{site.path}.{key}", str(value), expected)
            if site.spoke is not None and site.role in (HUB, HUB_RETURN):
                expected = f"none, as the site's role is {site.role}"
                yield Problem(f"{site.path}.spoke", str(site.spoke), expected)
        if vpn.has_hub and vpn.sites and intent.is_read(f"{vpn.path}.sites"):
            yield from _check_hub(vpn)


def targets_are_of_the_service(intent: Intent) -> Iterator[Problem]:
    """Hub-and-spoke has two route targets, one for each direction, and no others."""
    for vpn in (vpn for vpn in intent.vpns if vpn.has_hub):
        for key, said in (("import_rt", vpn.import_rt), ("export_rt", vpn.export_rt)):
            if said:
                expected = f"none, as with {HUB_AND_SPOKE} rt has what the hub and spokes export"
                yield Problem(f"{vpn.path}.{key}", ", ".join(said), expected)
        if vpn.rt and len(vpn.rt) != 2:  # noqa: PLR2004 (the hub's, and that of the spokes)
            expected = f"two with {HUB_AND_SPOKE}: what the hub exports, and what spokes export"
            yield Problem(f"{vpn.path}.rt", ", ".join(vpn.rt), expected)


def used_vpns_are_common(intent: Intent) -> Iterator[Problem]:
    """What a VPN uses is another VPN with common services."""
    vpns = {vpn.name: vpn for vpn in intent.vpns}
    commons = ", ".join(sorted(vpn.name for vpn in intent.vpns if vpn.common)) or "none yet"
    for vpn in intent.vpns:
        for path, name in _uses(vpn):
            used = vpns.get(name)
            if not intent.is_read(f"{VPN_PREFIX}{name}"):
                continue
            if used is None or used is vpn or not used.common:
                expected = f"another VPN that has common: true ({commons})"
                yield Problem(path, name, expected)
            elif vpn.has_hub:
                expected = (
                    f"none, as spokes reach their hub alone: a VPN with {ANY_TO_ANY} can use it"
                )
                yield Problem(path, name, f"{expected}, with a port of the hub's router")
        if vpn.internet in vpn.uses:
            expected = "a VPN that is not its internet, which it reaches anyway"
            yield Problem(f"{vpn.path}.uses", str(vpn.internet), expected)


def internet_has_a_gateway(intent: Intent) -> Iterator[Problem]:
    """Where a VPN gets its default route from, the gateway is a hub.

    In one VRF with the users' routes, what one of them sends by its default route would be led to
    the other by the PE itself.
    """
    vpns = {vpn.name: vpn for vpn in intent.vpns if vpn.common}
    for vpn in intent.vpns:
        used = vpns.get(vpn.internet or "")
        if used is None or not intent.is_read(used.path):
            continue
        if not used.has_hub:
            expected = f"a VPN with service: {HUB_AND_SPOKE}, or its users meet at the gateway's PE"
            yield Problem(f"{vpn.path}.internet", used.name, expected)
        elif not any(_may_have_default(site) for site in used.sites if site.role == HUB):
            expected = "a VPN whose hub has a default route: ce with routes: [0.0.0.0/0], or BGP"
            yield Problem(f"{vpn.path}.internet", used.name, expected)


def users_have_addresses_of_their_own(intent: Intent) -> Iterator[Problem]:
    """VPNs that use the same common services share no address, nor have they any of those.

    What a hub has may cover all: there, packets of users are not led by the users' routes.
    """
    for common in (vpn for vpn in intent.vpns if vpn.common):
        places = [place for site in common.sites for place in _places(site, common.has_hub)]
        owned: list[tuple[Vpn, Place]] = [(common, place) for place in places]
        users = [vpn for vpn in intent.vpns if common.name in vpn.used and vpn is not common]
        owned += [(vpn, place) for vpn in users for s in vpn.sites for place in _places(s, False)]
        yield from _overlaps(common, owned)


def users_say_what_they_announce(intent: Intent) -> Iterator[Problem]:
    """Where users meet at common services, none may announce what is another one's."""
    for vpn in (vpn for vpn in intent.vpns if vpn.used):
        for site in vpn.sites:
            if isinstance(site.ce, (BgpCe, OspfCe)) and not site.prefixes:
                expected = "the prefixes that the site may announce, as its VPN meets others at"
                yield Problem(
                    f"{site.path}.prefixes", "is not set", f"{expected} {', '.join(vpn.used)}"
                )


def spokes_are_apart(intent: Intent) -> Iterator[Problem]:
    """Two spokes at one PE share a VRF only where the intent says that they are one site.

    With an RD on each PE the number is a spoke's own in the whole VPN: it makes the RD.
    """
    for vpn in (vpn for vpn in intent.vpns if vpn.has_hub):
        firsts: dict[int, dict[str, Site]] = {}
        for site in (site for site in vpn.sites if role_of(vpn, site) == SPOKE):
            place = choose_spoke(site)
            others = firsts.setdefault(place, {})
            first = others.setdefault(site.pe, site)
            path, elsewhere = f"{site.path}.spoke", next(iter(others.values()), site)
            if first is not site and None in (first.spoke, site.spoke):
                expected = (
                    f"a number of its own, as {first.path} has it by plan, or the same on both"
                )
                yield Problem(path, str(place), f"{expected}, if they are one site")
            elif elsewhere.pe != site.pe and vpn.rd == PER_PE:
                expected = f"a number that {elsewhere.path} does not have, as rd is {PER_PE}"
                yield Problem(path, str(place), expected)


RULES: tuple[Callable[[Intent], Iterator[Problem]], ...] = (
    ids_fit_into_route_ids,
    roles_are_of_hub_and_spoke,
    targets_are_of_the_service,
    used_vpns_are_common,
    internet_has_a_gateway,
    users_have_addresses_of_their_own,
    users_say_what_they_announce,
    spokes_are_apart,
)


def _check_hub(vpn: Vpn) -> Iterator[Problem]:
    roles = [site.role for site in vpn.sites]
    for role, what in (
        (HUB, "leads to the hub's router"),
        (HUB_RETURN, "takes what the hub's router sends back to the spokes"),
    ):
        if role not in roles:
            expected = f"a port with role: {role}, which {what}"
            yield Problem(f"{vpn.path}.sites", "is not complete", expected)


def _uses(vpn: Vpn) -> Iterator[tuple[str, str]]:
    for index, name in enumerate(vpn.uses):
        yield f"{vpn.path}.uses[{index}]", name
    if vpn.internet:
        yield f"{vpn.path}.internet", vpn.internet


def _may_have_default(site: Site) -> bool:
    told = site.ce.routes if isinstance(site.ce, StaticCe) else site.prefixes
    accepts = getattr(site.ce, "accept_default", False)
    return accepts or any(prefix.prefixlen == 0 for prefix in told)


def _places(site: Site, is_hub: bool) -> Iterator[Place]:
    """Give a site's prefixes; those that a hub's router has may cover what others have."""
    yield from ((f"{site.path}.address", subnet) for subnet in site.subnets)
    if is_hub:
        return
    key, told = "prefixes", site.prefixes
    if isinstance(site.ce, StaticCe):
        key, told = "ce.routes", site.ce.routes
    yield from ((f"{site.path}.{key}[{index}]", prefix) for index, prefix in enumerate(told))


def _overlaps(common: Vpn, owned: list[tuple[Vpn, Place]]) -> Iterator[Problem]:
    """Compare neighbours in the order of addresses: an overlap shows at one of them."""
    ordered = sorted(owned, key=lambda one: (one[1][1].version, one[1][1], one[1][0]))
    widest: tuple[Vpn, Place] | None = None
    for vpn, (path, prefix) in ordered:
        if widest is not None:
            first, (first_path, wide) = widest
            overlaps = prefix.version == wide.version and prefix.overlaps(wide)
            if overlaps and first.path != vpn.path:
                expected = f"a prefix that does not overlap {first_path} ({wide})"
                reason = f"as both meet at {common.path}"
                yield Problem(path, str(prefix), f"{expected}, {reason}")
            if overlaps:
                continue
        widest = vpn, (path, prefix)
