# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Who reaches whom: every customer's router pings every address that any of them has."""

from __future__ import annotations

from collections.abc import Mapping

from lab.paths import Paths
from lab.ssh import run_script
from lab.topology import Namespace, Topology

PING = "ping -n -c 2 -i 0.3 -W 2 -q"
TIMEOUT = 120.0


def read_reachability(paths: Paths, topology: Topology) -> dict[tuple[str, str], bool]:
    """Ping from all namespaces at the same time; (namespace, address) to whether it answered."""
    targets = target_addresses(topology)
    answers: dict[tuple[str, str], bool] = {}
    for node in topology.nodes:
        if node.namespaces:
            script = ping_script(node.namespaces, targets)
            answers.update(parse_answers(run_script(paths, node.ssh_port, script, TIMEOUT)))
    return answers


def target_addresses(topology: Topology) -> tuple[str, ...]:
    """Every address of every customer's router, once: customers may share them."""
    interfaces = {
        address.partition("/")[0]
        for node in topology.nodes
        for namespace in node.namespaces
        for address in namespace.addresses
    }
    return tuple(sorted(interfaces))


def ping_script(namespaces: tuple[Namespace, ...], targets: tuple[str, ...]) -> str:
    """A shell script that prints a line for each answer; silence is a no."""
    lines = [
        f"{{ ip netns exec {namespace.name} {PING} {target} >/dev/null 2>&1"
        f" && echo {namespace.name} {target}; }} &"
        for namespace in namespaces
        for target in targets
    ]
    return "\n".join([*lines, "wait", ""])


def parse_answers(printed: str) -> dict[tuple[str, str], bool]:
    """What the script printed, as pairs that reach each other."""
    pairs = (line.split() for line in printed.splitlines())
    return {(namespace, address): True for namespace, address in pairs}  # noqa: C420


def reachability_table(topology: Topology, answers: Mapping[tuple[str, str], bool]) -> str:
    """A row a customer's router, a column an address; `own` where the router has it itself."""
    targets = target_addresses(topology)
    namespaces = [namespace for node in topology.nodes for namespace in node.namespaces]
    width = max([len("FROM \\ TO"), *(len(namespace.name) for namespace in namespaces)])
    lines = [f"{'FROM / TO':{width}}  " + "  ".join(f"{target:>15}" for target in targets)]
    for namespace in namespaces:
        own = {address.partition("/")[0] for address in namespace.addresses}
        cells = [
            "own" if target in own else "yes" if answers.get((namespace.name, target)) else "-"
            for target in targets
        ]
        lines.append(f"{namespace.name:{width}}  " + "  ".join(f"{cell:>15}" for cell in cells))
    return "\n".join(lines)
