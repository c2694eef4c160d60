# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the intent may hold: each key with its parser and its default, in one place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import values
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.labels import LABEL_TABLE
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems

VPN_PREFIX = "mpls_vpn_"
#: The value of mpls_label_distribution for a core without FRRouting.
STATIC = "static"


@dataclass(frozen=True)
class Key:
    """A key of the intent: how it is read, and what it is when nothing is said."""

    parse: Callable[[Any], Any]
    required: bool = False
    default: Any = None


def _is_mapping(value: object) -> object:
    if not isinstance(value, Mapping):
        raise ValueError("a dictionary")
    return value


def _is_list(value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("a list")
    return value


FABRIC: dict[str, Key] = {
    "mpls_asn": Key(values.parse_asn, required=True),
    "mpls_igp": Key(values.one_of("ospf"), default="ospf"),
    "mpls_label_distribution": Key(values.one_of("ldp", STATIC), default="ldp"),
    "mpls_platform_labels": Key(values.parse_platform_labels, default=100_000),
    "mpls_routers": Key(_is_mapping, required=True),
    "mpls_links": Key(_is_list, default=[]),
}
ROUTER: dict[str, Key] = {
    "loopback": Key(values.parse_loopback, required=True),
    # Interfaces that the user makes, such as tunnels, and that are to accept labels.
    "label_interfaces": Key(values.parse_interfaces, default=()),
}
LINK: dict[str, Key] = {
    "subnet": Key(values.parse_link_subnet, required=True),
    "ends": Key(values.parse_link_ends, required=True),
    "mtu": Key(values.parse_mtu),
}
VPN: dict[str, Key] = {
    "id": Key(values.parse_vpn_id, required=True),
    "rd": Key(values.parse_route_id),
    "rt": Key(values.parse_route_id),
    "sites": Key(_is_list, default=[]),
}
#: What is different with static labels: no IGP and no BGP run.
STATIC_FABRIC: dict[str, Key] = {
    **FABRIC,
    "mpls_asn": Key(values.refused("no AS number, as with static labels no BGP runs")),
    "mpls_igp": Key(values.refused("no IGP, as static labels follow computed paths")),
    "mpls_platform_labels": Key(values.parse_static_platform_labels, default=LABEL_TABLE),
}
STATIC_VPN: dict[str, Key] = {
    **VPN,
    "rd": Key(values.refused("no route distinguisher, as with static labels no BGP runs")),
    "rt": Key(values.refused("no route target, as with static labels no BGP runs")),
}
SITE: dict[str, Key] = {
    "pe": Key(values.parse_router_name, required=True),
    "interface": Key(values.parse_interface, required=True),
    "address": Key(values.parse_site_address, required=True),
    "mtu": Key(values.parse_mtu),
}
#: Variables named mpls_ that are no intent: how playbooks run, and what they hand to roles.
RUN_VARIABLES = frozenset(
    {
        "mpls_fabric",
        "mpls_model",
        "mpls_pe_batch",
        "mpls_render_folder",
        "mpls_report_folder",
        "mpls_router",
        "mpls_verification",
        "mpls_verify_timeout",
    }
)


def read_keys(
    path: str, raw: object, keys: Mapping[str, Key], problems: Problems
) -> dict[str, Any] | None:
    """Read a dictionary by its schema; None when any of it is wrong (see ``problems``)."""
    if not isinstance(raw, Mapping):
        problems.add(path, raw, f"a dictionary with the keys {', '.join(keys)}")
        return None
    prefix = f"{path}." if path else ""
    before = len(problems.found)
    for name in raw:
        if name not in keys:
            problems.add(f"{prefix}{name}", raw[name], "no such key" + suggest(str(name), keys))
    read = {name: _read_key(prefix + name, name, raw, key, problems) for name, key in keys.items()}
    return read if len(problems.found) == before else None


def suggest(name: str, known: Mapping[str, Any] | frozenset[str]) -> str:
    """Name the nearest known key, or all of them."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else f" (known: {', '.join(sorted(known))})"


def _read_key(path: str, name: str, raw: Mapping[str, Any], key: Key, problems: Problems) -> Any:  # noqa: ANN401 (the parser's own type)
    value = raw.get(name)
    if value is None:
        if key.required:
            problems.missing(path, _expected_by(key))
        return key.default
    try:
        return key.parse(value)
    except ValueError as error:
        problems.add(path, value, str(error))
        return key.default


def _expected_by(key: Key) -> str:
    try:
        key.parse(None)
    except ValueError as error:
        return str(error)
    return "a value"
