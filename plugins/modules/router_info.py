#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read what a router has."""

from __future__ import annotations

DOCUMENTATION = r"""
module: router_info
short_description: Read what a router has, the kernel's tables and FRRouting's
version_added: "0.1.0"
description:
  - Reads interfaces, rules of routing, routes of all tables, the label table and the counters of
    labelled packets from the kernel with C(ip), and the labels and routes that FRRouting has chosen
    with C(vtysh).
  - Every program has a time limit. What gives no answer is empty, and named in RV(state.unread).
  - Changes nothing.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
options:
  frr:
    description: Whether FRRouting is asked.
    type: bool
    default: true
  sessions:
    description:
      - Whether the sessions of BGP, LDP, OSPF and IS-IS are read too, those with customers' routers
        among them, and what edge protection has dropped.
    type: bool
    default: false
attributes:
  check_mode: {}
  diff_mode:
    support: none
    description: There is no difference to show, as nothing is changed.
  idempotent: {}
seealso:
  - module: linuxnet.mpls.router_verify
notes:
  - In the words of network resource modules, this is the state I(gathered).
"""

EXAMPLES = r"""
- name: Read what the router has
  linuxnet.mpls.router_info:
  register: router

- name: Show where the label 16 leads
  ansible.builtin.debug:
    var: router.state.labels['16'].hops
"""

RETURN = r"""
state:
  description: All that was read.
  returned: success
  type: dict
  contains:
    schema:
      description: The version of this form; it grows when a key changes its meaning or goes.
      returned: success
      type: int
      sample: 1
    time:
      description: When it was read, in seconds since 1970.
      returned: success
      type: float
      sample: 1796000000.5
    boot:
      description: When the router booted, in seconds since 1970.
      returned: success
      type: float
      sample: 1795900000.5
    release:
      description: The name of Debian's release.
      returned: success
      type: str
      sample: bookworm
    kernel:
      description: The release of the kernel.
      returned: success
      type: str
      sample: 6.1.0-42-amd64
    platform_labels:
      description: How many labels the kernel's label table has.
      returned: success
      type: int
      sample: 100000
    links:
      description:
        - Each interface by its name, with its MTU in octets, the VRF or bridge that it is in as
          C(master), whether it takes labelled packets, the families (4, 6) of which it forwards
          packets, and its counters of labelled packets. C(table) is that of a VRF, else 0.
      returned: success
      type: dict
      sample:
        eth2:
          index: 4
          kind: ""
          up: true
          carrier: true
          mtu: 1500
          master: customer1
          table: 0
          addresses: [192.168.1.1/24]
          takes_labels: false
          forwards: [4, 6]
          mpls: {received: 0, sent: 0, dropped: 0, no_route: 0}
    rules:
      description:
        - The rules of routing in their order. Table 0 stands for that of the VRF of a packet;
          C(has_selector) is true where a rule does not hold for all packets.
      returned: success
      type: list
      elements: dict
      sample:
        - {family: 4, priority: 1000, table: 0, has_selector: false}
    routes:
      description:
        - Routes by table, without those to link-local addresses. C(protocol) is the number of
          who made it (RTPROT of rtnetlink), C(labels) are those that a packet gets, top first.
      returned: success
      type: dict
      sample:
        "100":
          - prefix: 192.168.2.0/24
            kind: unicast
            protocol: 186
            metric: 20
            hops:
              - {interface: eth1, via: 10.1.0.1, labels: [17, 80], dead: false}
    labels:
      description: The label table; a hop without labels is one that takes the label away.
      returned: success
      type: dict
      sample:
        "16":
          protocol: 193
          hops:
            - {interface: eth1, via: 10.1.0.1, labels: [], dead: false}
    frr:
      description:
        - The version of FRRouting, its labels with the protocols that they are of, and the routes
          that it has chosen by table. Nothing where it was not asked.
      returned: success
      type: dict
      sample:
        version: 10.3
        labels:
          "16":
            protocol: LDP
            hops:
              - {interface: eth1, via: 10.1.0.1, labels: [], dead: false}
        routes:
          "100":
            - prefix: 192.168.2.0/24
              protocol: bgp
              hops:
                - {interface: eth1, via: 10.1.0.1, labels: [17, 80], dead: false}
    unread:
      description: What gave no answer, with the reason.
      returned: success
      type: dict
      sample: {"frr daemon bgpd": "bgpd does not answer, as its process 812 is stopped"}
sessions:
  description:
    - Each session, with the seconds since it came up and the prefixes received and sent, where
      FRRouting says them. C(vrf) is empty for those of the core; of OSPF and IS-IS C(peer) is the
      interface.
  returned: when O(sessions) is true
  type: list
  elements: dict
  sample:
    - protocol: bgp vpnv4
      vrf: ""
      peer: 10.0.0.4
      state: Established
      seconds: 7213
      received: 12
      sent: 6
drops:
  description: Packets that each counter of edge protection has seen since the boot.
  returned: when O(sessions) is true
  type: dict
  sample: {"control plane": 14}
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._drops import read_drops
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._frr import Frr
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._read import Reading
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._sessions import list_sessions

ARGUMENT_SPEC = {
    "frr": {"type": "bool", "default": True},
    "sessions": {"type": "bool", "default": False},
}


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    frr = Frr() if module.params["frr"] else None
    state = Reading().read(frr)
    results: dict[str, Any] = {"state": state}
    if module.params["sessions"]:
        vrfs = sorted(name for name, link in state["links"].items() if link["table"])
        results["sessions"] = list_sessions(frr.show_all, vrfs) if frr else []
        state["unread"].update(frr.problems if frr else {})
        try:
            results["drops"] = read_drops()
        except MplsError as error:
            state["unread"]["drops"] = str(error)
    module.exit_json(changed=False, **results)


if __name__ == "__main__":
    main()
