#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: router_verify
short_description: Ask a router whether it does what the intent says
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet-mpls)
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
  expect:
    description: What must hold; the C(expect) part of a router's model.
    type: dict
    required: true
    suboptions:
      routing:
        description:
          - Who makes the routes of the router.
          - With V(static) FRRouting is not asked, and need not be installed.
        type: str
        choices: [frr, static]
        default: frr
      igps:
        description: The IGPs of the core; others must have no neighbours.
        type: list
        elements: str
        choices: [ospf, isis]
        default: [ospf]
      adjacencies:
        description: Interfaces of the core links, on each of which the IGP has its neighbour.
        type: list
        elements: str
        default: []
      bfd:
        description: Interfaces of the core links on each of which BFD watches the neighbour.
        type: list
        elements: str
        default: []
      neighbours:
        description: Router ids of OSPF's neighbours, and of no other.
        type: list
        elements: str
        required: true
      ldp_neighbours:
        description: Router ids of LDP's neighbours, and of no other.
        type: list
        elements: str
        required: true
      loopbacks:
        description: Loopbacks of all other routers.
        type: list
        elements: str
        required: true
      bgp_peers:
        description: Addresses of all BGP peers for VPNv4, and of no other.
        type: list
        elements: str
        required: true
      bgp_peers6:
        description: Addresses of all BGP peers for VPNv6, and of no other.
        type: list
        elements: str
        default: []
      repair_paths:
        description:
          - Whether to say how many repair paths (TI-LFA) FRRouting has computed, and how many of
            them the kernel has; no number of them is wrong.
        type: bool
        default: false
      label_interfaces:
        description: Interfaces that accept labels; all others must not.
        type: list
        elements: str
        required: true
      static_routes:
        description:
          - Label routes that must be in the kernel, as M(linuxnet.mpls.mpls_route) takes them.
        type: list
        elements: dict
        default: []
        suboptions:
          label:
            description: Label of incoming packets.
            type: int
          prefix:
            description: Prefix of packets that get O(expect.static_routes[].out_labels).
            type: str
          table:
            description: Routing table of O(expect.static_routes[].prefix).
            type: int
          interface:
            description: Interface that the packets leave by, or a VRF.
            type: str
            required: true
          via:
            description: Address of the next hop.
            type: str
          out_labels:
            description: Labels that the packet leaves with, top first.
            type: list
            elements: int
            default: []
      edge_protection:
        description:
          - Edge protection, as M(linuxnet.mpls.mpls_filter) takes it.
          - Not asked about where it is not given.
        type: dict
      repair:
        description:
          - Whether the router must repair itself, as M(linuxnet.mpls.router_repair) has it do.
          - What it has repaired since the boot is a warning.
        type: bool
        default: false
      ospf_limit:
        description:
          - The limits of what customers tell by OSPF, as M(linuxnet.mpls.ospf_limit) takes them.
          - Not asked about where it is not given.
        type: dict
      vrfs:
        description: The VRFs of the router.
        type: list
        elements: dict
        required: true
        suboptions:
          name:
            description: Name of the VRF device.
            type: str
            required: true
          table:
            description: Its routing table.
            type: int
            required: true
          members:
            description: The interfaces that it must have.
            type: list
            elements: str
            required: true
          remote_prefixes:
            description: Prefixes that must arrive over the VPN.
            type: list
            elements: str
            required: true
          local_prefixes:
            description: Prefixes that must come of other VRFs of the router.
            type: list
            elements: str
            default: []
          own_prefixes:
            description:
              - Prefixes of the VRF's own sites, where those of all that it reaches are known. There
                must be no route to another prefix.
              - Not asked about where it is not given.
            type: list
            elements: str
          static_prefixes:
            description: Prefixes that static routes lead to customers' routers for.
            type: list
            elements: str
            default: []
          ce_sessions:
            description: Sessions with customers' routers.
            type: list
            elements: dict
            default: []
            suboptions:
              protocol:
                description: The protocol of the session.
                type: str
                choices: [bgp, ospf]
                required: true
              vrf:
                description: The VRF that the session is in.
                type: str
                required: true
              interface:
                description: The customer's port.
                type: str
                required: true
              family:
                description: The family of the routes.
                type: str
                choices: [ipv4, ipv6]
                required: true
              ce_address:
                description: The address of the customer's router; OSPF finds it itself.
                type: str
              asn:
                description:
                  - The AS number of the customer's router with BGP.
                  - Where it is given, no other customer's router with the same number may be the
                    first in the path of what it receives, which it would take for a loop.
                type: int
              advertised:
                description: Prefixes that the customer's router must receive by BGP.
                type: list
                elements: str
                default: []
  timeout:
    description: Seconds to wait for everything to hold, 0 or more; 0 asks once.
    type: int
    default: 120
