# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Customers' routers of the lab: BIRD in a namespace, and a customer's network behind each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from support.lab.network import PATIENCE, Site, wait_for

#: What every customer has at its head office and at its branch.
HQ, BRANCH = "10.1.0.1", "10.2.0.1"
HQ_LAN, BRANCH_LAN = "10.1.0.0/16", "10.2.0.0/16"
#: At the head office of blue alone.
ONLY_BLUE = "10.1.0.99"
CUSTOMERS = ("blue", "green", "red")


@dataclass(frozen=True)
class Ce(Site):
    """A customer's router, which says what it has learnt."""

    def birdc(self, command: str) -> str:
        return str(self.guest.check_output(self._ask(command)))

    def routes(self, prefix: str, protocol: str = "") -> str:
        """Show a CE's ways to a prefix, all of them or those of a protocol; it may be none."""
        chosen = f" protocol {protocol}" if protocol else ""
        return str(self.guest.run(self._ask(f"show route for {prefix}{chosen} all")).stdout)

    def _ask(self, command: str) -> str:
        return f"birdc -s /run/bird-{self.name}.ctl {command}"

    def reaches_from(self, source: str, target: str, count: int = 2) -> bool:
        """Ping from the customer's network behind the CE."""
        return bool(self.run(f"ping -n -c {count} -i 0.3 -W 2 -I {source} {target}").rc == 0)

    def configure(self, change: str) -> None:
        """Change the configuration with sed, and have BIRD take it."""
        self.guest.check_output(f"sed -i {change!r} /etc/bird/{self.name}.conf")
        self._take_configuration()

    def replace_configuration(self, text: str) -> None:
        """Give BIRD another configuration."""
        self.guest.check_output(f"printf %%s %s >/etc/bird/{self.name}.conf", text)
        self._take_configuration()

    def _take_configuration(self) -> None:
        """Have BIRD read its file; birdc itself ends well where there are mistakes in it."""
        answer = self.birdc("configure")
        assert "Reconfigur" in answer, answer


def connects(ces: dict[str, Ce], customer: str, count: int = 2) -> bool:
    """Whether a customer's branch reaches its head office."""
    return ces[f"{customer}-branch"].reaches_from(BRANCH, HQ, count)


def bgp_state(router: Any, vrf: str, ce: str) -> str:
    shown = router.check_output(f"vtysh -c 'show bgp vrf {vrf} neighbors {ce}'")
    states = [line for line in shown.splitlines() if "BGP state" in line]
    return states[0].split("=")[1].split(",")[0].strip() if states else "none"


@contextmanager
def flooding(pe: Any, ce: Ce) -> Iterator[None]:
    """Have a CE of blue that is behind 172.16.3.2 tell of 30 prefixes, until its session ends."""
    file = f"/run/{ce.name}-flood.conf"
    routes = " ".join(f"route 10.20.{number}.0/24 unreachable;" for number in range(30))
    ce.guest.check_output(f"echo 'protocol static flood {{ ipv4; {routes} }}' > {file}")
    ce.birdc("configure")
    try:
        wait_for(
            lambda: bgp_state(pe, "blue", "172.16.3.2") == "Idle", "the session ends", PATIENCE
        )
        yield
    finally:
        ce.guest.check_output(f"rm {file}")
        ce.birdc("configure")
