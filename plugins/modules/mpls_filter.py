#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Keep customers from the core and from the router itself."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mpls_filter
short_description: Keep customers from the core and from the router itself
version_added: "0.1.0"
description:
  - Drops and counts what customers must not send to a provider edge router, which are labelled
    frames, packets with a source that is not theirs, what is meant for the router itself and
    belongs to no session, and what would give a port more neighbours than it may have.
  - The rules are in two tables of nftables, C(inet linuxnet_mpls_filter) and
    C(netdev linuxnet_mpls_filter); no other is touched. The service
    C(linuxnet-mpls-filter.service) loads them from C(/etc/linuxnet-mpls/filter.nft) and
    C(/etc/linuxnet-mpls/filter.devices) at boot, again after C(nftables.service), which flushes
    them, and again when a port of O(label_ports) or O(neighbours) appears.
  - What comes in by an interface that no option names is never touched, such as that of the
    management network.
  - A table that was flushed, or in which somebody added, removed or replaced a rule, is loaded anew
    by the next run.
  - IS-IS is no IP, and no rule is about it; a port without a circuit takes none of it.
author: linuxnet.mpls contributors (@linuxnet)
requirements:
  - nftables
extends_documentation_fragment:
  - linuxnet.mpls.attributes
options:
  label_ports:
    description: Ports at which labelled frames are dropped, with a VLAN tag or without.
    type: list
    elements: str
    default: []
  source_ports:
    description:
      - Ports at which a packet is dropped whose source is not reached by the same port, in the
        routing table of its VRF.
    type: list
    elements: str
    default: []
  ports:
    description:
      - Ports at which customers reach the router itself for O(sessions), for neighbour discovery
        and, as far as a limit allows, for ICMP, and for nothing else.
    type: list
    elements: str
    default: []
  vrfs:
    description:
      - Names of the VRF devices of O(ports). What comes to the router by a VRF, also from other
        sites of a customer, is held to the same.
    type: list
    elements: str
    default: []
  sessions:
    description: The sessions with customers' routers.
    type: list
    elements: dict
    default: []
    suboptions:
      protocol:
        description: How the two routers tell each other of routes; V(static) is not at all.
        type: str
        choices: [bgp, ospf, static]
        required: true
      interface:
        description: The customer's port.
        type: str
        required: true
      address:
        description: Address of the customer's router; BGP needs one, OSPF finds it itself.
        type: str
      bfd:
        description: Whether BFD watches the session.
        type: bool
        default: false
  core:
    description:
      - Interfaces of core links. What comes in by them reaches the TCP port of BGP from
        O(bgp_peers) alone, and the ports of LDP from O(ldp_peers) alone; all else is left alone.
    type: list
    elements: str
    default: []
  bgp_peers:
    description: Addresses of the BGP peers of the core.
    type: list
    elements: str
    default: []
  ldp_peers:
    description: Addresses of LDP's neighbours, those of their loopbacks and of their links.
    type: list
    elements: str
    default: []
  neighbours:
    description:
      - Ports that may have so many neighbours and no more, as the kernel has one table of
        neighbours for all VRFs and the core. What would make a further one is dropped and counted,
        which are packets to a host that is not known yet, ARP, and neighbour discovery.
      - The table has to be larger than three times the sum of all O(neighbours[].ipv4), and than
        six times that of all O(neighbours[].ipv6); see M(linuxnet.mpls.mpls_sysctl).
    type: list
    elements: dict
    default: []
    suboptions:
      interface:
        description: The customer's port.
        type: str
        required: true
      ipv4:
        description: How many IPv4 neighbours the port may have, 1 to 131072.
        type: int
        required: true
      ipv6:
        description: The same for IPv6, link-local ones among them.
        type: int
        required: true
      subnet:
        description:
          - The port's IPv4 subnet. Where it has more addresses than O(neighbours[].ipv4), packets
            to it are held to the limit as well. Where it has fewer, only the rest of the limit is
            for addresses outside of it, by which a router may ask, and all of its own pass.
        type: str
      routers:
        description: Addresses of the customer's routers, which always pass.
        type: list
        elements: str
        default: []
  state:
    description:
      - V(present) makes the tables exactly as written; one without a rule is not there.
      - V(absent) removes the tables, their files and the service.
    type: str
    choices: [present, absent]
    default: present
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
"""

EXAMPLES = r"""
- name: A provider edge router with one customer that speaks BGP
  linuxnet.mpls.mpls_filter:
    label_ports: [eth2]
    source_ports: [eth2]
    ports: [eth2]
    vrfs: [customer1]
    sessions:
      - {protocol: bgp, interface: eth2, address: 192.168.1.2, bfd: true}
    core: [eth1]
    bgp_peers: [10.0.0.4]
    ldp_peers: [10.0.0.2, 10.1.0.1]
    neighbours:
      - {interface: eth2, ipv4: 256, ipv6: 1024, subnet: 192.168.1.0/24, routers: [192.168.1.2]}

- name: No walls
  linuxnet.mpls.mpls_filter:
    state: absent
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create /etc/linuxnet-mpls/filter.devices
    - create /etc/linuxnet-mpls/filter.nft
    - create table inet linuxnet_mpls_filter
    - create table netdev linuxnet_mpls_filter
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._task import build_subjects
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import PROTOCOLS
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module

NAMES = {"type": "list", "elements": "str", "default": []}
SESSION = {
    "protocol": {"type": "str", "choices": list(PROTOCOLS), "required": True},
    "interface": {"type": "str", "required": True},
    "address": {"type": "str"},
    "bfd": {"type": "bool", "default": False},
}
NEIGHBOURS = {
    "interface": {"type": "str", "required": True},
    "ipv4": {"type": "int", "required": True},
    "ipv6": {"type": "int", "required": True},
    "subnet": {"type": "str"},
    "routers": NAMES,
}
ARGUMENT_SPEC = {
    "label_ports": NAMES,
    "source_ports": NAMES,
    "ports": NAMES,
    "vrfs": NAMES,
    "sessions": {"type": "list", "elements": "dict", "default": [], "options": SESSION},
    "core": NAMES,
    "bgp_peers": NAMES,
    "ldp_peers": NAMES,
    "neighbours": {"type": "list", "elements": "dict", "default": [], "options": NEIGHBOURS},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_subjects(module.params))


if __name__ == "__main__":
    main()