extends_documentation_fragment:
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
  description: Each check, whether it holds, and the reason when it does not.
  returned: always
  type: list
  elements: dict
  sample:
    - name: ospf neighbour 10.0.0.2
      passed: false
      reason: "state is ExStart/-: expected Full"
state:
  description:
    - What M(linuxnet.mpls.router_info) returns, packed for M(linuxnet.mpls.fabric_report).
  returned: success
  type: str
  sample: eNqrVkrOT0lVsqpWKi5JLEktVrJSMKjlAgBTPQc1
"""

import time

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import State
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._pack import pack_state
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._checks import (
    Check,
    Expectation,
    check_router,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._read import read_router
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repairs import (
    explain_repaired,
)

PAUSE_SECONDS = 2


def run_checks(expectation: Expectation, timeout: int) -> tuple[list[Check], State, list[str]]:
    deadline = time.monotonic() + timeout
    before: list[Check] = []
    while True:
        state, seen = read_router(expectation)
        checks = check_router(expectation, seen)
        failed = [check for check in checks if not check.passed]
        lasts = failed == before and all(check.lasts for check in failed)
        if not failed or lasts or time.monotonic() >= deadline:
            return checks, state, explain_repaired(seen.repairs)
        before = failed
        time.sleep(PAUSE_SECONDS)


def main() -> None:
    addresses = {"type": "list", "elements": "str", "required": True}
    session = {
        "protocol": {"type": "str", "choices": ["bgp", "ospf"], "required": True},
        "vrf": {"type": "str", "required": True},
        "interface": {"type": "str", "required": True},
        "family": {"type": "str", "choices": ["ipv4", "ipv6"], "required": True},
        "ce_address": {"type": "str"},
        "asn": {"type": "int"},
        "advertised": {"type": "list", "elements": "str", "default": []},
    }
    vrf = {
        "name": {"type": "str", "required": True},
        "table": {"type": "int", "required": True},
        "members": addresses,
        "remote_prefixes": addresses,
        "local_prefixes": {"type": "list", "elements": "str", "default": []},
        "own_prefixes": {"type": "list", "elements": "str"},
        "static_prefixes": {"type": "list", "elements": "str", "default": []},
        "ce_sessions": {"type": "list", "elements": "dict", "default": [], "options": session},
    }
    route = {
        "label": {"type": "int"},
        "prefix": {"type": "str"},
        "table": {"type": "int"},
        "interface": {"type": "str", "required": True},
        "via": {"type": "str"},
        "out_labels": {"type": "list", "elements": "int", "default": []},
    }
    expect = {
        "routing": {"type": "str", "choices": ["frr", "static"], "default": "frr"},
        "igps": {
            "type": "list",
            "elements": "str",
            "choices": ["ospf", "isis"],
            "default": ["ospf"],
        },
        "adjacencies": {"type": "list", "elements": "str", "default": []},
        "bfd": {"type": "list", "elements": "str", "default": []},
        "neighbours": addresses,
        "ldp_neighbours": addresses,
        "loopbacks": addresses,
        "bgp_peers": addresses,
        "bgp_peers6": {"type": "list", "elements": "str", "default": []},
        "repair_paths": {"type": "bool", "default": False},
        "label_interfaces": addresses,
        "static_routes": {"type": "list", "elements": "dict", "default": [], "options": route},
        "edge_protection": {"type": "dict"},
        "repair": {"type": "bool", "default": False},
        "ospf_limit": {"type": "dict"},
        "vrfs": {"type": "list", "elements": "dict", "required": True, "options": vrf},
    }
    module = AnsibleModule(
        argument_spec={
            "expect": {"type": "dict", "required": True, "options": expect},
            "timeout": {"type": "int", "default": 120},
        },
        supports_check_mode=True,
    )
    try:
        checks, state, warnings = run_checks(
            Expectation.from_mapping(module.params["expect"]), module.params["timeout"]
        )
    except MplsError as error:
        module.fail_json(msg=str(error))
    for words in warnings:
        module.warn(words)
    answers = [check.as_result() for check in checks]
    module.exit_json(changed=False, checks=answers, state=pack_state(state))


if __name__ == "__main__":
    main()
