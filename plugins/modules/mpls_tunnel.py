#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Manage tunnels that carry labelled packets."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mpls_tunnel
short_description: Manage tunnels that carry labelled packets
version_added: "0.1.0"
description:
  - Creates tunnels between label switching routers that have routers without MPLS between them, by
    GRE (RFC 4023) over IPv4 or IPv6, and over IPv4 by GRE in UDP (RFC 8086) or in UDP alone
    (RFC 7510).
  - The tunnel takes labelled packets as soon as it is there, also at boot.
  - M(linuxnet.mpls.mpls_route) says which packets go through it, with which labels.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
  - linuxnet.mpls.attributes.networkd
  - linuxnet.mpls.attributes.states
options:
  tunnels:
    description: The tunnels; none is named twice, and no two have the same kind, ends and key.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - Name of the device, 1 to 15 characters, but none that the kernel gives to a device of
            its own, such as V(gre0) and V(tunl0).
        type: str
        required: true
      kind:
        description:
          - V(gre) carries IPv4, IPv6 and labelled packets. It takes 24 bytes of each packet over
            IPv4 and 44 over IPv6.
          - V(gre_udp) carries the same, to UDP port 4754. It takes 32 bytes of each packet.
          - V(udp) carries labelled packets and nothing else, to UDP port 6635. It takes 28 bytes of
            each packet.
          - In UDP, the source port is made from the flow, so that routers on the way spread flows
            over their paths.
          - Required with O(state=present). Another kind makes the device anew; what hangs on the
            device is lost for the moment, but for its addresses, its VRF, and the routes of
            M(linuxnet.mpls.mpls_route).
        type: str
        choices: [gre, gre_udp, udp]
      local:
        description:
          - Address of this router that the tunnel starts at, such as that of its loopback. Required
            with O(state=present).
          - It must be IPv4 with V(gre_udp) and V(udp). With V(udp), the kernel's tunnels over IPv6
            would send packets without labels too, and the other end would read them as labels.
        type: str
      remote:
        description:
          - Address of the other end, of the same family as O(tunnels[].local). Required with
            O(state=present).
        type: str
      key:
        description: GRE key, 1 to 4294967295 (RFC 2890); it takes 4 bytes more. None by default.
        type: int
      ttl:
        description: TTL or hop limit of the outer packets, 1 to 255.
        type: int
        default: 64
      mtu:
        description:
          - MTU of the device in bytes; the labels are part of it, but the outer headers are not.
            From 1280 (RFC 8200, section 5) and what O(tunnels[].label_depth) takes, to 65535 less
            the outer headers.
          - By default O(tunnels[].underlay_mtu) less the outer headers. More than that is lost on
            the way, as outer packets are never fragmented.
        type: int
      underlay_mtu:
        description:
          - The smallest MTU on the way to the other end, in bytes. 1500 by default.
        type: int
      label_depth:
        description:
          - How many labels a packet in the tunnel has at most, 1 to 30. Each takes 4 bytes of the
            tunnel's MTU; RV(tunnels[].payload_mtu) is what they leave.
          - It is refused where they leave less than 1280 bytes. Linux sends no message when a
            labelled packet is too big, so let no path into the tunnel have a larger MTU.
        type: int
        default: 2
      addresses:
        description:
          - All addresses of the device, with their prefix lengths. Others leave the device.
          - Left out, they are not looked at, and M(linuxnet.mpls.l3_interface) may have them.
          - A packet to the other end of a tunnel of kind V(udp) needs a label, as from a route of
            M(linuxnet.mpls.mpls_route).
        type: list
        elements: str
      label_input:
        description:
          - Whether the tunnel takes labelled packets. V(true) sets C(net.mpls.conf.<name>.input) to
            1 and switches the reverse path filter of the tunnel off, V(false) sets it to 0.
        type: bool
        default: true
  state:
    description:
      - V(present) makes each tunnel exactly as written.
      - V(absent) removes the named tunnels, whoever created them; of the other options only the
        names are looked at.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether tunnels that are not named are removed. Only those go that this module created,
        which is to say those with a file of this collection in C(/etc/systemd/network).
    type: bool
    default: false
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
seealso:
  - module: linuxnet.mpls.mpls_tunnel_info
  - module: linuxnet.mpls.mpls_route
  - module: linuxnet.mpls.mpls_sysctl
notes:
  - Run M(linuxnet.mpls.mpls_sysctl) first, which loads MPLS and sizes the label table.
  - This module is the one that opens and closes its tunnels for labelled packets, now and for the
    boot in C(/etc/sysctl.d/90-linuxnet-mpls-tunnels.conf) and a udev rule. Leave them out of the
    interfaces of M(linuxnet.mpls.mpls_sysctl). Its C(purge) does not close them, and each of the
    two refuses to say the opposite of the other.
  - FRR 8.4 shows an open tunnel with C(mpls enable) and closes it when that line is taken away;
    have the line in C(frr.conf), as for other interfaces (see M(linuxnet.mpls.mpls_sysctl)).
  - networkd makes tunnels of kind V(gre) at boot. C(linuxnet-mpls.service) makes those in UDP, from
    C(/etc/linuxnet-mpls/10-tunnels.batch), and networkd gives them MTU and addresses.
  - A device that has the name already is refused, unless it is as desired or of this module.
  - Loading C(ip_gre), C(ip6_gre) or C(ipip) makes the kernel add devices of its own (C(gre0),
    C(tunl0) and others); they are down and do nothing.
  - GRE and the UDP ports 4754 and 6635 are open to all; O(linuxnet.mpls.mpls_filter#module:tunnels)
    takes them from the other ends alone. The other end cannot be told from somebody who forges its
    address, so filter that at the border of the network that the tunnel crosses.
"""

EXAMPLES = r"""
- name: A label switched hop through a network without MPLS
  linuxnet.mpls.mpls_tunnel:
    tunnels:
      - name: gre1
        kind: gre
        local: 10.128.0.2
        remote: 10.128.100.2
        addresses: [10.199.0.1/32]

- name: Traffic to the other end gets label 100, and its answers come with label 101
  linuxnet.mpls.mpls_route:
    routes:
      - {prefix: 10.199.0.2/32, interface: gre1, out_labels: [100]}
      - {label: 101, interface: lo}

- name: The same in UDP, in a core with large packets, and one over IPv6 with a key
  linuxnet.mpls.mpls_tunnel:
    tunnels:
      - {name: udp1, kind: udp, local: 10.0.0.1, remote: 10.0.0.3, underlay_mtu: 9000}
      - name: gre2
        kind: gre
        local: 2001:db8::1
        remote: 2001:db8::3
        key: 7
        label_depth: 4
    purge: true

- name: No tunnel any more
  linuxnet.mpls.mpls_tunnel:
    state: absent
    tunnels:
      - name: gre1
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create ip_gre
    - create /etc/sysctl.d/90-linuxnet-mpls-tunnels.conf
    - create /etc/udev/rules.d/90-linuxnet-mpls-tunnels.rules
    - create gre1
    - create /etc/systemd/network/10-mpls-gre1.netdev
tunnels:
  description: The sizes of the named tunnels.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the tunnel.
      returned: success
      type: str
    kind:
      description: Kind of the tunnel.
      returned: success
      type: str
    mtu:
      description: MTU of the device in bytes, labels included.
      returned: success
      type: int
    payload_mtu:
      description: What is left of it below O(tunnels[].label_depth) labels, in bytes.
      returned: success
      type: int
  sample:
    - {name: gre1, kind: gre, mtu: 1476, payload_mtu: 1468}
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._options import ARGUMENT_SPEC
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._task import build_resources


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
