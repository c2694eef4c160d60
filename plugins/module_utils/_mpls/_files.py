# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The files that bring our routes back at boot, one for labels and one for prefixes (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._render import (
    read_batch,
    render_batch,
    render_line,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import LabelBlock
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._restore import (
    batch_path,
    label_batch_path,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
        RouteKey,
        RouteState,
    )

LABEL_FILE = label_batch_path("50-routes")
PREFIX_FILE = batch_path("50-routes")


def plan_route_files(
    wishes: Mapping[RouteKey, RouteState | None],
    present: Mapping[str, str],
    *,
    purge: bool,
    block: LabelBlock,
) -> dict[str, str | None]:
    """Keep the lines of routes that the task does not name, unless it purges them.

    The files and not the kernel say which these are: it drops routes at a link's end.
    """
    lines: dict[RouteKey, str] = {}
    for path in (LABEL_FILE, PREFIX_FILE):
        lines.update(read_batch(present.get(path, "")))
    kept = {
        key: line
        for key, line in lines.items()
        if key not in wishes and not (purge and block.covers(key))
    }
    kept.update({key: render_line(key, wish) for key, wish in wishes.items() if wish is not None})
    return {
        path: render_batch(part) if part else None
        for path, part in (
            (LABEL_FILE, {key: line for key, line in kept.items() if not key.prefix}),
            (PREFIX_FILE, {key: line for key, line in kept.items() if key.prefix}),
        )
    }
