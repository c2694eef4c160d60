#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Make a Linux kernel a label switching router."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mpls_sysctl
short_description: Make a Linux kernel a label switching router
version_added: "0.1.0"
description:
  - Loads the kernel modules for MPLS and VRFs, sizes the label table, and says which interfaces
    take labelled packets.
  - Writes the same for the next boot, to C(/etc/modules-load.d/90-linuxnet-mpls.conf) and
    C(/etc/sysctl.d/90-linuxnet-mpls.conf), and a udev rule that applies the keys of an interface
    which appears after the boot.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
  - linuxnet.mpls.attributes.states
options:
  state:
    description:
      - V(present) makes the kernel as the other options say.
      - V(absent) closes the named interfaces for labelled packets and removes the files. Modules
        stay loaded, and the label table keeps its size until the next boot.
    type: str
    choices: [present, absent]
    default: present
  kernel_modules:
    description: Kernel modules that are loaded, now and at boot.
    type: list
    elements: str
    default: [mpls_router, mpls_iptunnel, mpls_gso, vrf]
  platform_labels:
    description:
      - Size of the label table, C(net.mpls.platform_labels); labels from 16 to one less than this
        number can be used. 16 to 1048575 (RFC 3032, section 2.1; C(net/mpls/af_mpls.c)).
      - An entry takes 8 bytes of kernel memory.
    type: int
    default: 100000
  allow_resize:
    description:
      - Whether a label table that has a size already may get another one. Resizing races with
        packets that are being forwarded (CVE-2026-43042), so it is refused otherwise.
    type: bool
    default: false
  ip_ttl_propagate:
    description:
      - Whether the TTL of an IP packet is copied to the label that is pushed, and back (RFC 3443,
        uniform model). V(false) hides the core from the traceroute of customers (pipe model).
    type: bool
    default: true
  default_ttl:
    description: TTL of a pushed label where the TTL is not copied. 1 to 255.
    type: int
    default: 255
  interfaces:
    description:
      - Interfaces that take labelled packets, C(net.mpls.conf.<interface>.input) is 1, without
        reverse path filter.
      - One that does not exist yet is written to the files only, and opened when it appears.
    type: list
    elements: str
    default: []
  closed_interfaces:
    description:
      - Interfaces that must not take labelled packets, such as those to customers. The kernel's
        default is the same, but FRR or a person may have opened them.
    type: list
    elements: str
    default: []
  unfiltered_interfaces:
    description:
      - Interfaces that take packets from sources to which no route leads back, such as the port
        where a hub's router sends to the spokes of its VPN.
    type: list
    elements: str
    default: []
  short_queue_interfaces:
    description:
      - Interfaces at which little waits for a neighbour that is not found yet, 16384 bytes of
        kernel memory for each in place of 212992,
        C(net.ipv4.neigh.<interface>.unres_qlen_bytes) and the same of IPv6. Such as those to
        customers, where a scan of a subnet would take the memory for as many as the subnet has.
    type: list
    elements: str
    default: []
  purge:
    description:
      - Whether every other interface is closed for labelled packets, but for tunnels of
        M(linuxnet.mpls.mpls_tunnel).
    type: bool
    default: false
  ipv4_forwarding:
    description: Whether the router forwards IPv4, C(net.ipv4.ip_forward).
    type: bool
    default: true
  ipv6_forwarding:
    description:
      - Whether the router forwards IPv6, C(net.ipv6.conf.all.forwarding). The kernel of a
        router ignores router advertisements unless an interface has C(accept_ra=2).
    type: bool
    default: true
  tcp_l3mdev_accept:
    description:
      - Whether a TCP service that is bound to no VRF takes connections from every VRF,
        C(net.ipv4.tcp_l3mdev_accept) (C(Documentation/networking/vrf.rst)). V(true) opens ssh and
        the rest of the router's services to customers. FRR opens sockets in VRFs itself.
    type: bool
    default: false
  udp_l3mdev_accept:
    description: The same for UDP, C(net.ipv4.udp_l3mdev_accept).
    type: bool
    default: false
  raw_l3mdev_accept:
    description:
      - The same for raw sockets, such as those of OSPF, C(net.ipv4.raw_l3mdev_accept). V(true) is
        the kernel's default.
    type: bool
    default: true
  ipv4_neighbours:
    description:
      - How many IPv4 neighbours the router may have in all its VRFs together, 512 to 1073741823,
        C(net.ipv4.neigh.default.gc_thresh2). C(gc_thresh3), beyond which no neighbour is found any
        more, is twice as much, and C(gc_thresh1) is 128. Without it all three are left alone.
      - An entry takes about half a kilobyte of kernel memory.
    type: int
  ipv6_neighbours:
    description:
      - The same for IPv6, C(net.ipv6.neigh.default.gc_thresh2). The groups in which neighbours are
        asked for are entries as well.
    type: int
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
notes:
  - M(linuxnet.mpls.mpls_tunnel) opens and closes its tunnels itself. O(purge) leaves them alone,
    and one in O(interfaces) or O(closed_interfaces) for which it says the opposite is refused.
  - C(rp_filter) is switched off for C(all), C(lo), O(interfaces) and O(unfiltered_interfaces), as
    the kernel takes the larger of the values of C(all) and an interface. Other interfaces keep
    their own value.
  - FRR has a say too. FRR 8.4 turns C(input=1) into C(mpls enable) in its own configuration, and
    C(no mpls enable) closes the port. FRR 10.3 shows only what was configured, and there
    C(no mpls enable) leaves the port open. Name the same interfaces in O(interfaces) and with
    C(mpls enable) in C(frr.conf), as the role C(mpls_frr) does. Both releases keep to that, and
    this module is the one that closes a port.
"""

EXAMPLES = r"""
- name: A core router with two core ports
  linuxnet.mpls.mpls_sysctl:
    interfaces: [eth1, eth2]
    purge: true

- name: A provider edge router that hides the core from its customers
  linuxnet.mpls.mpls_sysctl:
    platform_labels: 100000
    ip_ttl_propagate: false
    ipv4_neighbours: 4096
    ipv6_neighbours: 8192
    interfaces:
      - eth1
    closed_interfaces:
      - eth2
      - eth3.100

- name: No label switching router any more
  linuxnet.mpls.mpls_sysctl:
    state: absent
    interfaces: [eth1, eth2]
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create mpls_router
    - change net/mpls/platform_labels
    - create /etc/sysctl.d/90-linuxnet-mpls.conf
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._options import ARGUMENT_SPEC
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._task import build_resources


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
