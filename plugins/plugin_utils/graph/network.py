# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A planned network as values; words are keys and values of the intent, not yet checked by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import LinkEnd

Words = Mapping[str, Any]


@dataclass(frozen=True)
class RouterPlan:
    """A router: its role, its words of the intent, and how it is reached and run in the lab."""

    role: str
    words: Words
    host: Words
    lab: Words


@dataclass(frozen=True)
class LinkPlan:
    """A link of the core: as the file writes it, its two ports, and its words of the intent."""

    path: str
    ends: tuple[LinkEnd, LinkEnd]
    words: Words


@dataclass(frozen=True)
class SitePlan:
    """A line from a customer's router to a port of a PE.

    ``number`` tells several lines between the same two apart, from 1 on; ``lab`` is what the
    customer's router has there.
    """

    path: str
    vpn: str
    customer: str
    pe: LinkEnd
    number: int
    words: Words
    lab: Words

    @property
    def key(self) -> str:
        """What its addresses come of."""
        number = f" {self.number}" if self.number > 1 else ""
        return f"{self.customer} {self.pe.router}{number}"


@dataclass(frozen=True)
class Network:
    """All that a drawing says, and all that it leaves to the plan."""

    fabric: Words
    lab: Words
    vpns: Mapping[str, Words]
    routers: Mapping[str, RouterPlan]
    links: tuple[LinkPlan, ...]
    sites: tuple[SitePlan, ...]
