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


def render_route_files(
    wants: Mapping[RouteKey, RouteState | None],
) -> dict[str, list[tuple[RouteKey, str]]]:
    """Write the lines of the routes that shall be there, by the file that they belong to."""
    files: dict[str, list[tuple[RouteKey, str]]] = {LABEL_FILE: [], PREFIX_FILE: []}
    for key, want in wants.items():
        if want is not None:
            files[PREFIX_FILE if key.prefix else LABEL_FILE].append((key, render_line(key, want)))
    return files


def plan_route_files(
    files: Mapping[str, Collection[tuple[RouteKey, str]]],
    wants: Collection[RouteKey],
    present: Mapping[str, str],
    *,
    purge: bool,
    block: LabelBlock,
) -> dict[str, str | None]:
    """Keep the lines of routes that the task does not name, unless it purges them.

    The files and not the kernel say which these are: it drops routes at a link's end.
    """
    return {
        path: _plan_file(lines, wants, present.get(path, ""), purge=purge, block=block)
        for path, lines in files.items()
    }


def _plan_file(
    wanted: Collection[tuple[RouteKey, str]],
    wants: Collection[RouteKey],
    present: str,
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
        if key not in wants and not (purge and block.covers(key))
    ]
    return render_batch([*kept, *wanted]) if kept or wanted else None
