# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The variables named mpls_ that are no intent: how playbooks run, and what they hand to roles."""

from __future__ import annotations

import ipaddress
import re

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import (
    read_address,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.names import (
    VPN_NAME,
    VPN_NAME_WORDS,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, Keys
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    parse_number,
    parse_switch,
)


def parse_batch(value: object) -> tuple[str, ...]:
    """Accept what Ansible takes as ``serial``."""
    batches = tuple(str(one) for one in (value if isinstance(value, list) else [value]))
    for one in batches:
        number = one.removesuffix("%")
        if not number.isdecimal() or int(number) == 0:
            raise ValueError("a number of routers, a share such as 50%, or a list of them")
    return batches


def parse_customer(value: object) -> str:
    """Accept what the name of a customer's variable has after ``mpls_vpn_``."""
    if not VPN_NAME.fullmatch(str(value)):
        raise ValueError(
            f"the name of a customer of {VPN_NAME_WORDS}, such as acme where the variable is"
            " mpls_vpn_acme"
        )
    return str(value)


def parse_folder(value: object) -> str:
    """Accept the name of a folder on the controller."""
    if not isinstance(value, str) or not value:
        raise ValueError("the path of a folder on the controller")
    return value


def parse_router(value: object) -> str:
    """Accept the name of a router."""
    if not isinstance(value, str) or not value:
        raise ValueError("the name of a router, such as pe1")
    return value


def parse_source(value: object) -> str:
    """Accept a customer and a PE, or one of its ports."""
    if not isinstance(value, str) or not re.fullmatch(r"[^/\s]+/[^/\s]+", value):
        raise ValueError("a customer and a PE, such as acme/pe1 or acme/pe1:eth2")
    return value


def parse_destination(value: object) -> str:
    """Accept an address."""
    expected = "an address without prefix length, such as 10.2.0.1"
    return str(read_address(ipaddress.ip_address, value, expected, with_length=False))


def parse_timeout(value: object) -> int:
    """Accept a time in seconds."""
    return parse_number(value, 0, 86400, "a time from 0 to 86400 seconds")


RUN: Keys = {
    "mpls_after": Key(
        parse_folder,
        about="With `-e`: the report that `compare` compares with the one before.",
    ),
    "mpls_before": Key(
        parse_folder,
        about="With `-e`: the report that `compare` begins with, a `mpls_report_folder` of"
        " `verify`.",
    ),
    "mpls_customer": Key(
        parse_customer,
        about="With `-e`: `site` changes the PEs that have this customer, and no other router;"
        " `verify` writes its page, and `show` shows it alone.",
    ),
    "mpls_diagram_folder": Key(
        parse_folder,
        default="diagram",
        about="Where `diagram` writes the drawing.",
    ),
    "mpls_diagram_svg": Key(
        parse_switch,
        default=True,
        about="Whether `diagram` makes a picture of it with Graphviz.",
    ),
    "mpls_from": Key(
        parse_source,
        about="With `-e`: the customer and the PE that `trace` follows a packet from.",
    ),
    "mpls_pe_batch": Key(
        parse_batch,
        default="50%",
        about="How many PEs `site` changes at once.",
    ),
    "mpls_refuse_interruptions": Key(
        parse_switch,
        default=False,
        about="Whether `site` ends before the first change where it would interrupt traffic.",
    ),
    "mpls_render_folder": Key(
        parse_folder,
        default="rendered",
        about="Where `validate` writes what each router would get.",
    ),
    "mpls_report_folder": Key(
        parse_folder,
        about="Where `validate` writes `validate.json`, `show` writes `show.json`, and `verify`"
        " writes `verify.html`, `verify.json`, `verify.xml` and what each router gave; nowhere if"
        " nothing is said.",
    ),
    "mpls_show_router": Key(
        parse_router,
        about="With `-e`: the one router that `show` asks.",
    ),
    "mpls_to": Key(
        parse_destination,
        about="With `-e`: the address that `trace` follows a packet to.",
    ),
    "mpls_verify_timeout": Key(
        parse_timeout,
        default=120,
        about="So many seconds `verify` waits for convergence.",
    ),
}
#: What router_preflight finds out.
ROUTER_FACTS = "mpls_router"
#: Variables named mpls_ that playbooks hand to roles.
RUN_VARIABLES = frozenset(
    {
        "mpls_fabric",
        "mpls_failed",
        "mpls_frr_change",
        "mpls_frr_fib_change",
        "mpls_frr_install",
        "mpls_gathered",
        "mpls_kernel_change",
        "mpls_kernel_nftables_install",
        "mpls_kernel_pyroute2_install",
        "mpls_model",
        "mpls_progress",
        "mpls_progress_by_router",
        "mpls_report",
        "mpls_restores",
        ROUTER_FACTS,
        "mpls_scope",
        "mpls_second_verification",
        "mpls_started",
        "mpls_static_change",
        "mpls_unfinished",
        "mpls_verification",
        "mpls_vrf_change",
        "mpls_vrf_closing_change",
    }
)
