# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The UDP port on which the kernel takes labelled packets (RFC 7510), by foo over UDP."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import (
    IPPROTO_MPLS,
    MPLS_PORT,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan, plan_objects
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Subject, run_command

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation

PORT = f"UDP port {MPLS_PORT}"
FOR_LABELS = f"protocol {IPPROTO_MPLS}"
ADD = ("fou", "add", "port", str(MPLS_PORT), "ipproto", str(IPPROTO_MPLS))
DELETE = ("fou", "del", "port", str(MPLS_PORT))
MODULE = "/sys/module/fou"


class LabelPort(Subject[str, str]):
    """The port, of IPv4: there as long as a tunnel of kind udp is, one for all of them."""

    name = "UDP port"

    def __init__(self, wish: Callable[[], bool | None]) -> None:
        """``wish`` tells at read time whether the port is wanted; None leaves it alone."""
        self._wish = wish
        self._wanted: bool | None = None

    def read(self) -> dict[str, str]:
        """Ask 'ip', as pyroute2 has no such messages; there is no port before its module is."""
        self._wanted = self._wish()
        if not os.path.isdir(MODULE):
            return {}
        try:
            return read_ports(json.loads(run_command(["ip", "-j", "fou", "show"]) or "[]"))
        except ValueError as error:
            raise ApplyError(f"ip -j fou show: gives no JSON: {error}") from error

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Refuse a port that somebody else has for something else."""
        found = current.get(PORT)
        if self._wanted and found not in (None, FOR_LABELS):
            raise HostError(
                f"{PORT}: somebody takes '{found}' on it, and a tunnel of kind udp needs it for "
                "labelled packets from everywhere (RFC 7510); see 'ip fou show', and remove that"
            )
        wanted: dict[str, str | None] = {}
        if self._wanted:
            wanted[PORT] = FOR_LABELS
        elif self._wanted is not None and found == FOR_LABELS:
            wanted[PORT] = None
        return plan_objects(wanted, current)

    def apply(self, operation: Operation[str, str]) -> None:
        """Open or close the port."""
        run_command(["ip", *(DELETE if operation.after is None else ADD)])

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show the port in one line."""
        return {key: f"{value}\n" for key, value in state.items()}


def read_ports(shown: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Say what our port is for, if anybody has it (pure)."""
    for one in shown:
        if one.get("port") != MPLS_PORT or one.get("family", "inet") != "inet":
            continue
        words = ["gue"] if "gue" in one else [f"protocol {one.get('ipproto')}"]
        words += [
            f"{key} {one[key]}" for key in ("local", "peer", "peer_port", "dev") if key in one
        ]
        return {PORT: " ".join(words)}
    return {}
