# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads and changes tunnel devices."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Protocol

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._addressing import (
    AddressClient,
    read_addresses,
    replace_addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    normalise_addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import (
    PLATFORM_LABELS,
    input_key,
    rp_filter_key,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._plan import (
    describe_tunnel,
    plan_tunnels,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._values import (
    CLOSED,
    FILTERED,
    OPEN,
    TunnelState,
    kind_option,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import TunnelLink
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan


class LinkClient(AddressClient, Protocol):
    """What this package needs of netlink for devices."""

    def read(self) -> dict[str, Link]:
        """Give all devices."""

    def delete(self, name: str) -> None:
        """Delete a device."""

    def set_up(self, name: str) -> None:
        """Bring a device up."""

    def set_mtu(self, name: str, mtu: int) -> None:
        """Set an MTU."""

    def set_master(self, name: str, master: str | None) -> None:
        """Enslave a device."""


class TunnelClient(Protocol):
    """What this package needs of netlink for tunnels."""

    def read(self) -> dict[str, TunnelLink]:
        """Give the tunnels."""

    def add(self, name: str, tunnel: TunnelLink) -> None:
        """Create a tunnel."""

    def change(self, name: str, tunnel: TunnelLink) -> None:
        """Change a tunnel in place."""


class KeyClient(Protocol):
    """What this package needs of the keys of sysctl."""

    def read_key(self, key: str) -> str | None:
        """Give a value, None for a key that is not there."""

    def write_key(self, key: str, value: str) -> None:
        """Write a value."""


class Tunnels(StepwiseResource[str, TunnelState]):
    """The tunnels of a router; those that the task neither names nor purges stay."""

    name = "tunnels"

    def __init__(
        self,
        links: LinkClient,
        tunnels: TunnelClient,
        keys: KeyClient,
        wants: Mapping[str, TunnelState | None],
        *,
        ours: Callable[[], Collection[str]] = tuple,
        closing: Callable[[], Mapping[str, bool]] = dict,
        purge: bool = False,
    ) -> None:
        """``ours`` and ``closing`` tell at read time what plan_tunnels needs beside the kernel."""
        self._links = links
        self._tunnels = tunnels
        self._keys = keys
        self._wants = wants
        self._read_ours = ours
        self._read_closing = closing
        self._purge = purge
        self._ours: Collection[str] = ()
        self._closing: Mapping[str, bool] = {}
        self._devices: dict[str, Link] = {}

    def read(self) -> dict[str, TunnelState]:
        """Read every tunnel, also those of others; HostError where labels are not possible."""
        opening = any(want and want.label_input != CLOSED for want in self._wants.values())
        if opening and self._keys.read_key(PLATFORM_LABELS) is None:
            raise HostError(
                "MPLS is not loaded on this router; run mpls_sysctl first, "
                "or set label_input to false"
            )
        self._ours = self._read_ours()
        self._closing = self._read_closing()
        self._devices = self._links.read()
        addresses = self._links.addresses()
        return {
            name: TunnelState(
                tunnel,
                self._devices[name].mtu,
                normalise_addresses(addresses.get(name, ())),
                up=self._devices[name].up,
                label_input=self._label_input(name),
            )
            for name, tunnel in self._tunnels.read().items()
            if name in self._devices
        }

    def plan(self, current: Mapping[str, TunnelState]) -> Plan[str, TunnelState]:
        """Compare by name."""
        return plan_tunnels(
            self._wants,
            current,
            self._devices,
            self._ours,
            purge=self._purge,
            closing=self._closing,
        )

    def apply(self, operation: Operation[str, TunnelState]) -> None:
        """Create, change or delete one tunnel."""
        name, before, after = operation.key, operation.before, operation.after
        if after is None:
            self._links.delete(name)
        elif before is None:
            self._create(name, after)
        elif before.link.kind != after.link.kind or not before.link.plain:
            self._make_anew(name, before, after)
        else:
            if before.link != after.link:
                self._tunnels.change(name, after.link)
            self._equip(name, after)

    def describe(self, state: Mapping[str, TunnelState]) -> dict[str, str]:
        """Show each tunnel under its name."""
        return {f"tunnel {name}": describe_tunnel(one) for name, one in state.items()}

    def results(self, plan: Plan[str, TunnelState]) -> dict[str, Any]:  # noqa: ARG002
        """Give the sizes that follow from the options."""
        return {
            "tunnels": [
                {
                    "name": name,
                    "kind": kind_option(want.link),
                    "mtu": want.mtu,
                    "payload_mtu": want.payload_mtu,
                }
                for name, want in sorted(self._wants.items())
                if want is not None
            ]
        }

    def _create(self, name: str, after: TunnelState) -> None:
        self._tunnels.add(name, after.link)
        try:
            self._equip(name, after)
        except ApplyError:
            with contextlib.suppress(ApplyError):
                self._links.delete(name)
            raise

    def _make_anew(self, name: str, before: TunnelState, after: TunnelState) -> None:
        """Delete and create: the kernel cannot change the kind. What was there comes back."""
        master = self._devices[name].master
        self._links.delete(name)
        try:
            self._create(name, after)
        except ApplyError:
            if before.link.plain:
                with contextlib.suppress(ApplyError):
                    self._create(name, before)
            raise
        if master is not None:
            self._links.set_master(name, master)

    def _equip(self, name: str, after: TunnelState) -> None:
        """Bring all but the ends of a tunnel to its state; a change of them may touch the MTU."""
        link = self._links.read().get(name)
        if link is None:
            raise ApplyError(f"tunnel {name}: somebody removed it meanwhile")
        if link.mtu != after.mtu:
            self._links.set_mtu(name, after.mtu)
        self._set_label_input(name, after.label_input)
        if after.up and not link.up:
            self._links.set_up(name)
        before = read_addresses(self._links, name)
        replace_addresses(self._links, name, before, after.addresses or ())

    def _set_label_input(self, name: str, wanted: str) -> None:
        if self._label_input(name) == wanted:
            return
        if wanted == OPEN:
            self._keys.write_key(rp_filter_key(name), "0")
        self._keys.write_key(input_key(name), "0" if wanted == CLOSED else "1")

    def _label_input(self, name: str) -> str:
        if self._keys.read_key(input_key(name)) != "1":
            return CLOSED
        return OPEN if self._keys.read_key(rp_filter_key(name)) == "0" else FILTERED
