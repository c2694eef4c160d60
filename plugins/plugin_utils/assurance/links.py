# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Links of the core that cannot carry what they are to carry (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.breaks import find_link_break
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.tables import Forwarding
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import Break
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link


def find_link_breaks(intent: Intent, routers: Mapping[str, Forwarding]) -> Iterator[Break]:
    """Name what is wrong with each link, of which both routers gave an answer."""
    for link in intent.links:
        if all(end.router in routers for end in link.ends):
            yield from _find_in(link, routers)


def _find_in(link: Link, routers: Mapping[str, Forwarding]) -> Iterator[Break]:
    """An IGP takes no neighbour over a link with two MTUs (RFC 2328 section 10.6)."""
    seen = [routers[end.router].state["links"].get(end.interface) for end in link.ends]
    for end, one in zip(link.ends, seen, strict=True):
        found = find_link_break(end.router, end.interface, one)
        if found is not None:
            yield found
    first, second = seen
    if first is not None and second is not None and first["mtu"] != second["mtu"]:
        ends = list(zip(link.ends, seen, strict=True))
        (end, less), (other, more) = sorted(ends, key=lambda pair: pair[1]["mtu"] if pair[1] else 0)
        if less and more:
            reason = (
                f"is {less['mtu']}, and that of {other.interface} of {other.router}, at the other"
                f" end, is {more['mtu']}: expected the same"
            )
            show = f"ip link show dev {end.interface}"
            yield Break(end.router, f"MTU of {end.interface}", reason, show)
