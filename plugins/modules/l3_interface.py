#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Manage the addresses and MTU of interfaces."""

from __future__ import annotations

DOCUMENTATION = r"""
module: l3_interface
short_description: Manage the addresses and MTU of interfaces
version_added: "0.1.0"
description:
  - Gives each named interface exactly the listed addresses, sets its MTU, and brings it up, with
    what it stands on, such as the parent of a VLAN.
  - Writes the same for systemd-networkd to C(/etc/systemd/network), so that it is there at boot.
  - Interfaces that are not named are never touched.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
  - linuxnet.mpls.attributes.networkd
  - linuxnet.mpls.attributes.states
options:
  interfaces:
    description: The interfaces; they must exist, and none is named twice.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the interface. V(lo) is allowed.
        type: str
        required: true
      addresses:
        description:
          - All addresses that the interface shall have, with their prefix lengths and as addresses
            of a host. Other static addresses are removed. Link-local and loopback addresses, and
            those with a lifetime (DHCP, SLAAC), are left alone.
          - Required with O(state=present); V([]) is an interface without addresses.
          - With O(state=absent), these are removed beside those that this module wrote.
        type: list
        elements: str
      mtu:
        description:
          - Largest packet in bytes, without the Ethernet header, 1280 (RFC 8200, section 5) to
            65535.
          - Left alone where it is not given. Linux sends no message when a labelled packet is too
            big, so give core ports 4 bytes for each label more than what customers may send.
        type: int
  state:
    description:
      - V(present) makes each interface as written.
      - V(absent) removes the addresses and the files; MTU and state of the interface stay.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether interfaces that are not named lose the addresses that this module wrote to its
        files, and the files.
    type: bool
    default: false
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
"""

EXAMPLES = r"""
- name: Loopback and core ports of a router
  linuxnet.mpls.l3_interface:
    interfaces:
      - name: lo
        addresses: [10.0.0.1/32, "2001:db8::1/128"]
      - name: eth1
        addresses:
          - 10.1.0.0/31
        mtu: 9000

- name: The port is free again
  linuxnet.mpls.l3_interface:
    state: absent
    interfaces:
      - name: eth1
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - change eth1
    - create /etc/systemd/network/10-mpls-eth1.network
    - create /etc/systemd/network/10-mpls-eth1.network.d/address.conf
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._options import ARGUMENT_SPEC
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._task import build_resources
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
