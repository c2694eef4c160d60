# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Print what the code says of itself: the pages of variables and modules, the role's spec."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import (
    BGP_CE,
    CE,
    OSPF_CE,
    STATIC_CE,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.core import FABRIC, STATIC
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.kinds import choose_tables
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import LINK, TUNNEL
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.protection import (
    PROTECTION,
    SITE_PROTECTION,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import ROUTER
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.run import RUN
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import VPN
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import SITE
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import (
    Key,
    expected_by,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import OneOf

#: Where each is kept; a unit test compares.
FILES = {
    "page": "docs/reference/variables.md",
    "spec": "roles/mpls_intent/meta/argument_specs.yml",
    "modules": "docs/reference/modules.md",
}
MODULES = Path(__file__).parents[1] / "plugins" / "modules"
MODULES_PAGE = """\
# Reference: every module

`ansible-doc linuxnet.mpls.NAME` has the options, examples and results of each. The roles use them;
each works in a playbook of your own, too. This page is made of their documentation
(`make reference`).
"""
#: Which modules stand together, by what their names begin or end with; the first that fits.
GROUPS = {
    "On the controller, of the whole intent": re.compile(r"fabric_\w+"),
    "On routers, changing nothing": re.compile(r"\w+_info|router_(?:verify|preflight)"),
    "On routers": re.compile(r"\w+"),
}
PAGE = """\
# Reference: every variable

This page is made of the schema that the intent is checked by (`make reference`). What the variables
are for is in [the intent](../guide/intent.md).
"""
#: What the parsers give, in the words of an argument spec; the rest may be anything there.
TYPES = {
    "bool": {"type": "bool"},
    "int": {"type": "int"},
    "str": {"type": "str"},
    "TimeOfDay": {"type": "str"},
    "list[Any]": {"type": "list", "elements": "dict"},
    "Mapping[str, Any]": {"type": "dict"},
    "dict[str, int]": {"type": "dict"},
    "tuple[str, ...]": {"type": "list", "elements": "str"},
}


@dataclass(frozen=True)
class Section:
    """A table of the schema, and where in the variables its keys stand."""

    title: str
    prefix: str
    keys: Mapping[str, Key]
    guide: str


SITES = "mpls_vpn_NAME.sites[]."
SECTIONS = (
    Section(
        "The core",
        "",
        FABRIC,
        "[the core](../guide/core.md) and [static cores](../guide/static-core.md)",
    ),
    Section(
        "Edge protection",
        "mpls_edge_protection.",
        PROTECTION,
        "[edge protection](../guide/edge-protection.md)",
    ),
    Section("Routers", "mpls_routers.NAME.", ROUTER, "[the core](../guide/core.md)"),
    Section(
        "Links", "mpls_links[].", LINK, "[links](../guide/links.md) and [MTU](../guide/mtu.md)"
    ),
    Section("Tunnels", "mpls_links[].tunnel.", TUNNEL, "[links](../guide/links.md#over-tunnels)"),
    Section("Customers", "mpls_vpn_NAME.", VPN, "[services](../guide/services.md)"),
    Section(
        "Sites",
        SITES,
        SITE,
        "[services](../guide/services.md) and [customers' routers](../guide/pe-ce.md)",
    ),
    Section(
        "Edge protection of a site",
        f"{SITES}edge_protection.",
        SITE_PROTECTION,
        "[sources](../guide/edge-protection.md#sources)",
    ),
    Section(
        "Static routes to a CE",
        f"{SITES}ce.",
        CE[STATIC_CE],
        "[static routes](../guide/pe-ce.md#static-routes)",
    ),
    Section("BGP with a CE", f"{SITES}ce.", CE[BGP_CE], "[BGP](../guide/pe-ce.md#bgp)"),
    Section("OSPF with a CE", f"{SITES}ce.", CE[OSPF_CE], "[OSPF](../guide/pe-ce.md#ospf)"),
    Section(
        "How a playbook runs",
        "",
        RUN,
        "[validate](validate.md), [changes](../operations/changes.md) and"
        " [diagrams](../guide/diagrams.md)",
    ),
)


def render_page() -> str:
    """Write a table for each section."""
    return PAGE + "".join(map(_render_section, SECTIONS))


def render_spec() -> str:
    """Write the argument spec of the role mpls_intent."""
    spec = {
        "main": {
            "short_description": "Check the intent as a whole",
            "description": [
                "Checks all variables that start with C(mpls_), on the controller, and contacts no"
                " router.",
                "A mistake is told by M(linuxnet.mpls.fabric_model) with the others, all of them in"
                " one run; so the playbooks import the role with C(rolespec_validate) false.",
            ],
            "author": "linuxnet.mpls contributors",
            "version_added": "0.1.0",
            "options": build_options(),
        }
    }
    text = yaml.dump(
        {"argument_specs": spec}, Dumper=_Dumper, sort_keys=False, width=96, allow_unicode=True
    )
    return f"---\n# Made of the schema of the intent, see `make reference`.\n{text}"


def render_modules() -> str:
    """Write a table for each group of modules."""
    rows: dict[str, list[str]] = {title: [] for title in GROUPS}
    for path in sorted(MODULES.glob("*.py")):
        title = next(title for title, names in GROUPS.items() if names.fullmatch(path.stem))
        rows[title].append(
            f"| `{path.stem}` | {_read_documentation(path)['short_description']} |\n"
        )
    head = "| module | what it does |\n| --- | --- |\n"
    return MODULES_PAGE + "".join(
        f"\n## {title}\n\n{head}{''.join(lines)}" for title, lines in rows.items()
    )


def _read_documentation(path: Path) -> dict[str, Any]:
    """Read the block of a module without running it."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DOCUMENTATION":
            found: dict[str, Any] = yaml.safe_load(ast.literal_eval(node.value))
            return found
    raise ValueError(f"{path}: has no DOCUMENTATION")


def build_options() -> dict[str, Any]:
    """Build the options of the spec; those of routers are in words, as their names are free."""
    options = {name: _option(key) for name, key in {**FABRIC, **RUN}.items()}
    for name, key in choose_tables({"mpls_label_distribution": STATIC}).fabric.items():
        options[name]["required"] = options[name]["required"] and key.required
    options["mpls_routers"]["description"] += [
        f"C({name}) - {_describe(key)[0]}" for name, key in ROUTER.items()
    ]
    tunnel = {"options": {name: _option(key) for name, key in TUNNEL.items()}}
    links = {name: _option(key) for name, key in LINK.items()}
    options["mpls_links"]["options"] = {**links, "tunnel": {**links["tunnel"], **tunnel}}
    vpn = {name: _option(key) for name, key in VPN.items()}
    protection = {"options": {name: _option(key) for name, key in PROTECTION.items()}}
    options["mpls_edge_protection"].update(protection)
    site = {name: _option(key) for name, key in SITE.items()}
    site["edge_protection"]["options"] = {
        name: _option(key) for name, key in SITE_PROTECTION.items()
    }
    site["ce"]["description"] += [
        f"With C({protocol}) C({name}) - {_describe(key)[0]}"
        for protocol, keys in CE.items()
        for name, key in keys.items()
    ]
    vpn["sites"]["options"] = site
    options["mpls_vpn_NAME"] = {
        "description": ["A customer's VPN; NAME is the name of the VRF, at most 15 characters."],
        "type": "dict",
        "options": vpn,
    }
    return options


def _render_section(section: Section) -> str:
    rows = (
        (f"`{section.prefix}{name}`", _default(key), _escape(expected_by(key)), key.about)
        for name, key in section.keys.items()
    )
    lines = (" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows)
    return (
        f"\n## {section.title}\n\nSee {section.guide}.\n\n"
        "| variable | default | value | what it is |\n| --- | --- | --- | --- |\n"
        + "".join(f"| {line} |\n" for line in lines)
    )


def _default(key: Key) -> str:
    if key.required:
        return "required"
    plain = _plain(key.default)
    return "none" if plain in (None, [], {}) else f"`{yaml.safe_dump(plain).splitlines()[0]}`"


def _plain(default: object) -> object:
    """Give a default as the intent has it: parsers make tuples of lists and of blocks of labels."""
    if isinstance(default, tuple):
        return "-".join(map(str, default)) if default else []
    return default


def _escape(text: str) -> str:
    """Keep what looks like a tag of HTML."""
    return text.replace("<", "&lt;")


def _option(key: Key) -> dict[str, Any]:
    plain = _plain(key.default)
    default = {} if plain in (None, [], {}) else {"default": plain}
    return {
        "description": _describe(key),
        **_type(key),
        "required": key.required,
        **default,
    }


def _describe(key: Key) -> list[str]:
    return [re.sub(r"`([^`]*)`", r"C(\1)", key.about), f"Takes {expected_by(key)}."]


def _type(key: Key) -> dict[str, Any]:
    if isinstance(key.parse, OneOf):
        return {"type": "str", "choices": list(key.parse.words)}
    gives = getattr(key.parse, "__annotations__", {}).get("return", "")
    return TYPES.get(gives, {"type": "str"} if gives.startswith("ipaddress.") else {"type": "raw"})


class _Dumper(yaml.SafeDumper):
    """Indent lists, as yamllint asks for."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


RENDERERS = {"page": render_page, "spec": render_spec, "modules": render_modules}

if __name__ == "__main__":
    sys.stdout.write(RENDERERS[sys.argv[1]]())
