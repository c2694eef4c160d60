# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where Ansible has a value from.

Ansible marks values with their origin since 2.19, and has no public way to ask for it. This is the
only place that knows of it; where a later release has it elsewhere, places are unknown.
"""

from __future__ import annotations

from typing import Any

try:
    from ansible._internal._datatag._tags import Origin
except ImportError:
    Origin = None


def find_origin(value: object) -> tuple[str, int] | None:
    """Give the file and the line of a value, None where they are not known."""
    origin: Any = Origin.get_tag(value) if Origin is not None else None
    file, line = getattr(origin, "path", None), getattr(origin, "line_num", None)
    return (str(file), int(line or 0)) if file else None
