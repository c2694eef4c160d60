# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each core link with BFD has its session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
    names,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._sessions import check_sessions

SHOW = "show bfd peers"


class Bfd(Expectation[Mapping[str, str]]):
    """States by interface; those of CEs are none of this."""

    OPTIONS: ClassVar[Options] = {
        "bfd": names("Interfaces of the core links on each of which BFD watches the neighbour."),
    }

    def read(self, router: Router) -> Mapping[str, str]:
        """Ask only where there is to be a session: bfdd need not run elsewhere."""
        return _bfd_states(router.show_list(f"{SHOW} json")) if self.expect["bfd"] else {}

    def check(self, seen: Mapping[str, str]) -> Iterator[Check]:
        """Look at the links of the core."""
        wanted = self.expect["bfd"]
        states = {name: state for name, state in seen.items() if name in wanted}
        yield from check_sessions("bfd session on", wanted, states, "up", SHOW)


def _bfd_states(shown: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Read the state by interface; one that is not up counts for all of an interface."""
    states: dict[str, str] = {}
    for peer in shown:
        name = peer.get("interface")
        if name is not None and states.get(name, "up") == "up":
            states[name] = peer["status"]
    return states
