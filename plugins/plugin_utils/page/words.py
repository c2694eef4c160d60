# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How pages say what a verdict has: signs of states, counts, lists and times (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    APART,
    FAILED,
    LEAKS,
    LOST,
    NOT_KNOWN,
    OK,
    REACHES,
    UNKNOWN,
)

#: A state is never told by a colour alone.
SIGNS = {
    OK: "✓",
    FAILED: "✕",
    UNKNOWN: "?",
    REACHES: "✓",
    APART: "·",
    LOST: "✕",
    LEAKS: "!",
    NOT_KNOWN: "?",
}
STATES = {OK: "all right", FAILED: "not right", UNKNOWN: "not known"}
ROLES = {"p": "P", "pe": "PE", "rr": "route reflector"}
FAMILIES = {"ipv4": "IPv4", "ipv6": "IPv6"}
#: What comes first where not all is right.
URGENCY = {FAILED: 0, UNKNOWN: 1, OK: 2}
#: Names of months do not follow the machine's language.
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def count(number: int, noun: str) -> str:
    """Write how many there are of something."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def choose(number: int, one: str, many: str) -> str:
    """Give the word that goes with a number."""
    return one if number == 1 else many


def join(names: Sequence[str], most: int = 12) -> str:
    """Write a list as people do; of a long one the first names and how many more there are."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def strip(text: str, beginning: str) -> str:
    """Take off what stands beside a text already, as in ``pe1: main table: has ...``."""
    return text.removeprefix(f"{beginning}: ")


def clean(text: str) -> str:
    """Put a sign in place of what is not seen: control characters, and those that turn text."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in "\n\t" else REPLACEMENT for one in text)


def say_time(text: str) -> str:
    """Write a time of the verdict, to the minute; as it stands where it is none."""
    time = _read_time(text)
    return f"{say_day(text)}, {time:%H:%M} UTC" if time else text


def say_day(text: str) -> str:
    """Write the day of a time."""
    time = _read_time(text)
    return f"{time.day} {MONTHS[time.month - 1]} {time.year}" if time else text


def say_age(since: str, now: str) -> str:
    """Write how long something lasts, in the largest unit that fits; '' where it is not known."""
    first, last = _read_time(since), _read_time(now)
    if first is None or last is None or last < first:
        return ""
    age = last - first
    for noun, unit in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        if age >= unit:
            return f"for {count(age // unit, noun)}"
    minutes = age // timedelta(minutes=1)
    return f"for {count(minutes, 'minute')}" if minutes else ""


def _read_time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time.replace(tzinfo=time.tzinfo or timezone.utc).astimezone(timezone.utc)
