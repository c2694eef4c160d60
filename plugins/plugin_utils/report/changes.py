# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a run has changed, in a line for each router (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.formats import count

#: Where roles, and the play that verifies, note what their modules have done, in the order in which
#: they run.
NOTES = (
    "mpls_kernel_change",
    "mpls_vrf_change",
    "mpls_vrf_closing_change",
    "mpls_static_change",
    "mpls_frr_change",
    "mpls_frr_fib_change",
)
#: Where they note that they have installed a package.
INSTALLS = {
    "mpls_kernel_pyroute2_install": "python3-pyroute2",
    "mpls_kernel_nftables_install": "nftables",
    "mpls_frr_install": "frr",
}
#: So many operations of a router are named.
NAMED = 6


def render_changes(variables: Mapping[str, Mapping[str, Any]], seconds: float) -> str:
    """Say which routers were changed, and what of them; their notes are among their variables."""
    done = {name: list(_name_operations(noted)) for name, noted in variables.items()}
    rows = [f"{name}: {_shorten(done[name])}" for name in sorted(done) if done[name]]
    if not rows:
        return "changed no router"
    return "\n".join(
        [f"changed {len(rows)} of {count(len(done), 'router')} in {seconds:.0f} s:", *rows]
    )


def _name_operations(noted: Mapping[str, Any]) -> Iterator[str]:
    for note, package in INSTALLS.items():
        if _has_changed(noted, note):
            yield f"install {package}"
    for note in NOTES:
        if _has_changed(noted, note):
            result = noted[note]
            commands = result.get("commands", ())
            if commands:
                yield f"{count(len(commands), 'command')} to FRRouting"
            else:
                yield from result.get("operations", ())


def _has_changed(noted: Mapping[str, Any], note: str) -> bool:
    return note in noted and bool(noted[note].get("changed"))


def _shorten(operations: Sequence[str]) -> str:
    more = len(operations) - NAMED
    named = ", ".join(operations[:NAMED])
    return f"{named} and {more} more" if more > 0 else named
