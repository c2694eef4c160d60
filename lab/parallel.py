# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Doing several things at once, and ending all of them when one fails or the user has enough."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from lab.errors import LabError

T = TypeVar("T")

_stopping = threading.Event()
_children: set[int] = set()
_children_lock = threading.Lock()


def run_all(tasks: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    """Runs all tasks at once; the first failure stops the others and is the one that is raised.

    No task runs any more when this returns, so the caller can clean up after them.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(tasks))) as pool:
        futures = {name: pool.submit(task) for name, task in tasks.items()}
        try:
            done, _pending = wait(futures.values(), return_when=FIRST_EXCEPTION)
        except BaseException:
            stop_everything()
            raise
        # What fails from here on only stops because of these.
        failures = [error for future in done if (error := future.exception())]
        if failures:
            stop_everything()
    _stopping.clear()
    for failure in failures:
        raise failure
    return {name: future.result() for name, future in futures.items()}


def stop_everything() -> None:
    """Makes every wait and every running tool of this process end soon."""
    _stopping.set()
    with _children_lock:
        for group in _children:
            _end_group(group)


def poll(check: Callable[[], bool], timeout: float, pause: float = 0.05) -> bool:
    """Asks until the answer is yes; no when the time is up."""
    deadline = time.monotonic() + timeout
    while not check():
        _check_stopping()
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


@contextmanager
def child_process(
    command: list[str],
    **options: Any,  # noqa: ANN401 - Popen's own
) -> Iterator[subprocess.Popen[str]]:
    """A program that ends with this one: in a group of its own, ended when a task fails."""
    _check_stopping()
    with subprocess.Popen(command, start_new_session=True, text=True, **options) as child:
        with _children_lock:
            _children.add(child.pid)
        try:
            _check_stopping()  # Again: it may have begun before this child was noted.
            yield child
        except BaseException:
            _end_group(child.pid)
            raise
        finally:
            with _children_lock:
                _children.discard(child.pid)
    _check_stopping()


def run_tool(command: list[str], log: Path, purpose: str) -> None:
    """Runs a program to its end with its output in `log`; a failure shows the last words."""
    with (
        log.open("ab") as output,
        child_process(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output) as child,
    ):
        child.wait()
    if child.returncode != 0:
        raise LabError(f"{purpose} failed: {tool_complaint(log)}")


def tool_complaint(log: Path) -> str:
    """What a tool's log says is wrong, on one line."""
    text = log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in text:
        return f"the disk is full ({log.parent.parent})"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("E:", "Err:", "error", "qemu-img:"))]
    return " | ".join((telling or lines)[-3:]) or "it said nothing"


def _check_stopping() -> None:
    if _stopping.is_set():
        raise LabError("interrupted")


def _end_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGTERM)
