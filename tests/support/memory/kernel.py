# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A kernel's interfaces and their addresses in memory, with its habits."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link


class MemoryLinks:
    """The client of netlink for devices; a test may let only so many changes happen."""

    def __init__(
        self, names: Iterable[str], addresses: Mapping[str, list[str]], *, up: bool = True
    ) -> None:
        self.links = {name: Link(name, "", up=up, mtu=1500) for name in names}
        self.static = {name: [*values] for name, values in addresses.items()}
        self.steps_left = 1000

    def step(self) -> None:
        """Count a change, and fail when there are no more."""
        if not self.steps_left:
            raise ApplyError("no more steps")
        self.steps_left -= 1

    def read(self) -> dict[str, Link]:
        return dict(self.links)

    def addresses(self) -> dict[str, list[str]]:
        return {name: [*values] for name, values in self.static.items()}

    def delete(self, name: str) -> None:
        self.step()
        del self.links[name]
        self.static.pop(name, None)

    def set_up(self, name: str) -> None:
        self.step()
        self.links[name] = replace(self.links[name], up=True)

    def set_down(self, name: str) -> None:
        self.step()
        self.links[name] = replace(self.links[name], up=False)

    def set_mtu(self, name: str, mtu: int) -> None:
        self.step()
        self.links[name] = replace(self.links[name], mtu=mtu)

    def set_master(self, name: str, master: str | None) -> None:
        self.step()
        self.links[name] = replace(self.links[name], master=master)

    def add_address(self, name: str, address: str) -> None:
        self.step()
        assert address not in self.static.get(name, ())
        self.static.setdefault(name, []).append(address)

    def delete_address(self, name: str, address: str) -> None:
        """Take an address; with a primary one of IPv4 go its secondaries (net/ipv4/devinet.c)."""
        self.step()
        held = self.static[name]
        at, gone = held.index(address), ipaddress.ip_interface(address)
        self.static[name] = [
            one
            for place, one in enumerate(held)
            if place != at and not (place > at and _is_secondary(one, gone))
        ]


def _is_secondary(address: str, primary: ipaddress.IPv4Interface | ipaddress.IPv6Interface) -> bool:
    return primary.version == 4 and ipaddress.ip_interface(address).network == primary.network
