#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: router_verify
short_description: Ask a router whether it does what the intent says
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Compares what a router shows with what a converged network must show on it, OSPF, IS-IS and
    LDP neighbours, sessions of BFD, BGP peers, routes to loopbacks, static label routes, VRFs with
    their prefixes and sessions with customers' routers, which interfaces accept labels, and whether
    edge protection and the limits of OSPF are there.
  - Where FRRouting is expected, its running configuration and C(/etc/frr/frr.conf) are compared
    with what M(linuxnet.mpls.frr_config) proved last. Each line that differs is named with both
    values, secrets as digests.
  - Asks again until everything holds or O(timeout) is over, because protocols need time. Where only
    FRRouting's configuration differs from what was applied, it asks once more and does not wait.
  - Reads only, with C(ip), C(nft) and, where FRRouting is expected, C(vtysh); a check that does
    not hold is no failure of the module.
  - Each daemon of FRRouting is asked alone. One that hangs fails a check with its name, one that
    gives no JSON a check with the command, and the others are asked all the same.
options:
  timeout:
    description: Seconds to wait for everything to hold, 0 or more; 0 asks once.
    type: int
    default: 120
extends_documentation_fragment:
  - linuxnet.mpls.expectations
  - linuxnet.mpls.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
"""

EXAMPLES = r"""
- name: Ask the router
  linuxnet.mpls.router_verify:
    expect:
      neighbours: [10.0.0.2]
      ldp_neighbours: [10.0.0.2]
      loopbacks: [10.0.0.2, 10.0.0.3]
      bgp_peers: [10.0.0.4]
      label_interfaces: [eth1]
      vrfs:
        - name: customer1
          table: 100
          members: [eth2]
          remote_prefixes: [192.168.2.0/24]
    timeout: 60

- name: Ask a P router of a core without FRRouting
  linuxnet.mpls.router_verify:
    expect:
      routing: static
      neighbours: []
      ldp_neighbours: []
      loopbacks: []
      bgp_peers: []
      label_interfaces: [eth1, eth2]
      static_routes:
        - {label: 100001, via: 10.1.0.0, interface: eth1}
        - {label: 100003, via: 10.1.0.3, interface: eth2}
      vrfs: []
"""

RETURN = r"""
checks:
  description:
    - Each check, whether it holds, and the reason when it does not.
    - C(command) shows more of it on the router, and C(vrf) is the VRF that it is of, if any.
  returned: always
  type: list
  elements: dict
  sample:
    - name: ospf neighbour 10.0.0.2
      passed: false
      reason: "state is ExStart/-: expected Full"
      command: "vtysh -c 'show ip ospf neighbor'"
      vrf: ""
state:
  description:
    - What M(linuxnet.mpls.router_info) returns, packed for M(linuxnet.mpls.fabric_report).
  returned: success
  type: str
  sample: eNqrVkrOT0lVsqpWKi5JLEktVrJSMKjlAgBTPQc1
"""

import time
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._pack import pack_state
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import Check
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._frr_configuration import FRR
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._registry import (
    Answer,
    ask_router,
    build_spec,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router

PAUSE_SECONDS = 2


def ask_until_right(expect: Mapping[str, Any], timeout: int) -> Answer:
    deadline = time.monotonic() + timeout
    before: list[Check] = []
    while True:
        answer = ask_router(expect, Router.read(has_frr=expect["routing"] == FRR))
        failed = [check for check in answer.checks if not check.passed]
        lasts = failed == before and all(check.lasts for check in failed)
        if not failed or lasts or time.monotonic() >= deadline:
            return answer
        before = failed
        time.sleep(PAUSE_SECONDS)


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "expect": {"type": "dict", "required": True, "options": build_spec()},
            "timeout": {"type": "int", "default": 120},
        },
        supports_check_mode=True,
    )
    try:
        answer = ask_until_right(module.params["expect"], module.params["timeout"])
    except MplsError as error:
        module.fail_json(msg=str(error))
    for words in answer.warnings:
        module.warn(words)
    checks = [check.as_result() for check in answer.checks]
    module.exit_json(changed=False, checks=checks, state=pack_state(answer.state))


if __name__ == "__main__":
    main()
