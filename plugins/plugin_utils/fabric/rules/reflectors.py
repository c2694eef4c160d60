# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for route reflectors, and for those without labels (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.paths import reach_most
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import WARNING, Problem


def static_cores_have_no_reflector(intent: Intent) -> Iterator[Problem]:
    """With static labels there is nothing to reflect."""
    for router in intent.routers.values():
        if intent.is_static and router.role == "rr":
            yield Problem(
                f"mpls_routers.{router.name}",
                "group rr",
                "a host of the group p or pe, as with static labels no BGP runs",
            )


def reflector_options_are_for_reflectors(intent: Intent) -> Iterator[Problem]:
    """Only a reflector has a cluster, or does without labels."""
    for router in intent.routers.values():
        for key in ("attach", "cluster_id"):
            if router.role != "rr" and getattr(router, key) is not None:
                yield Problem(
                    f"mpls_routers.{router.name}.{key}",
                    str(getattr(router, key)),
                    f"no such key, as {router.name} is not in the group rr",
                )


def clusters_have_numbers_of_their_own(intent: Intent) -> Iterator[Problem]:
    """A cluster has the loopback of none, or of a reflector that is in it."""
    owners = {router.loopback: router for router in intent.routers.values()}
    for router in intent.routers.values():
        owner = owners.get(router.cluster_id or router.loopback, router)
        is_inside = owner.role == "rr" and owner.cluster_id in (None, router.cluster_id)
        if owner is not router and router.role == "rr" and not is_inside:
            yield Problem(
                f"mpls_routers.{router.name}.cluster_id",
                str(router.cluster_id),
                f"an address that {owner.name} does not have, as it is not in this cluster",
                WARNING,
            )


def labels_do_not_need_reflectors_without_labels(intent: Intent) -> Iterator[Problem]:
    """Routers with labels are connected by links with labels; others hang on one of those."""
    if not intent.has_whole_links:
        return
    pairs = [link.routers for link in intent.links]
    labelled = [name for name, router in intent.routers.items() if router.has_labels]
    with_path = reach_most(intent.routers, pairs)
    main = reach_most(labelled, pairs)
    hanging = {name for pair in pairs for name in pair if main.keys() & pair}
    for name, router in intent.routers.items():
        if router.has_labels and name in with_path and name not in main:
            first = next(iter(main), "")
            expected = f"links that connect it with {first} and cross no reflector without LDP"
            yield Problem(f"mpls_routers.{name}", "no path for labels", expected)
        elif not router.has_labels and name not in hanging:
            expected = "a link of it to a router that takes part in LDP"
            yield Problem(f"mpls_routers.{name}.attach", str(router.attach), expected)


def static_routes_have_next_hops(intent: Intent) -> Iterator[Problem]:
    """A link to a reflector without an IGP has a subnet: static routes lead to addresses in it."""
    for link in intent.links:
        for end in link.ends:
            router = intent.routers.get(end.router)
            if link.unnumbered and router is not None and not router.has_igp:
                yield Problem(
                    f"{link.path}.unnumbered",
                    "true",
                    f"a subnet, as {router.name} is reached by static routes (attach)",
                )


RULES = (
    static_cores_have_no_reflector,
    reflector_options_are_for_reflectors,
    clusters_have_numbers_of_their_own,
    labels_do_not_need_reflectors_without_labels,
    static_routes_have_next_hops,
)
