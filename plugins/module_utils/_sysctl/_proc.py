# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sysctl keys by path under /proc/sys: names with dots need no quoting, and no key needs a fork."""

from __future__ import annotations

import contextlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = "/proc/sys"


def read_key(key: str) -> str | None:
    """Give the value, or None where the kernel has no such key."""
    try:
        with open(f"{ROOT}/{key}", encoding="ascii") as stream:
            return stream.read().strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ApplyError(f"{key}: cannot be read: {error.strerror}") from error


def write_key(key: str, value: str) -> None:
    """Write a value; ApplyError with the kernel's reason."""
    try:
        with open(f"{ROOT}/{key}", "w", encoding="ascii") as stream:
            stream.write(value)
    except OSError as error:
        raise ApplyError(f"{key}: cannot be set to {value}: {error.strerror}") from error


def list_keys(folder: str) -> list[str]:
    """Give the names below a folder; none where it does not exist."""
    try:
        return sorted(os.listdir(f"{ROOT}/{folder}"))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ApplyError(f"{folder}: cannot be read: {error.strerror}") from error


@contextmanager
def kept_on_down(interface: str) -> Iterator[None]:
    """Have the kernel keep the IPv6 addresses of an interface that goes down meanwhile."""
    key = f"net/ipv6/conf/{interface}/keep_addr_on_down"
    before = read_key(key)
    if before is None or before == "1":
        yield
        return
    write_key(key, "1")
    try:
        yield
    finally:
        # The interface may be gone.
        with contextlib.suppress(ApplyError):
            write_key(key, before)
