#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Keep customers from the core, and strangers from the router itself."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mpls_filter
short_description: Keep customers from the core, and strangers from the router itself
version_added: "0.1.0"
description:
  - Drops and counts what customers must not send to a provider edge router, which are labelled
    frames, packets with a source that is not theirs, what is meant for the router itself and
    belongs to no session, and what would give a port more neighbours than it may have.
  - Drops and counts, on any router with tunnels, what carries tunnels and comes from others than
    their other ends.
  - The rules are in two tables of nftables, C(inet linuxnet_mpls_filter) and
    C(netdev linuxnet_mpls_filter); no other is touched. The service
    C(linuxnet-mpls-filter.service) loads them from C(/etc/linuxnet-mpls/filter.nft) and
    C(/etc/linuxnet-mpls/filter.devices) at boot, again after C(nftables.service), which flushes
    them, and again when a port of O(label_ports) or O(neighbours) appears.
  - C(nft) reads the rules before anything is changed, and a load that the kernel refuses leaves the
    files and rules from before. Where no rules can be loaded at boot, the ports of O(label_ports),
    O(source_ports), O(parent_ports), O(ports) and O(neighbours) stay down until they are.
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
    description:
      - Ports at which labelled frames are dropped, with a VLAN tag or without, and frames with a
        second tag behind a priority tag.
    type: list
    elements: str
    default: []
  parent_ports:
    description:
      - Ports whose wire nobody else uses. An interface that shares it takes in no IP, no ARP and no
        labels for itself, which are dropped and counted; IPv6 and the forwarding of IPv4 are off
        there, at boot too. Such are the parent of a VLAN, the members of a bond or a bridge, and
        what is stacked upon a port.
      - What is no IP goes on, such as LACP and LLDP, and so does what has the tag of a VLAN.
      - One that has addresses or routes is refused, so that no router is cut off.
    type: list
    elements: str
    default: []
  other_interfaces:
    description: Interfaces that are left alone though they share the wire of O(parent_ports).
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
  tunnels:
    description:
      - The tunnels of the router, by whatever interface their packets come. GRE to one of the
        O(tunnels[].local) of tunnels of kind V(gre), and the UDP ports of the other kinds at every
        address, are taken from a tunnel's other end alone.
      - A router that has tunnels of other makers from the same address needs them here too.
    type: list
    elements: dict
    default: []
    suboptions:
      kind:
        description: Kind of the tunnel, as M(linuxnet.mpls.mpls_tunnel) has it.
        type: str
        choices: [gre, gre_udp, udp]
        required: true
      local:
        description: Address of this router that the tunnel starts at.
        type: str
        required: true
      remote:
        description: Address of the other end.
        type: str
        required: true
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
    label_ports: [eth2.100]
    source_ports: [eth2.100]
    parent_ports: [eth2.100]
    ports: [eth2.100]
    vrfs: [customer1]
    sessions:
      - {protocol: bgp, interface: eth2.100, address: 192.168.1.2, bfd: true}
    core: [eth1]
    bgp_peers: [10.0.0.4]
    ldp_peers: [10.0.0.2, 10.1.0.1]
    neighbours:
      - {interface: eth2, ipv4: 256, ipv6: 1024, subnet: 192.168.1.0/24, routers: [192.168.1.2]}

- name: A P router with a tunnel, which takes GRE from its other end alone
  linuxnet.mpls.mpls_filter:
    tunnels:
      - {kind: gre, local: 192.0.2.2, remote: 198.51.100.4}

- name: No edge protection
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

from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._options import ARGUMENT_SPEC
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._task import build_resources
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
