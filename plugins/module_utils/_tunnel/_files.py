# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The files that bring tunnels back at boot (pure, but for one resource).

systemd-networkd makes the GRE tunnels. It has no word for an IPIP device that takes labels alone
(its [Tunnel] has no mode for IPIP), so the service of label routes makes the tunnels in UDP.
Addresses and MTU are networkd's for both; its drop-in is also the mark that a tunnel is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import (
    GRE6,
    GRE_UDP,
    UDP,
    UDP_PORTS,
    TunnelLink,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import (
    OwnedFiles,
    read_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    names_with,
    netdev_path,
    owned_netdevs,
    plan_network_files,
    plan_settings_removal,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._restore import batch_path
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._files import (
    TUNNELS_FILE,
    list_inputs,
    render_keys,
    render_udev_rule,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import (
    input_key,
    rp_filter_key,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel import _fou
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._values import (
    OPEN,
    TunnelState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DUTY = "tunnel"
BATCH_FILE = batch_path("10-tunnels")
MODULES_FILE = "/etc/modules-load.d/90-linuxnet-mpls-tunnels.conf"
UDEV_FILE = "/etc/udev/rules.d/90-linuxnet-mpls-tunnels.rules"
UDP_MODULES = {UDP: ("ipip", "fou"), GRE_UDP: ("ip_gre", "fou")}
#: The words of ``ip`` for the device of a kind.
TYPES = {UDP: "ipip", GRE_UDP: "gre"}
LINK_WORDS = ["link", "add", "name"]
#: Where a line has the name of the tunnel, and where the type of its device.
NAME_AT, TYPE_AT = 3, 7


def plan_networkd_files(
    wants: Mapping[str, TunnelState | None], present: Mapping[str, str], *, purge: bool
) -> dict[str, str | None]:
    """Say which files of networkd are wanted and which go."""
    goal = dict(wants)
    if purge:
        for name in names_with(DUTY, present):
            goal.setdefault(name, None)
    made = owned_netdevs(present, "gre") | owned_netdevs(present, "ip6gre")
    dropins: dict[tuple[str, str], str | None] = {}
    files: dict[str, str | None] = {}
    for name, want in goal.items():
        dropins[(name, DUTY)] = render_network(want) if want else None
        if want is not None and want.link.kind not in UDP_PORTS:
            files[netdev_path(name)] = render_netdev(name, want.link)
        elif name in made:
            files[netdev_path(name)] = None
    files.update(plan_network_files(dropins, present))
    if all(want is None for want in goal.values()):
        files.update(plan_settings_removal(files, present))
    return files


def plan_batch(
    wants: Mapping[str, TunnelState | None], present: Mapping[str, str], *, purge: bool
) -> dict[str, str | None]:
    """Keep the lines of tunnels in UDP that the task does not name, unless it purges them."""
    lines = {} if purge else read_batch(present.get(BATCH_FILE, ""))
    kept = {name: line for name, line in lines.items() if name not in wants}
    kept.update(
        (name, render_link(name, want))
        for name, want in wants.items()
        if want is not None and want.link.kind in UDP_PORTS
    )
    if not kept:
        return {BATCH_FILE: None}
    ports = [" ".join(_fou.adding(UDP_PORTS[kind])) for kind in _kinds(kept.values())]
    return {
        BATCH_FILE: "".join(f"{line}\n" for line in (*ports, *(kept[one] for one in sorted(kept))))
    }


def plan_ports(
    wants: Mapping[str, TunnelState | None], present: Mapping[str, str], *, purge: bool
) -> dict[str, bool]:
    """Say by kind whether its UDP port is wanted; kinds that no tunnel of ours had are left out."""
    before = present.get(BATCH_FILE, "")
    after = plan_batch(wants, present, purge=purge)[BATCH_FILE] or ""
    wanted = dict.fromkeys(_kinds(read_batch(before).values()), False)
    return {**wanted, **dict.fromkeys(_kinds(read_batch(after).values()), True)}


def plan_boot_files(
    wants: Mapping[str, TunnelState | None], present: Mapping[str, str], *, purge: bool
) -> dict[str, str | None]:
    """Say what loads modules and opens tunnels for labels, when they appear and at boot."""
    known = {} if purge else list_inputs(present.get(TUNNELS_FILE, ""))
    inputs = {name: value for name, value in known.items() if name not in wants}
    inputs.update(
        (name, "1" if want.label_input == OPEN else "0")
        for name, want in wants.items()
        if want is not None
    )
    keys: dict[str, str] = {}
    for name, value in sorted(inputs.items()):
        if value == "1":
            keys[rp_filter_key(name)] = "0"
        keys[input_key(name)] = value
    ports = plan_ports(wants, present, purge=purge)
    modules = [name for kind, wanted in ports.items() if wanted for name in UDP_MODULES[kind]]
    return {
        MODULES_FILE: "".join(f"{name}\n" for name in dict.fromkeys(modules)) or None,
        TUNNELS_FILE: render_keys(keys) if keys else None,
        UDEV_FILE: render_udev_rule(f'KERNEL=="{"|".join(sorted(inputs))}"') if inputs else None,
    }


class BootFiles(OwnedFiles):
    """The files of plan_boot_files; they must be there before a tunnel appears."""

    def __init__(self, wants: Mapping[str, TunnelState | None], *, purge: bool) -> None:
        """Take the desired tunnels; nothing is read before ``read``."""
        super().__init__({}, after=[["udevadm", "control", "--reload"]])
        self._wants = wants
        self._purge = purge

    def read(self) -> dict[str, str]:
        """Look at the files of earlier tasks first."""
        present = read_files((TUNNELS_FILE, BATCH_FILE))
        self.want(plan_boot_files(self._wants, present, purge=self._purge), present)
        return super().read()


def read_batch(content: str) -> dict[str, str]:
    """Read the lines of our own file by tunnel; those of ports are left out."""
    lines = [(line.split(), line) for line in content.splitlines()]
    return {words[NAME_AT]: line for words, line in lines if words[:3] == LINK_WORDS}


def _kinds(lines: Iterable[str]) -> list[str]:
    """Name the kinds of the tunnels that some lines make."""
    found = {line.split()[TYPE_AT] for line in lines}
    return [kind for kind, device in TYPES.items() if device in found]


def render_link(name: str, want: TunnelState) -> str:
    """Write the command that makes a tunnel in UDP where there is none.

    The source port is made from the flow, so that the core spreads flows over its paths (RFC 7510,
    section 3; RFC 8086).
    """
    link, port = want.link, UDP_PORTS[want.link.kind]
    words = [*LINK_WORDS, name, f"mtu {want.mtu}", "type", TYPES[link.kind]]
    words += [f"local {link.local} remote {link.remote} ttl {link.ttl}"]
    words += ["mode mplsip"] if link.kind == UDP else []
    words += [f"key {link.key}"] if link.key else []
    words += [f"encap fou encap-sport auto encap-dport {port.number}"]
    return " ".join([*words, "encap-csum"] if port.checksum else words)


def render_netdev(name: str, link: TunnelLink) -> str:
    """Write the file that makes a GRE tunnel at boot, of all interfaces independent."""
    # Over IPv6 the outer packet is never fragmented, and has no option for an encapsulation limit.
    way = "EncapsulationLimit=none" if link.kind == GRE6 else "DiscoverPathMTU=yes"
    key = f"Key={link.key}\n" if link.key else ""
    return (
        f"[NetDev]\nName={name}\nKind={link.kind}\n\n"
        f"[Tunnel]\nIndependent=yes\nLocal={link.local}\nRemote={link.remote}\nTTL={link.ttl}\n"
        f"{way}\n{key}"
    )


def render_network(want: TunnelState) -> str:
    """Write what networkd does on the tunnel; one for labels alone has no link-local address."""
    local = "no" if want.link.kind == UDP else "ipv6"
    addresses = "".join(f"Address={address}\n" for address in want.addresses or ())
    return f"[Link]\nMTUBytes={want.mtu}\n\n[Network]\nLinkLocalAddressing={local}\n{addresses}"
