# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The UDP ports on which the kernel takes tunnels, by foo over UDP."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import read_json, run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import UDP_PORTS
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan, plan_objects
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import UdpPort
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation

MODULE = "/sys/module/fou"


def port_name(port: UdpPort) -> str:
    """Name a port as messages do."""
    return f"UDP port {port.number}"


def purpose(port: UdpPort) -> str:
    """Say what a port of ours is for, as read_ports does."""
    return f"protocol {port.protocol}"


def adding(port: UdpPort) -> list[str]:
    """Give the words for ``ip`` that open a port."""
    return ["fou", "add", "port", str(port.number), "ipproto", str(port.protocol)]


class TunnelPorts(StepwiseResource[str, str]):
    """The ports, of IPv4: each there as long as a tunnel of its kind is, one for all of them."""

    name = "UDP ports"

    def __init__(self, want: Callable[[], Mapping[str, bool]]) -> None:
        """``want`` tells at read time which kinds want their port; one not named is left alone."""
        self._want = want
        self._wanted: Mapping[str, bool] = {}

    def read(self) -> dict[str, str]:
        """Ask 'ip', as pyroute2 has no such messages; there is no port before its module is."""
        self._wanted = self._want()
        if not os.path.isdir(MODULE):
            return {}
        return read_ports(read_json(["ip", "-j", "fou", "show"]))

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Refuse a port that somebody else has for something else."""
        goal: dict[str, str | None] = {}
        for kind, wanted in self._wanted.items():
            name, ours = port_name(UDP_PORTS[kind]), purpose(UDP_PORTS[kind])
            found = current.get(name)
            if wanted and found not in (None, ours):
                raise HostError(
                    f"{name}: somebody takes '{found}' on it, and a tunnel of kind {kind} needs it "
                    f"for {ours} from everywhere; see 'ip fou show', and remove that"
                )
            if wanted or found == ours:
                goal[name] = ours if wanted else None
        return plan_objects(goal, current)

    def apply(self, operation: Operation[str, str]) -> None:
        """Open or close a port."""
        port = next(port for port in UDP_PORTS.values() if port_name(port) == operation.key)
        deleting = ["fou", "del", "port", str(port.number)]
        run_command(["ip", *(deleting if operation.after is None else adding(port))])

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show each port in one line."""
        return {key: f"{value}\n" for key, value in state.items()}


def read_ports(shown: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Say what our ports are for, where anybody has them (pure)."""
    numbers = {port.number: port_name(port) for port in UDP_PORTS.values()}
    found: dict[str, str] = {}
    for one in shown:
        if one.get("port") not in numbers or one.get("family", "inet") != "inet":
            continue
        words = ["gue"] if "gue" in one else [f"protocol {one.get('ipproto')}"]
        words += [
            f"{key} {one[key]}" for key in ("local", "peer", "peer_port", "dev") if key in one
        ]
        found[numbers[one["port"]]] = " ".join(words)
    return found
