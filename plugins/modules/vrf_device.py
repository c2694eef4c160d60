#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Manage VRF devices and their members."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vrf_device
short_description: Manage VRF devices and their members
version_added: "0.1.0"
description:
  - Creates VRF devices (C(Documentation/networking/vrf.rst)), brings them up, and moves interfaces
    into them; the addresses of a moved interface are kept.
  - Each VRF gets an unreachable default route for IPv4 and IPv6 with metric 4278198272. Without it,
    a packet with no route in the VRF would leave by the routes of the main table.
  - Writes files for systemd-networkd to C(/etc/systemd/network) for the next boot.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
  - linuxnet.mpls.attributes.networkd
  - linuxnet.mpls.attributes.states
options:
  vrfs:
    description: The VRFs; none is named twice.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the VRF and of its device, 1 to 15 characters.
        type: str
        required: true
      table:
        description:
          - Routing table of the VRF, 1 to 4294967295, but not 253 to 255, which the kernel uses.
          - Required with O(state=present). It cannot be changed while the VRF exists.
        type: int
      members:
        description:
          - Interfaces in this VRF; they must exist. All others leave the VRF.
          - With O(state=absent) this is not looked at.
        type: list
        elements: str
        default: []
      addresses:
        description:
          - Addresses of the VRF's own, with prefix length, such as C(10.255.0.1/32); they are given
            to the VRF device, which is the loopback of its VRF. All others leave the device.
          - Left out, the addresses of the device are not looked at.
        type: list
        elements: str
  state:
    description:
      - V(present) makes each VRF exactly as written.
      - V(absent) releases the members and removes the VRF, whoever created it.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether VRFs that are not named are removed. Only those go that this module created, which
        is to say those with a file of this collection in C(/etc/systemd/network).
    type: bool
    default: false
  allow_in_use:
    description:
      - Whether a VRF may be removed for which FRR has something configured, an instance of a
        routing protocol or static routes. It is refused otherwise, and also where FRR runs and does
        not say what it has.
      - For a play that takes it out of FRR's configuration as well.
    type: bool
    default: false
  open_ports:
    description:
      - Interfaces that keep their addresses when they leave their VRF and come into no other.
      - Where this is given, all others are closed then, before they leave. They lose their
        addresses and the file of M(linuxnet.mpls.l3_interface) for them, and are taken down.
        Otherwise such a customer would be in the main table, beside the core.
      - Left out, all keep their addresses.
    type: list
    elements: str
  local_rule:
    description:
      - Where the router looks for its own addresses, for IPv4 and IPv6; this is one rule for the
        whole router, also with O(state=absent).
      - V(behind_vrfs) puts the rule at priority 32765, behind the rule of VRFs at 1000. A packet
        in a VRF then reaches only addresses that this VRF has.
      - V(first) is the kernel's own place, priority 0. There, a packet that arrives with the label
        of a VRF is delivered to any address of the router, those of the core and of the management
        too (C(net/ipv4/fib_rules.c)).
      - Left out, the rule stays where it is.
      - A new rule is there before the old one goes, and a unit for systemd does the same at boot.
    type: str
    choices: [behind_vrfs, first]
  strict_mode:
    description:
      - Whether the kernel makes sure that no two VRFs have one table, C(net.vrf.strict_mode)
        (C(drivers/net/vrf.c)); this is one switch for the whole router. SRv6 needs it.
      - Left out, the switch stays as it is.
    type: bool
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
seealso:
  - module: linuxnet.mpls.vrf_device_info
notes:
  - Moving an interface takes it down and up for a moment. From a VRF that goes to another one it is
    down all the way.
  - Interfaces that no list of members names are left alone, unless they are in a named VRF.
  - The kernel adds the rule that makes VRFs work with the first VRF and never again. Where it got
    lost, it is added again, as all traffic of the VRFs would stop otherwise.
"""

EXAMPLES = r"""
- name: Two customers on one provider edge router
  linuxnet.mpls.vrf_device:
    vrfs:
      - name: customer1
        table: 100
        members: [eth2]
        addresses: [10.255.0.1/32, "2001:db8:ffff::1/128"]
      - name: customer2
        table: 200
        members:
          - eth3
          - eth4.200
    purge: true
    local_rule: behind_vrfs

- name: A customer left
  linuxnet.mpls.vrf_device:
    state: absent
    vrfs:
      - name: customer2
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create customer1
    - create /etc/systemd/network/10-mpls-customer1.netdev
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._options import ARGUMENT_SPEC
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._task import build_resources


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
