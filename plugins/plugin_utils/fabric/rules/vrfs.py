# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for the numbers of VRFs: tables, route distinguishers, route targets (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import (
    VPN_PREFIX,
    Vpn,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import WARNING, Problem


def tables_are_of_one_vrf(intent: Intent) -> Iterator[Problem]:
    """No VPN has the number of a further VRF of another one as its id."""
    ids = {vpn.table: vpn for vpn in intent.vpns}
    for vrf in intent.vrfs:
        other = ids.get(vrf.table, vrf.vpn)
        if other.path != vrf.vpn.path and other.table != vrf.vpn.table:
            expected = f"a number that {vrf.name} of {vrf.vpn.path} does not have as its table"
            yield Problem(f"{other.path}.id", str(vrf.table), expected)


def route_distinguishers_are_of_one_vpn(intent: Intent) -> Iterator[Problem]:
    """No two VPNs share an RD: reflectors would keep one of two customers' same prefixes."""
    owners: dict[str, Vpn] = {}
    # A VPN has its RD in a VRF at each PE, and is told of it once.
    numbers = {(vrf.rd, vrf.vpn.path): vrf.vpn for vrf in intent.vrfs if vrf.rd is not None}
    for (number, path), vpn in numbers.items() if not intent.is_static else ():
        first = owners.setdefault(number, vpn)
        # VPNs with one id have been told of that already.
        if first.path != path and first.table != vpn.table:
            key = "rd" if vpn.rd else "id"
            yield Problem(f"{path}.{key}", number, f"an RD that {first.path} does not have")


def route_targets_are_of_one_vpn(intent: Intent) -> Iterator[Problem]:
    """VPNs with the same ``rt`` are one network; lists of imports say so where it is meant."""
    owners: dict[str, Vpn] = {}
    for vpn in intent.vpns:
        if vpn.import_rt and vpn.export_rt:
            continue
        for target in vpn.rt or (f"{intent.asn}:{vpn.table}",):
            first = owners.setdefault(target, vpn)
            if first.table != vpn.table and not intent.is_static:
                yield Problem(
                    f"{vpn.path}.rt",
                    target,
                    f"one that {first.path} does not have, as the sites of both reach each other",
                    WARNING,
                )


def route_targets_have_two_ends(intent: Intent) -> Iterator[Problem]:
    """What a list has is exported and imported somewhere, or it does nothing."""
    if any(path.startswith(VPN_PREFIX) for path in intent.unread):
        return
    exported = {target for vrf in intent.vrfs for target in vrf.exports}
    imported = {target for vrf in intent.vrfs for target in vrf.imports}
    for vpn in intent.vpns:
        for key, said, others, what in (
            ("import_rt", vpn.import_rt, exported, "exports"),
            ("export_rt", vpn.export_rt, imported, "imports"),
        ):
            for target in (one for one in said if one not in others):
                expected = f"a route target that a VPN of the intent {what}"
                yield Problem(f"{vpn.path}.{key}", target, expected, WARNING)


RULES = (
    tables_are_of_one_vrf,
    route_distinguishers_are_of_one_vpn,
    route_targets_are_of_one_vpn,
    route_targets_have_two_ends,
)
