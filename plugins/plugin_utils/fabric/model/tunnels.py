# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What mpls_tunnel gets of a core link that goes by a tunnel (pure)."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import TunnelDevice
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.tunnels import tunnel_ends


def build_tunnel(
    link: Link, index: int, address: str, mtu: int | None, *, takes_labels: bool
) -> TunnelDevice:
    """Say what mpls_tunnel makes at one end of a link."""
    tunnel = link.tunnel
    if tunnel is None:
        raise ValueError(f"{link.path} goes by no tunnel")
    ends = tunnel_ends(tunnel, index)
    device: TunnelDevice = {
        "name": link.ends[index].interface,
        "kind": ends["kind"],
        "local": ends["local"],
        "remote": ends["remote"],
        "addresses": [address],
        "label_input": takes_labels,
    }
    if tunnel.key is not None:
        device["key"] = tunnel.key
    if mtu is not None:
        device["mtu"] = mtu
    return device
