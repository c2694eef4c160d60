#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read what a Linux kernel does with labels."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mpls_info
short_description: Read what a Linux kernel does with labels
version_added: "0.1.0"
description:
  - Reads kernel modules, the size of the label table, TTL settings, the interfaces that take
    labelled packets, and the kernel's MPLS counters of each interface, in the words of the options
    of M(linuxnet.mpls.mpls_sysctl).
  - Changes nothing. This is I(gathered) of network resource modules.
author: linuxnet.mpls contributors (@linuxnet)
attributes:
  check_mode:
    support: full
    description: Reads only, so a run in C(check_mode) is the same.
options:
  counters:
    description: Whether the counters are read too, with C(ip stats) of iproute2 6.1 or newer.
    type: bool
    default: true
seealso:
  - module: linuxnet.mpls.mpls_sysctl
"""

EXAMPLES = r"""
- name: Read the label table and the counters
  linuxnet.mpls.mpls_info:
  register: found

- name: Read the settings alone
  linuxnet.mpls.mpls_info:
    counters: false
"""

RETURN = r"""
kernel:
  description:
    - The settings, in the words of the options of M(linuxnet.mpls.mpls_sysctl). Those that the
      kernel does not have are none, as those of MPLS where C(mpls_router) is not loaded.
    - C(interfaces) take labelled packets, C(closed_interfaces) are all others.
  returned: success
  type: dict
  sample:
    kernel_modules: [mpls_router, mpls_iptunnel, mpls_gso, vrf]
    platform_labels: 100000
    default_ttl: 255
    ip_ttl_propagate: true
    ipv4_forwarding: true
    ipv6_forwarding: true
    tcp_l3mdev_accept: false
    udp_l3mdev_accept: false
    raw_l3mdev_accept: true
    interfaces: [eth1]
    closed_interfaces: [eth0, eth2, lo]
counters:
  description:
    - Packets with labels by interface, C(rx) and C(tx), counted since the interface exists
      (C(net/mpls/af_mpls.c), C(struct mpls_link_stats)).
    - C(packets) and C(bytes) are forwarded ones. C(dropped) on C(rx) counts packets on an interface
      that takes none, C(noroute) those with a label that has no route, C(errors) those that were
      malformed or out of TTL.
  returned: when O(counters=true)
  type: dict
  sample:
    eth1:
      rx: {packets: 12, bytes: 1104, errors: 0, dropped: 0, noroute: 0}
      tx: {packets: 12, bytes: 1104, errors: 0, dropped: 0}
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._info import (
    read_counters,
    read_kernel,
)


def main() -> None:
    module = AnsibleModule(
        argument_spec={"counters": {"type": "bool", "default": True}}, supports_check_mode=True
    )
    try:
        results = {"kernel": read_kernel()}
        if module.params["counters"]:
            results["counters"] = read_counters()
    except MplsError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, **results)


if __name__ == "__main__":
    main()
