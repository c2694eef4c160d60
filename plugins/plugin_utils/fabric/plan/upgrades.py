# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""When unattended upgrades run on which router: no two reflectors restart together (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.core import TimeOfDay

DAY = 24 * 60
#: A reflector is given this long to be upgraded and to have all its sessions back (minutes).
APART = 60


def plan_upgrade_times(start: TimeOfDay, roles: Mapping[str, str]) -> dict[str, str]:
    """Give each router its time of day: reflectors first, an hour apart, then all others.

    The others share what is left of the day, at most an hour apart. Reflectors that one day has no
    hours for share them too.
    """
    reflectors = sorted(name for name, role in roles.items() if role == "rr")
    others = sorted(name for name in roles if name not in reflectors)
    first = _spread(reflectors, 0, DAY)
    begin = min(len(reflectors) * APART, DAY - 1)
    minutes = {**first, **_spread(others, begin, DAY)}
    return {name: _show((start + at) % DAY) for name, at in minutes.items()}


def _spread(names: Iterable[str], begin: int, end: int) -> dict[str, int]:
    ordered = list(names)
    apart = min(APART, (end - begin) / max(len(ordered), 1))
    return {name: begin + int(at * apart) for at, name in enumerate(ordered)}


def _show(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
