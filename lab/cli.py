# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The command line: words to a call, an error to one line and exit status 2."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from pathlib import Path

from lab import commands
from lab.errors import LabError
from lab.topology import HIGHEST_PORT, LOWEST_PORT, RELEASES

DEFAULT_TOPOLOGY = "examples/l3vpn/lab.yml"
DEFAULT_FOLDER = ".lab"


def build_parser() -> argparse.ArgumentParser:
    """All commands and their help."""
    parser = argparse.ArgumentParser(prog="python3 -m lab", description=_description())
    parser.add_argument(
        "--topology",
        type=Path,
        default=Path(os.environ.get("LAB_TOPOLOGY", DEFAULT_TOPOLOGY)),
        metavar="FILE",
        help=f"the lab's file (default {DEFAULT_TOPOLOGY})",
    )
    parser.add_argument(
        "--dir",
        type=Path,
        default=Path(os.environ.get("LAB_DIR", DEFAULT_FOLDER)),
        metavar="DIR",
        help=f"the folder of all that the lab makes (default {DEFAULT_FOLDER})",
    )
    parser.add_argument(
        "--images",
        type=Path,
        default=_environment_path("LAB_IMAGES"),
        metavar="DIR",
        help="the folder of the images, may be shared by labs (default DIR/images)",
    )
    parser.add_argument(
        "--ssh-port",
        default=os.environ.get("LAB_SSH_PORT"),
        metavar="PORT",
        help="the first node's ssh port, the others follow (default: the file's)",
    )
    _add_commands(parser.add_subparsers(dest="command", required=True, metavar="COMMAND"))
    return parser


def _add_commands(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    def add(name: str, text: str) -> argparse.ArgumentParser:
        command = sub.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        command.set_defaults(run=getattr(commands, f"{name.replace('-', '_')}_command"))
        return command

    start = add("start", "start the nodes afresh, or a saved lab")
    start.add_argument("nodes", nargs="*", metavar="NODE", help="only these nodes")
    start.add_argument("--restore", metavar="NAME", help="go on with a saved lab instead")
    status = add("status", "show what the nodes are doing")
    status.add_argument("--json", action="store_true", help="as JSON")
    add("console", "attach to a node's serial console").add_argument("node", metavar="NODE")
    ssh = add("ssh", "log in to a node, or run a command there")
    ssh.add_argument("node", metavar="NODE")
    ssh.add_argument("words", nargs=argparse.REMAINDER, metavar="CMD", help="a command to run")
    add("stop", "end all nodes at once; their disks stay until the next start")
    clean = add("clean", "end all nodes and remove disks, sockets and saved labs")
    clean.add_argument("--all", action="store_true", help="remove the images too")
    cut = add("power-cut", "end nodes at once, as a power failure does")
    cut.add_argument("nodes", nargs="+", metavar="NODE")
    boot = add("boot", "boot nodes cold from the disks that they have")
    boot.add_argument("nodes", nargs="+", metavar="NODE")
    add("save", "save memory and disks of all running nodes").add_argument("name", metavar="NAME")
    restore = add("restore", "replace the running nodes by a saved lab")
    restore.add_argument("name", metavar="NAME")
    add("reach", "let every customer's router ping every address of the customers")
    add("inventory", "write the Ansible inventory and print its path")
    images = add("images", "build the images without starting a node, and list them")
    images.add_argument("--list", action="store_true", help="only list what is there")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; never shows a traceback for what a person can mend."""
    options = build_parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        options.ssh_port = _port(options.ssh_port)
        status = options.run(options)
        sys.stdout.flush()
        return int(status)
    except LabError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        sys.stderr.write("lab: interrupted, what was begun is removed\n")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return _fail(f"the disk is full ({error.filename or options.dir})")
        return _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _fail(message: str) -> int:
    sys.stderr.write(f"lab: {' '.join(message.split())}\n")
    return 2


def _port(value: object) -> int | None:
    """Checked here, so that the environment's value gets the same message as the option's."""
    if value is None or value == "":
        return None
    try:
        port = int(str(value))
    except ValueError:
        port = 0
    if not LOWEST_PORT <= port <= HIGHEST_PORT:
        raise LabError(
            f'ssh port: "{value}" is not a whole number within {LOWEST_PORT}..{HIGHEST_PORT}'
        )
    return port


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _environment_path(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def _description() -> str:
    return (
        "A lab of Debian routers on this machine, one QEMU process a node; no root needed. "
        f"Releases: {', '.join(RELEASES)}. More in docs/guide/lab.md."
    )
