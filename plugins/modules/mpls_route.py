#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Manage static label routes."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mpls_route
short_description: Manage static label routes
version_added: "0.1.0"
description:
  - Manages what the kernel does with labelled packets (the incoming label map of RFC 3031,
    section 3.11), and which IP packets get labels (section 3.12).
  - All routes of a router go in one task, ten thousand as well as one.
  - The routes are there again after a reboot, and after their interface was away or down.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
  - linuxnet.mpls.attributes.states
options:
  routes:
    description:
      - The routes; each names either a label or a prefix, and none is there twice.
      - A route with one next hop has O(routes[].interface), O(routes[].via), O(routes[].out_labels)
        and O(routes[].ttl) itself; one with several has them in O(routes[].nexthops).
    type: list
    elements: dict
    required: true
    suboptions:
      label:
        description:
          - Label of incoming packets, 16 to 1048575 (RFC 3032, section 2.1), and less than
            C(net.mpls.platform_labels) of the router.
        type: int
      prefix:
        description: IPv4 or IPv6 prefix of packets that get labels.
        type: str
      table:
        description:
          - Routing table of O(routes[].prefix), 1 to 4294967295; 254 (main) by default.
          - Labels are in the main table only.
        type: int
      interface:
        description:
          - Interface that the packets leave by. Required with O(state=present), here or in each of
            O(routes[].nexthops).
          - Without O(routes[].via) the packet goes to the device itself. A VRF takes the label off
            and looks the packet up in its table, C(lo) does so in the main table, and a tunnel
            sends it to its other end.
        type: str
      via:
        description:
          - IPv4 or IPv6 address of the next hop on O(routes[].interface).
          - It need not be of the prefix's family. An IPv4 prefix may have an IPv6 next hop (as
            RFC 8950 distributes them), and an IPv6 prefix an IPv4 one (RFC 4798).
        type: str
      out_labels:
        description:
          - Labels that the packet leaves with in place of O(routes[].label), top first, at most 30
            (C(MAX_NEW_LABELS) of the kernel). One label swaps; more swap and push.
          - Each is 0 to 1048575. V(0) and V(2) are explicit null for IPv4 and IPv6. V(3), implicit
            null, is never sent (RFC 3032, section 2.1), and C([3]) is the same as no label.
          - None takes the label off (penultimate hop pop). A prefix needs one at least.
        type: list
        elements: int
      ttl:
        description:
          - TTL of the labels that O(routes[].prefix) pushes, 1 to 255.
          - By default that of the packet, or C(net.mpls.default_ttl) where
            C(net.mpls.ip_ttl_propagate) is 0.
        type: int
      nexthops:
        description:
          - Several next hops; flows are spread over them evenly, as the kernel knows no weights
            for labels. Their order does not matter.
          - Next hops and labels of one O(routes[].label) share 4096 bytes in the kernel, which is
            room for about 100 next hops with one label each.
        type: list
        elements: dict
        suboptions:
          interface:
            description: As O(routes[].interface).
            type: str
            required: true
          via:
            description: As O(routes[].via).
            type: str
          out_labels:
            description: As O(routes[].out_labels).
            type: list
            elements: int
          ttl:
            description: As O(routes[].ttl).
            type: int
      ttl_propagate:
        description:
          - Whether the TTL of O(routes[].label) is copied to the packet below when the last label
            is taken off. By default C(net.mpls.ip_ttl_propagate) decides.
        type: bool
      source:
        description:
          - Source address of packets from the router itself to O(routes[].prefix), where a program
            chooses none (C(src) of C(ip route)). By default it is one of the interface that they
            leave by. Packets of others keep theirs.
          - An address of the prefix's family that an interface of this router has. For an IPv4
            route in the table of a VRF, that interface is in the VRF or in none; for an IPv6 route,
            it is in the VRF that O(routes[].interface) is in, or in none as well.
        type: str
  state:
    description:
      - V(present) makes each route as written.
      - V(absent) removes the named routes; their other values are not looked at.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether routes of this module that are not named are removed, and forgotten for the next
        boot.
      - With O(label_block), label routes outside the block stay. Prefixes have no incoming label;
        they are purged with a block as without.
    type: bool
    default: false
  label_block:
    description:
      - The incoming labels that this task may use; a route with another one is refused.
      - Keep it apart from the labels that FRR gives out (C(mpls label dynamic-block) there).
    type: dict
    suboptions:
      first:
        description: First label of the block, 16 to 1048575.
        type: int
        required: true
      last:
        description: Last label of the block, O(label_block.first) to 1048575.
        type: int
        required: true
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
requirements:
  - pyroute2 >= 0.7.2 (python3-pyroute2)
