# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a check shows of a real FRR is enough to say what the run would interrupt."""

from __future__ import annotations

from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.interruptions import (
    find_interruptions,
    read_change,
)
from support.frr.configurations import succeed
from support.intent.cases import Case, build_case, read_example, render_frr
from support.lab.modules import run_module


def test_interruption_is_said_when_a_check_shows_another_secret(routers: dict[str, Any]) -> None:
    variables, groups = read_example("l3vpn")
    old, new = {"ldp": "oldsecret", "igp": "oldsecret"}, {"ldp": "newsecret", "igp": "newsecret"}
    model = build_case(Case("", {**variables, "mpls_secrets": old}, groups, {}))["pe1"]
    options = {"text": render_frr(model), "daemons": model["frr"]["daemons"]}
    for router in routers.values():
        router.check_output("ip address flush dev lo scope global")
        router.check_output(f"ip address add {model['frr']['router_id']}/32 dev lo")
    succeed(run_module("frr_config", {**options, "secrets": old}, only=list(routers)))
    for secrets, said in (
        (old, []),
        (
            new,
            ["LDP's session with 10.0.0.2 restarts", "OSPF's key on eth1 changes: the neighbour"],
        ),
    ):
        asked = {**options, "secrets": secrets}
        checks = run_module("frr_config", asked, only=list(routers), check=True)
        for name, done in checks.items():
            found = find_interruptions(read_change(model, done["configuration"], {}))
            assert len(found) == len(said), name
            assert all(one.startswith(begin) for one, begin in zip(found, said)), name
