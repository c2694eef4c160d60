# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a lab's nodes are doing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from lab.errors import LabError
from lab.node_run import GOLDEN_FILE
from lab.paths import Paths
from lab.process import memory_in_use, read_process
from lab.qmp import Monitor
from lab.topology import Node, Topology


@dataclass(frozen=True)
class NodeStatus:
    """One line of the table."""

    name: str
    release: str
    state: str
    ssh_port: int
    pid: int | None
    memory_mb: int | None
    accelerator: str | None


def node_status(paths: Paths, node: Node) -> NodeStatus:
    """A node's state in QEMU's words; `off` has a disk to boot, `absent` has not."""
    folder = paths.node(node.name)
    process = read_process(folder)
    try:
        lines = (folder / GOLDEN_FILE).read_text(encoding="utf-8").splitlines()
        accelerator = lines[1] if len(lines) > 1 else None
    except OSError:
        accelerator = None
    if process is None:
        state = "off" if paths.disk(node.name).exists() else "absent"
        return NodeStatus(node.name, node.release, state, node.ssh_port, None, None, accelerator)
    try:
        with Monitor(folder / "qmp.sock", 5) as monitor:
            state = monitor.status()
    except (OSError, LabError):
        state = "no answer"
    memory = memory_in_use(process)
    return NodeStatus(
        node.name, node.release, state, node.ssh_port, process.pid, memory, accelerator
    )


def lab_status(paths: Paths, topology: Topology) -> list[NodeStatus]:
    """All nodes, in the order of the file."""
    return [node_status(paths, node) for node in topology.nodes]


def status_table(rows: list[NodeStatus]) -> str:
    """The table that `status` prints."""
    head = ("NODE", "RELEASE", "STATE", "SSH PORT", "PID", "MEMORY", "ACCELERATOR")
    lines = [head]
    for row in rows:
        memory = f"{row.memory_mb} MB" if row.memory_mb is not None else "-"
        lines.append(
            (row.name, row.release, row.state, str(row.ssh_port), str(row.pid or "-"), memory,
             row.accelerator or "-")
        )  # fmt: skip
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def status_json(rows: list[NodeStatus]) -> str:
    """The list that `status --json` prints; the keys are NodeStatus's fields."""
    return json.dumps([asdict(row) for row in rows], indent=2)