seealso:
  - module: linuxnet.mpls.mpls_route_info
  - module: linuxnet.mpls.mpls_sysctl
notes:
  - The routes carry protocol number 130, which C(ip route) shows as C(linuxnet-mpls) by
    C(/etc/iproute2/rt_protos.d/linuxnet-mpls.conf). A label or prefix that has a route of another
    protocol (FRR's, or one added by hand) is refused, never replaced or deleted.
  - The routes are also kept in C(/etc/linuxnet-mpls/50-routes.mpls.batch) and
    C(/etc/linuxnet-mpls/50-routes.batch), in the words of C(ip -batch). The service
    C(linuxnet-mpls.service) adds them at boot, and again when their interface appears, goes up or
    gets an address; the kernel drops routes with a prefix when it goes down. What somebody else put
    in their place meanwhile stays.
  - When the address of O(routes[].source) is removed, the kernel drops the IPv4 route, and takes
    the source away from the IPv6 route. The service puts that right when the address appears again,
    on whatever interface.
  - A prefix is refused while its interface is down, as the kernel takes no such route then.
"""

EXAMPLES = r"""
- name: A label switched path through this router, both ways, and one that ends in a VRF
  linuxnet.mpls.mpls_route:
    routes:
      - {label: 50001, via: 10.1.0.3, interface: eth2, out_labels: [50002]}
      - {label: 50011, via: 10.1.0.0, interface: eth1}
      - {label: 50100, interface: customer1}
    purge: true

- name: The entry to a path, with the customer's label below that of the core
  linuxnet.mpls.mpls_route:
    routes:
      - prefix: 192.168.2.0/24
        table: 100
        via: 10.1.0.1
        interface: eth1
        out_labels: [50001, 50100]

- name: Two paths, from a block of labels of our own
  linuxnet.mpls.mpls_route:
    label_block: {first: 100000, last: 199999}
    routes:
      - label: 100001
        nexthops:
          - {via: 10.1.0.3, interface: eth2, out_labels: [100002]}
          - {via: "2001:db8:1::3", interface: eth3, out_labels: [100003]}
      - prefix: 2001:db8:2::/48
        nexthops:
          - {via: 10.1.0.3, interface: eth2, out_labels: [100002, 2], ttl: 64}
          - {via: "fe80::3", interface: eth3, out_labels: [100003, 2], ttl: 64}

- name: A tunnel through which the packet goes with another label, and a hidden hop
  linuxnet.mpls.mpls_route:
    routes:
      - {label: 50101, interface: gre1, out_labels: [101]}
      - {label: 50102, interface: customer1, ttl_propagate: false}

- name: A path on which the router's own packets come from its loopback
  linuxnet.mpls.mpls_route:
    routes:
      - prefix: 10.0.0.3/32
        via: 10.1.0.1
        interface: eth1
        out_labels: [50001]
        source: 10.0.0.1

- name: No such label any more
  linuxnet.mpls.mpls_route:
    state: absent
    routes:
      - label: 50100
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - change /etc/linuxnet-mpls/50-routes.mpls.batch
    - delete label 50100
    - create label 50001
    - create 192.168.2.0/24 table 100
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._options import ARGUMENT_SPEC
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._task import build_resources
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
