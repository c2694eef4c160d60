# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of ospf_limit: a table of nftables, and the service that counts."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._task import (
    Ruleset,
    build_ruleset_resources,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._unit import unit_of
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf import _watch_routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._values import (
    TABLE,
    build_table,
    parse_limits,
    render_limits,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._program import (
    FOLDER,
    UNITS,
    ProgramService,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource

UNIT = unit_of("ospf-limit")
PROGRAM = f"{FOLDER}/watch_routes.py"
# vtysh asks daemons whose sockets and files are FRR's own.
UNIT_CONTENT = f"""\
[Unit]
Description=Limits of customers' OSPF of linuxnet.mpls
Wants={unit_of("ospf")}
After={unit_of("ospf")} frr.service
ConditionPathExists={_watch_routes.LIMITS}

[Service]
ExecStart=/usr/bin/python3 {PROGRAM}
Restart=always
RestartSec=2
CapabilityBoundingSet=CAP_NET_ADMIN CAP_DAC_OVERRIDE
NoNewPrivileges=yes
ProtectHome=yes
ProtectSystem=strict

[Install]
WantedBy=multi-user.target
"""


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Check the options and order the work: who counts needs the table."""
    limits = parse_limits(params)
    files = {
        f"{UNITS}/{UNIT}": UNIT_CONTENT,
        PROGRAM: inspect.getsource(_watch_routes),
        _watch_routes.LIMITS: render_limits(limits),
    }
    service = ProgramService(UNIT, files, lambda: bool(limits))
    tables = (build_table(),) if limits else ()
    rules = build_ruleset_resources(
        Ruleset("ospf", "Ends of OSPF sessions", (f"table inet {TABLE}",), tables)
    )
    return [*rules, service] if limits else [service, *rules]


def find_differences(params: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what a run of the module would change; nothing is changed."""
    return run(build_resources(params), check=True).operations
