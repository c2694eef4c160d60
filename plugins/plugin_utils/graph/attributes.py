# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which attributes of a dot file say something of the network, and what their texts mean (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import (
    core,
    links,
    routers,
    services,
    sites,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import HIDDEN, Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import suggest
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.drawing import Item

ROLES = ("p", "pe", "rr", "ce")
#: What only the lab asks for.
LAB = frozenset({"release", "memory"})
ROUTER = frozenset(routers.ROUTER) | LAB | {"role"}
CUSTOMER = (frozenset(sites.SITE) - {"pe", "interface"}) | {
    "role",
    "vpn",
    "ce_address",
    "ce_address6",
}
NODE = ROUTER | CUSTOMER
LINK = (frozenset(links.LINK) - {"ends"}) | {"taillabel", "headlabel"}
SITE = (CUSTOMER - {"role", "vpn"}) | {"taillabel", "headlabel"}
EDGE = LINK | SITE
GRAPH = (frozenset(core.FABRIC) - {"mpls_routers", "mpls_links"}) | {
    "loopback_pool",
    "site_pool",
    "ssh_port",
}
#: What Graphviz draws with, and the network has no part in.
GRAPHVIZ = frozenset(
    """
    Damping K URL _background arrowhead arrowsize arrowtail bb bgcolor center charset class
    clusterrank color colorscheme comment compound concentrate constraint decorate defaultdist dim
    dimen dir diredgeconstraints distortion dpi edgeURL edgehref edgetarget edgetooltip epsilon esep
    fillcolor fixedsize fontcolor fontname fontnames fontpath fontsize forcelabels gradientangle
    group headURL head_lp headclip headhref headport headtarget headtooltip height href id
    image imagepath imagepos imagescale inputscale label labelURL label_scheme labelangle
    labeldistance labelfloat labelfontcolor labelfontname labelfontsize labelhref labeljust labelloc
    labeltarget labeltooltip landscape layer layerlistsep layers layerselect layersep layout len
    levels levelsgap lhead lheight lp ltail lwidth margin maxiter mclimit mindist minlen mode model
    mosek newrank nodesep nojustify normalize notranslate nslimit nslimit1 ordering orientation
    outputorder overlap overlap_scaling overlap_shrink pack packmode pad page pagedir pencolor
    penwidth peripheries pin pos quadtree quantum rank rankdir ranksep ratio rects regular
    remincross repulsiveforce resolution root rotate rotation samehead sametail samplepoints scale
    searchsize sep shape shapefile showboxes sides size skew smoothing sortv splines start style
    stylesheet tailURL tail_lp tailclip tailhref tailport tailtarget tailtooltip target tooltip
    truecolor vertices viewport voro_margin weight width xdotversion xlabel xlp z
    """.split()  # noqa: SIM905 (a list of so many words is read worse)
)
_ROLE_IN_NAME = re.compile(r"(pe|rr|p|ce)(?![A-Za-z])")


def role_of_name(name: str) -> str | None:
    """Read a role off a name: what stands before its first digit or mark, as in ``pe1``."""
    match = _ROLE_IN_NAME.match(name)
    return match[1] if match else None


def read_attributes(
    path: str, item: Item, own: Iterable[str], known: frozenset[str], problems: Problems
) -> dict[str, Any]:
    """Read what an item says in its own words; what defaults say of others is not for it.

    ``own`` are the words of such an item, ``known`` those of its kind, whatever its role.
    """
    words = frozenset(own)
    said = {}
    for name, text in item.attributes.items():
        if name in words:
            said[name] = read_value(f"{path}.{name}", text, problems)
        elif name in GRAPHVIZ or (name in known and name in item.inherited):
            continue
        elif name in known:
            problems.add(f"{path}.{name}", text, f"no such attribute here{_known(words)}")
        else:
            problems.add(f"{path}.{name}", text, "no such attribute" + suggest(name, words))
    return said


def read_graph(attributes: dict[str, str], problems: Problems) -> dict[str, Any]:
    """Read what the graph says of the whole network; of VPNs it may say anything."""
    said = {}
    for name, text in attributes.items():
        path = f"graph.{name}"
        if name in GRAPH or name.startswith(services.VPN_PREFIX):
            said[name] = read_value(path, text, problems)
        elif name not in GRAPHVIZ:
            shown = HIDDEN if "secret" in name else text
            problems.add(path, shown, "no such attribute" + suggest(name, GRAPH))
    return said


def read_value(path: str, text: str, problems: Problems) -> Any:  # noqa: ANN401 (YAML's own)
    """Give what a text means: true and false, a number, a list or dictionary in YAML, or itself."""
    if text in ("true", "false"):
        return text == "true"
    if text.isascii() and text.isdecimal() and str(int(text)) == text:
        return int(text)
    if not text.startswith(("{", "[")):
        return text
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        problems.add(path, HIDDEN if "secret" in path else text, "a value in YAML's flow style")
        return None


def _known(words: Iterable[str]) -> str:
    return f" (known: {', '.join(sorted(words))})"
