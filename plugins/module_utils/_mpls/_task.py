# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of mpls_route, in the order in which they change a router."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._adapter import LabelRoutes
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._files import (
    plan_route_files,
    render_route_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._parse import (
    parse_block,
    parse_routes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    PROTOCOL,
    PROTOCOL_FILE,
    PROTOCOL_NAME,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Links
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import Routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._restore import (
    BatchFiles,
    RestoreService,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Check the options; the protocol's name is there before its first route."""
    removing = params["state"] == "absent"
    purge = bool(params["purge"])
    block = parse_block(params["label_block"])
    wants = parse_routes(params["routes"], removing=removing, block=block)
    files = render_route_files(wants)
    batches = BatchFiles(
        lambda present: plan_route_files(files, wants, present, purge=purge, block=block)
    )
    routes = LabelRoutes(Routes(), Links(), wants, purge=purge, block=block)
    work: list[Resource[Any, Any]] = [batches, routes, RestoreService(batches)]
    if wants and not removing:
        return [OwnedFiles({PROTOCOL_FILE: f"{PROTOCOL} {PROTOCOL_NAME}\n"}), *work]
    # With purge of all labels no route is left that would need the name.
    gone = purge and params["label_block"] is None
    return [*work, OwnedFiles({PROTOCOL_FILE: None})] if gone else work
