# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Loads kernel modules, and reads and writes sysctl keys."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import read_files
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._files import (
    TUNNELS_FILE,
    list_inputs,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._plan import plan_keys
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc import (
    list_keys,
    read_key,
    write_key,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import (
    INPUT_FOLDER,
    DesiredKernel,
    input_key,
    normalise_module,
    queue_keys,
    rp_filter_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LOADED = "loaded"


class KernelModules(StepwiseResource[str, str]):
    """The kernel modules; one that is loaded is never unloaded."""

    name = "kernel modules"

    def __init__(self, wanted: Iterable[str]) -> None:
        """Take the names as the kernel spells them."""
        self._wanted = tuple(wanted)

    def read(self) -> dict[str, str]:
        """See which are there; one that cannot be loaded ends the task before any change."""
        present = {name: LOADED for name in self._wanted if os.path.isdir(f"/sys/module/{name}")}
        missing = [name for name in self._wanted if name not in present]
        if missing:
            present.update(_refuse_unknown(missing))
        return present

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Load what is not loaded, in the given order."""
        return plan_objects(dict.fromkeys(self._wanted, LOADED), current, order=self._wanted.index)

    def apply(self, operation: Operation[str, str]) -> None:
        """Load one module."""
        run_command(["modprobe", operation.key])

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """List the loaded ones."""
        return {"kernel modules": "".join(f"{name}\n" for name in sorted(state))}


class SysctlKeys(StepwiseResource[str, str]):
    """The keys that the task names, and with purge every key that opens a port for labels."""

    name = "sysctl keys"

    def __init__(self, want: DesiredKernel) -> None:
        """Take the desired kernel."""
        self._want = want
        self._existing: frozenset[str] = frozenset()
        self._tunnels: Mapping[str, str] = {}

    def read(self) -> dict[str, str]:
        """Read what is there; MPLS keys are missing until mpls_router is loaded."""
        self._existing = frozenset(_interfaces())
        self._tunnels = list_inputs(read_files((TUNNELS_FILE,)).get(TUNNELS_FILE, ""))
        found = {key: read_key(key) for key in self._keys()}
        return {key: value for key, value in found.items() if value is not None}

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Compare values."""
        return plan_keys(self._want, current, self._existing, self._tunnels)

    def apply(self, operation: Operation[str, str]) -> None:
        """Write one key."""
        if operation.after is not None:
            write_key(operation.key, operation.after)

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show the keys as sysctl.d spells them."""
        lines = (f"{key} = {value}\n" for key, value in sorted(state.items()))
        return {"sysctl": "".join(lines)}

    def _keys(self) -> list[str]:
        want = self._want
        keys = [key for key, _value in want.keys]
        keys += [rp_filter_key(name) for name in (*want.interfaces, *want.unfiltered, "lo")]
        keys += [key for name in want.short_queues for key in queue_keys(name)]
        named = [*want.interfaces, *want.closed]
        every = list_keys(INPUT_FOLDER) if want.purge else []
        return [*keys, *(input_key(name) for name in dict.fromkeys([*named, *every]))]


def _interfaces() -> list[str]:
    try:
        return os.listdir("/sys/class/net")
    except OSError as error:
        raise ApplyError(f"interfaces: cannot be listed: {error.strerror}") from error


def _refuse_unknown(missing: Iterable[str]) -> dict[str, str]:
    """Give those of the modules that are built in; HostError for one that the kernel lacks."""
    folder = f"/lib/modules/{platform.release()}"
    built_in, loadable = (
        _module_names(f"{folder}/{index}") for index in ("modules.builtin", "modules.dep")
    )
    absent = [name for name in missing if name not in built_in and name not in loadable]
    if absent:
        raise HostError(
            f"{', '.join(absent)}: the running kernel {platform.release()} has no such module; "
            "install a kernel that has it (Debian: linux-image-amd64 or linux-image-cloud-amd64), "
            "and reboot into it if a newer one is installed already"
        )
    return {name: LOADED for name in missing if name in built_in}


def _module_names(path: str) -> set[str]:
    """Read the names from an index such as 'kernel/net/mpls/mpls_router.ko.xz: ...'."""
    try:
        with open(path, encoding="utf-8") as stream:
            paths = [line.split(":", 1)[0].strip() for line in stream]
    except FileNotFoundError:
        return set()
    except OSError as error:
        raise ApplyError(f"{path}: cannot be read: {error.strerror}") from error
    return {normalise_module(os.path.basename(one).split(".ko", 1)[0]) for one in paths}
