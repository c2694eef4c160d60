# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Lines that zebra gets from mgmtd alone, and that mgmtd can have lost (pure).

Since 10.3 zebra has prefix lists and route maps by way of mgmtd. Whenever a
connection to mgmtd ends, whosever it is, mgmtd discards what others have written by then and not
committed (mgmt_fe_session_cfg_txn_cleanup() of mgmtd/mgmt_fe_adapter.c). The running configuration
shows these lines all the same, as other daemons have them. But zebra has no such route map, and
takes none of the routes that are to pass it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    parse_config,
    render_config,
)

if TYPE_CHECKING:
    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import Path

SINCE = (10, 3)
_VERSION = re.compile(r"^frr version (\d+)\.(\d+)", re.MULTILINE)
_SHARED = ("ip prefix-list ", "ipv6 prefix-list ", "route-map ")
#: Lines of a route map that zebra knows, among many of BGP's.
_OF_ZEBRA = (
    "match ip address ",
    "match ipv6 address ",
    "match tag ",
    "match interface ",
    "set tag ",
)


def keep_taken(shown: str, of_mgmtd: str) -> str:
    """Give a running configuration without the lines that mgmtd is to have, and has not."""
    version = _VERSION.search(shown)
    if version is None or (int(version[1]), int(version[2])) < SINCE:
        return shown
    config = parse_config(shown)
    known = parse_config(of_mgmtd).lines
    lost = {path for path in config.lines if _is_shared(path) and path not in known}
    if not lost:
        return shown
    kept = (path for path in config.lines if not lost.intersection(_contexts(path)))
    return render_config(config.restricted(kept))


def _is_shared(path: Path) -> bool:
    return path[0].startswith(_SHARED) and (len(path) == 1 or path[-1].startswith(_OF_ZEBRA))


def _contexts(path: Path) -> set[Path]:
    return {path[:depth] for depth in range(1, len(path) + 1)}
