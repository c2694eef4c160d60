# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the collection renders is what FRR takes and shows, for every option of the intent."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._wanted import parse_routing
from support.frr.configurations import choose, configure, succeed
from support.intent.cases import Case, build_case, read_cases, render_frr


@pytest.mark.parametrize("case", choose(read_cases()), ids=str)
def test_frr_shows_all_lines_when_an_intent_is_rendered(
    case: Case, routers: dict[str, Any]
) -> None:
    models = build_case(case)
    for name in case.expected:
        frr = models[name]["frr"]
        for router in routers.values():
            # A router's own address is no neighbour of its own.
            router.check_output("ip address flush dev lo scope global")
            router.check_output(f"ip address add {frr['router_id']}/32 dev lo")
        options = {"secrets": case.variables.get("mpls_secrets", {}), "purge_daemons": True}
        for changed in (None, False):
            done = configure(
                render_frr(models[name]), frr["daemons"], only=list(routers), **options
            )
            succeed(done, changed=changed)
        for router in routers.values():
            # By these lines, a router sees that FRR runs with its configuration.
            shown = parse_routing(router.check_output("vtysh -c 'show running-config'"))
            saved = parse_routing(router.check_output("cat /etc/frr/frr.conf"))
            assert shown == saved != frozenset()
