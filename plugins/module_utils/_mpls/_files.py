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
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._restore import (
    batch_path,
    label_batch_path,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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
    labels: list[tuple[RouteKey, str]] = []
    prefixes: list[tuple[RouteKey, str]] = []
    for key, wish in wishes.items():
        if wish is not None:
            (prefixes if key.prefix else labels).append((key, render_line(key, wish)))
    return {
        path: _plan_file(lines, present.get(path, ""), wishes, purge=purge, block=block)
        for path, lines in ((LABEL_FILE, labels), (PREFIX_FILE, prefixes))
    }


def _plan_file(
    wanted: Collection[tuple[RouteKey, str]],
    present: str,
    wishes: Collection[RouteKey],
    *,
    purge: bool,
    block: LabelBlock,
) -> str | None:
    content = render_batch(wanted)
    # A file of nothing but these lines has none to keep; most tasks change nothing.
    if wanted and present == MARK + content:
        return content
    kept = [
        (key, line)
        for key, line in read_batch(present).items()
        if key not in wishes and not (purge and block.covers(key))
    ]
    return render_batch([*kept, *wanted]) if kept or wanted else None
