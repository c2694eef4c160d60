# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""From a desired kernel to the keys to write, in their order (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan, plan_objects
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import (
    INPUT_FOLDER,
    IPV6_FORWARDING,
    PLATFORM_LABELS,
    SHORT_QUEUE,
    DesiredKernel,
    input_key,
    queue_keys,
    rp_filter_key,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def plan_keys(
    want: DesiredKernel,
    current: Mapping[str, str],
    existing: Collection[str],
    tunnels: Mapping[str, str] | None = None,
) -> Plan[str, str]:
    """Compare the keys that the router has, or will have once mpls_router is loaded.

    ``existing`` are the interfaces that exist now. Keys of others are for the files alone.
    ``tunnels`` has the label input of interfaces that is mpls_tunnel's to say.
    """
    loaded = PLATFORM_LABELS in current
    wanted = _removed(want) if want.removing else _wanted(want)
    _refuse_second_owner(wanted, tunnels or {})
    if want.purge:
        wanted.update(_purged(want, current, tunnels or {}))
    wanted = {key: value for key, value in wanted.items() if _exists(key, existing)}
    if want.removing:
        wanted = {key: value for key, value in wanted.items() if key in current}
    else:
        _refuse_resize(want, wanted, current)
        _refuse_missing(wanted, current, comes="mpls_router" in want.modules and not loaded)
    return plan_objects(wanted, current, order=lambda key: _rank(key, wanted))


def persisted_keys(want: DesiredKernel) -> dict[str, str]:
    """Give the keys for the boot, for interfaces that do not exist yet too."""
    return _wanted(want)


def _wanted(want: DesiredKernel) -> dict[str, str]:
    keys = dict(want.keys)
    # A packet with an explicit null comes in again through lo, and is checked there.
    keys.update({rp_filter_key(name): "0" for name in (*want.interfaces, *want.unfiltered, "lo")})
    keys.update({key: str(SHORT_QUEUE) for name in want.short_queues for key in queue_keys(name)})
    keys.update({input_key(name): "0" for name in want.closed})
    keys.update({input_key(name): "1" for name in want.interfaces})
    return keys


def _removed(want: DesiredKernel) -> dict[str, str]:
    return {input_key(name): "0" for name in (*want.interfaces, *want.closed)}


def _purged(
    want: DesiredKernel, current: Mapping[str, str], tunnels: Collection[str]
) -> dict[str, str]:
    named = {input_key(name) for name in (*want.interfaces, *tunnels)}
    return {key: "0" for key in current if key.startswith(f"{INPUT_FOLDER}/") and key not in named}


def _exists(key: str, existing: Collection[str]) -> bool:
    """Tell whether the interface of a key exists; a name has dots, but never a slash."""
    parts = key.split("/")
    if len(parts) < 4 or parts[2] not in ("conf", "neigh"):  # noqa: PLR2004
        return True
    if parts[3] in ("all", "default"):
        return True
    return parts[3] in existing


def _refuse_second_owner(wanted: Mapping[str, str], tunnels: Mapping[str, str]) -> None:
    for name, value in tunnels.items():
        if wanted.get(input_key(name), value) != value:
            done = "opens" if value == "1" else "closes"
            raise HostError(
                f"{name}: mpls_tunnel {done} it for labelled packets; say it by its label_input, "
                "and leave the tunnel out of interfaces and closed_interfaces"
            )


def _refuse_resize(
    want: DesiredKernel, wanted: Mapping[str, str], current: Mapping[str, str]
) -> None:
    have, size = current.get(PLATFORM_LABELS, "0"), wanted[PLATFORM_LABELS]
    if have not in ("0", size) and not want.allow_resize:
        raise HostError(
            f"platform_labels: the kernel's label table has {have} entries, and resizing it to "
            f"{size} races with packets being forwarded (CVE-2026-43042); "
            f"keep {have}, or take traffic off the router and set allow_resize"
        )


def _refuse_missing(wanted: Mapping[str, str], current: Mapping[str, str], *, comes: bool) -> None:
    for key in wanted:
        if key in current or (comes and key.startswith("net/mpls/")):
            continue
        if PLATFORM_LABELS not in current and key.startswith("net/mpls/"):
            raise HostError("MPLS is not loaded, and kernel_modules does not list mpls_router")
        if key.startswith(f"{INPUT_FOLDER}/"):
            name = key.split("/")[3]
            raise HostError(f"{name}: the kernel takes no labelled packets on such an interface")
        remedy = "; set ipv6_forwarding only where IPv6 is on" if key == IPV6_FORWARDING else ""
        raise HostError(f"{key}: this kernel has no such key{remedy}")


def _rank(key: str, wanted: Mapping[str, str]) -> tuple[int, str]:
    """Size the table first, and open a port when all else is set (see _refuse_resize)."""
    if key == PLATFORM_LABELS:
        return 0, key
    opens = key.startswith(f"{INPUT_FOLDER}/") and wanted.get(key) == "1"
    return 2 if opens else 1, key
