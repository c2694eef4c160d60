# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What one thing of a router is expected to be: its options, its reading, and its checks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router

#: An argument spec of AnsibleModule; each option, at each depth, also has its ``description``.
Options = Mapping[str, Mapping[str, Any]]
SeenT = TypeVar("SeenT")


@dataclass(frozen=True)
class Check:
    """One answer; ``reason`` is empty when it passed. What ``lasts`` gets no better by waiting.

    ``command`` shows more of it on the router, and ``vrf`` is the VRF that it is of, if any.
    """

    name: str
    reason: str = ""
    command: str = ""
    vrf: str = ""
    lasts: bool = False

    @property
    def passed(self) -> bool:
        """Whether the router does what the intent says."""
        return not self.reason

    def as_result(self) -> dict[str, Any]:
        """Give it as the module returns it."""
        return {
            "name": self.name,
            "passed": self.passed,
            "reason": self.reason,
            "command": self.command,
            "vrf": self.vrf,
        }


class Expectation(ABC, Generic[SeenT]):
    """One subject of verify. ``expect`` is the option of router_verify, with the parts of all."""

    #: The parts of ``expect`` that are of this subject alone.
    OPTIONS: ClassVar[Options] = {}

    def __init__(self, expect: Mapping[str, Any]) -> None:
        """Take what is expected."""
        self.expect = expect

    @abstractmethod
    def read(self, router: Router) -> SeenT:
        """Take from a router's state, or ask for, what the checks look at (I/O)."""

    @abstractmethod
    def check(self, seen: SeenT) -> Iterator[Check]:
        """Compare it with what is expected (pure)."""

    def warn(self, seen: SeenT) -> Iterator[str]:  # noqa: ARG002 (for those that have something to say)
        """Say what is right now, and yet to be known (pure)."""
        yield from ()


def addresses(description: str) -> dict[str, Any]:
    """Describe an option that lists what there is to be, and that may not be left out."""
    return {"type": "list", "elements": "str", "required": True, "description": description}


def names(description: str) -> dict[str, Any]:
    """Describe an option that lists what there is to be, and is empty by default."""
    return {"type": "list", "elements": "str", "default": [], "description": description}


def by_vtysh(command: str) -> str:
    """Write a command of FRR as a shell takes it."""
    return f"vtysh -c '{command}'"
