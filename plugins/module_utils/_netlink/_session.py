# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""pyroute2 behind a guard: one socket a task, its errors in words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError

try:
    from pyroute2 import IPRoute
    from pyroute2.netlink.exceptions import NetlinkError

    HAS_PYROUTE2 = True
except ImportError:
    HAS_PYROUTE2 = False

if TYPE_CHECKING:
    from collections.abc import Iterator


def open_session() -> Any:  # noqa: ANN401 (pyroute2 has no types)
    """Open an IPRoute socket; HostError where the library is missing."""
    if not HAS_PYROUTE2:
        raise HostError(
            "the Python library pyroute2 (0.7.2 or newer) is missing on this router; "
            "install the package python3-pyroute2"
        )
    return IPRoute()


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn what the kernel answers into an ApplyError that names the operation."""
    try:
        yield
    except NetlinkError as error:
        words = error.args[1] if len(error.args) > 1 else error
        raise ApplyError(f"{what}: {words}") from error
    except OSError as error:
        raise ApplyError(f"{what}: {error.strerror or error}") from error
