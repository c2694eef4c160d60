# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The VRF devices of a PE (pure)."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import VrfDevice
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf


def build_vrf(vrf: Vrf) -> VrfDevice:
    """Give it with its ports."""
    members = [site.interface for site in vrf.sites]
    return {"name": vrf.name, "table": vrf.table, "members": members}
