# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for the IGPs of the core (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem


def second_igp_is_another(intent: Intent) -> Iterator[Problem]:
    """One IGP does not run beside itself."""
    used, *beside = intent.igp.protocols or ("none",)
    if used in beside:
        yield Problem("mpls_igp_beside", used, "another IGP than mpls_igp, or none")


def links_are_in_one_area_where_one_is_needed(intent: Intent) -> Iterator[Problem]:
    """FRR's OSPF tells no other area of labels, and prefers a path inside of an area to a shorter.

    With the latter, routers that use OSPF and routers that use IS-IS could send a packet in a
    circle (RFC 2328 section 11).
    """
    if intent.has_segments:
        reason = "segment routing takes one area"
    elif len(intent.igp.protocols) > 1:
        reason = "OSPF has the same shortest paths as IS-IS in one area only"
    else:
        return
    for link in intent.links:
        if link.area != intent.links[0].area:
            expected = f"{intent.links[0].area}, as {reason}"
            yield Problem(f"{link.path}.area", str(link.area), expected)


def ospf_areas_meet_in_the_backbone(intent: Intent) -> Iterator[Problem]:
    """A router with several areas has a part in area 0, as routes go between areas there only."""
    if not intent.is_read("mpls_links"):
        return
    by_router: dict[str, list[Link]] = {name: [] for name in intent.routers}
    for link in intent.links:
        for name in {end.router for end in link.ends} & by_router.keys():
            by_router[name].append(link)
    for name, links in by_router.items():
        areas = {link.area for link in links}
        if len(areas) > 1 and 0 not in areas:
            yield Problem(
                f"{links[-1].path}.area",
                str(links[-1].area),
                f"area 0, or the one of the other links of {name}, which has none in area 0",
            )


RULES = (
    second_igp_is_another,
    ospf_areas_meet_in_the_backbone,
    links_are_in_one_area_where_one_is_needed,
)
