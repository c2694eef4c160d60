# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A node's serial port in this terminal."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty

from lab.errors import LabError
from lab.paths import Paths
from lab.process import read_process
from lab.qmp import connect_unix
from lab.topology import Node

LEAVE_KEY = b"\x1d"  # control and ]


def attach_console(paths: Paths, node: Node) -> int:
    """Joins terminal and serial port until the leave key, the end of input or of the guest."""
    folder = paths.node(node.name)
    if read_process(folder) is None:
        raise LabError(f"{node.name}: is not running")
    try:
        serial = connect_unix(folder / "console.sock")
    except OSError as error:
        raise LabError(f"{node.name}: its console does not answer: {error}") from error
    serial.settimeout(None)
    sys.stderr.write(f"Console of {node.name}; leave with Ctrl-]\n")
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal) if os.isatty(terminal) else None
    try:
        if before is not None:
            tty.setraw(terminal)
        serial.sendall(b"\r")
        while True:
            ready, _writable, _failed = select.select([serial, terminal], [], [])
            if serial in ready:
                data = serial.recv(4096)
                if not data:
                    return 0
                os.write(sys.stdout.fileno(), data)
            if terminal in ready:
                typed = os.read(terminal, 1024)
                if not typed or LEAVE_KEY in typed:
                    return 0
                serial.sendall(typed)
    finally:
        serial.close()
        if before is not None:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
