# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""An intent as a picture in the language of Graphviz (pure).

What belongs to a link stands in a node of its own in the middle of it: Graphviz keeps nodes apart,
and labels of lines it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import LinkEnd
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import Vpn
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.colours import (
    ROLE_COLOURS,
    choose_colours,
)

#: Up to so many routers springs give the clearest picture; above, an engine for large graphs.
FEW_ROUTERS = 16
#: Above so many it takes minutes to lead lines around nodes.
MANY_ROUTERS = 100
#: So many sites of a PE are shown, and so many customers in the legend; of others the count.
SITES, CUSTOMERS = 24, 48
#: Of the legend in a row.
COLUMNS = 8
SHAPES = {"p": "ellipse", "pe": "plain", "rr": "hexagon"}
ROLE_NAMES = {"p": "P", "pe": "PE", "rr": "route reflector"}

Colours = Mapping[str, str]


def render_diagram(intent: Intent) -> str:
    """Write the whole picture."""
    colours = choose_colours(vpn.name for vpn in intent.vpns)
    statements = [
        *_settings(len(intent.routers), _legend(intent, colours)),
        *(_router(intent, router, colours) for router in intent.routers.values()),
        *(line for index in range(len(intent.links)) for line in _link(intent, index)),
    ]
    return "\n".join(["graph network {", *(f"  {line}" for line in statements), "}", ""])


def _settings(routers: int, legend: str) -> list[str]:
    """Choose the engine by the size; lines go around nodes, and nodes never overlap."""
    is_small = routers <= FEW_ROUTERS
    engine, size = ("neato", 12) if is_small else ("sfdp", 18)
    return [
        f'graph [layout={engine}, start=7, overlap=prism, overlap_scaling=-4, sep="+8",'
        f" splines={'true' if routers <= MANY_ROUTERS else 'line'}, outputorder=edgesfirst,"
        ' bgcolor=white, pad=0.3, fontname="DejaVu Sans",'
        f" labelloc=b, label=<{legend}>]",
        f'node [fontname="DejaVu Sans", fontsize={size}, color="#404040"]',
        'edge [color="#606060", penwidth=1.4, len=1.3]',
    ]


def _router(intent: Intent, router: Router, colours: Colours) -> str:
    words = [_small(str(address)) for address in (router.loopback, router.loopback6) if address]
    words += [_small("drained")] if router.drained else []
    label = "<br/>".join((f"<b>{_text(router.name)}</b>", *words))
    if router.role == "pe":
        vrfs = intent.vrfs_by_router.get(router.name, [])
        order = {name: place for place, name in enumerate(colours)}
        sites = [(vrf.vpn, site) for vrf in vrfs for site in vrf.sites]
        sites.sort(key=lambda pair: order[pair[0].name])
        return f"{_id(router.name)} [shape=plain, label=<{_pe_table(label, sites, colours)}>]"
    shape, colour = SHAPES[router.role], ROLE_COLOURS[router.role]
    return (
        f'{_id(router.name)} [shape={shape}, style=filled, fillcolor="{colour}", label=<{label}>]'
    )


def _pe_table(label: str, sites: list[tuple[Vpn, Site]], colours: Colours) -> str:
    """Draw a PE with its customers' sites below it, each in its customer's colour."""
    rows = [f'<tr><td colspan="3" bgcolor="{ROLE_COLOURS["pe"]}">{label}</td></tr>']
    rows += [_site_row(vpn, site, colours[vpn.name]) for vpn, site in sites[:SITES]]
    if len(sites) > SITES:
        more = _small(f"and {len(sites) - SITES} more sites")
        rows.append(f'<tr><td colspan="3" bgcolor="white">{more}</td></tr>')
    return _table("".join(rows), border=1)


def _site_row(vpn: Vpn, site: Site, colour: str) -> str:
    addresses = [str(address) for address in (site.address, site.address6) if address]
    cells = (_text(vpn.name), _text(site.interface), "<br/>".join(addresses))
    return "<tr>" + "".join(f'<td bgcolor="{colour}">{_small(c)}</td>' for c in cells) + "</tr>"


def _link(intent: Intent, index: int) -> Iterator[str]:
    """Draw a link as two lines with its words between them."""
    link = intent.links[index]
    first, second = link.ends
    middle = f'"link {index}"'
    subnet = str(link.subnet) if link.subnet else "unnumbered"
    words = ", ".join([subnet, *([link.tunnel.type] if link.tunnel else [])])
    rows = (_end(first), f"<b>{_text(words)}</b>", _end(second))
    table = _table("".join(f"<tr><td>{_small(row)}</td></tr>" for row in rows), border=0)
    box = 'shape=box, style="filled,rounded", fillcolor=white, color="#b0b0b0"'
    yield f'{middle} [{box}, margin="0.03,0.02", height=0, width=0, label=<{table}>]'
    style = "dashed" if link.tunnel or not intent.has_labels(link) else "solid"
    yield f"{_id(first.router)} -- {middle} -- {_id(second.router)} [style={style}]"


def _end(end: LinkEnd) -> str:
    return f"{_text(end.router)} {_text(end.interface)}"


def _legend(intent: Intent, colours: Colours) -> str:
    """Say which colour is what, in rows below the picture."""
    there = {router.role for router in intent.routers.values()}
    roles = [(ROLE_COLOURS[role], words) for role, words in ROLE_NAMES.items() if role in there]
    customers = [(colour, name) for name, colour in colours.items()]
    cells = [f'<td bgcolor="{c}">{_small(_text(w))}</td>' for c, w in roles + customers[:CUSTOMERS]]
    if len(customers) > CUSTOMERS:
        cells.append(f"<td>{_small(f'and {len(customers) - CUSTOMERS} more customers')}</td>")
    rows = [cells[place : place + COLUMNS] for place in range(0, len(cells), COLUMNS)]
    lines = ['<td border="0"> </td>', *("".join(row) for row in rows)]
    return _table("".join(f"<tr>{line}</tr>" for line in lines), border=1)


def _table(rows: str, border: int) -> str:
    room = 4 if border else 1
    how = f'border="0" cellborder="{border}" cellspacing="0" cellpadding="{room}" color="#404040"'
    return f"<table {how}>{rows}</table>"


def _small(html: str) -> str:
    return f'<font point-size="9">{html}</font>'


def _text(words: str) -> str:
    return escape(words)


def _id(name: str) -> str:
    return '"' + name.replace('"', '\\"') + '"'
