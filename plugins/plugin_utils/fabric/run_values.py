# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsers of the variables that say how a playbook runs; on a command line all are text."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    VPN_NAME,
    VPN_NAME_WORDS,
    parse_number,
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


def parse_timeout(value: object) -> int:
    """Accept a time in seconds."""
    return parse_number(value, 0, 86400, "a time from 0 to 86400 seconds")
