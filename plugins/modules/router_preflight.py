#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: router_preflight
short_description: Find out whether a host can be the router that the intent wants
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Checks, before anything is changed, that the kernel has the modules that are needed, that the
    interfaces exist, take their MTU and are configured by nobody else, that no interface is used
    for anything else that O(edge_protection) would close, and that the FRRouting that is
    installed, or would be, is new enough where O(packages) names it.
  - Refuses prefixes of the core that overlap what the router has on other interfaces, its
    management above all, and a run that would take away the address that it came by.
  - Reads only; needs nothing but Python on the router.
options:
  kernel_modules:
    description: Kernel modules that must be loaded, built in or loadable.
    type: list
    elements: str
    default: []
  interfaces:
    description: Interfaces that must exist.
    type: list
    elements: str
    default: []
  configured:
    description:
      - Those of the interfaces that the collection configures. No file of systemd-networkd that is
        not its own may do so, nor ifupdown, netplan or NetworkManager.
    type: list
    elements: str
    default: []
  addresses:
    description:
      - All addresses, with their prefix lengths, that each interface of the core is to have, its
        loopback and tunnels included. Those of O(configured) that are not named here are
        customers' ports, and get into VRFs.
    type: dict
    default: {}
  core:
    description:
      - The prefixes of the core's loopbacks and links, each with the name of its variable.
      - None may overlap an address of an interface that is in neither O(addresses) nor
        O(configured), nor in a VRF, nor have a route by such an interface in it, nor the address
        from which the run reaches the router by one.
      - Needs O(addresses).
    type: dict
    default: {}
  several_next_hops:
    description:
      - Whether labelled packets may have several next hops on this router. A kernel that is known
        to drop those is warned of.
    type: bool
    default: false
  mtus:
    description:
      - The MTU in octets that each of some interfaces is to get. It must be one that the device
        takes, and a VLAN takes what its parent has.
    type: dict
    default: {}
  edge_protection:
    description:
      - Edge protection, as M(linuxnet.mpls.mpls_filter) takes it. What
        shares the wire of a customer's port must have neither addresses nor routes.
    type: dict
    default: {}
  frr_minimum:
    description: The oldest FRRouting that will do, as C(major.minor).
    type: str
    default: "8.4"
  packages:
    description:
      - Debian packages that the router needs; the installed ones are returned with their versions.
    type: list
    elements: str
    default: [frr, python3-pyroute2]
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
- name: Check the router
  linuxnet.mpls.router_preflight:
    kernel_modules: [mpls_router, mpls_iptunnel, vrf]
    interfaces: [eth1, eth2]
    configured: [eth1, eth2]
    addresses:
      lo: [10.0.0.1/32]
      eth1: [10.1.0.0/31]
    core:
      10.0.0.1/32: mpls_routers.pe1.loopback
      10.0.0.2/32: mpls_routers.p1.loopback
      10.1.0.0/31: mpls_links[0].subnet
    mtus: {eth1: 1508}
    edge_protection: {parent_ports: [eth2.100], other_interfaces: [eth1]}

- name: Check a router of a core without FRRouting
  linuxnet.mpls.router_preflight:
    kernel_modules: [mpls_router, mpls_iptunnel]
    interfaces: [eth1, eth2]
    packages: [python3-pyroute2]
"""

RETURN = r"""
ansible_facts:
  description: What was found, for the roles, so that nothing that is there is asked for again.
  returned: success
  type: dict
  contains:
    mpls_router:
      description:
        - The packages that are installed, the addresses of O(interfaces), and the VRF devices,
          each with its table and the interfaces in it.
      type: dict
      sample:
        packages:
          frr: 10.3-3+deb13u1
          python3-pyroute2: 0.7.7-1
        addresses:
          eth1: [10.1.0.0/31]
        vrfs:
          customer1:
            table: 100
            ports: [eth2]
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import (
    Wanted,
    find_faults,
    parse_mtus,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._kernel import (
    warn_of_next_hops,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._reach import (
    find_conflicts,
    parse_addresses,
    parse_core,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._read import read_host


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "kernel_modules": {"type": "list", "elements": "str", "default": []},
            "interfaces": {"type": "list", "elements": "str", "default": []},
            "configured": {"type": "list", "elements": "str", "default": []},
            "addresses": {"type": "dict", "default": {}},
            "core": {"type": "dict", "default": {}},
            "several_next_hops": {"type": "bool", "default": False},
            "mtus": {"type": "dict", "default": {}},
            "edge_protection": {"type": "dict", "default": {}},
            "frr_minimum": {"type": "str", "default": "8.4"},
            "packages": {
                "type": "list",
                "elements": "str",
                "default": ["frr", "python3-pyroute2"],
            },
        },
        supports_check_mode=True,
    )
    options = module.params
    try:
        wanted = Wanted(
            kernel_modules=options["kernel_modules"],
            interfaces=options["interfaces"],
            mtus=parse_mtus(options["mtus"]),
            frr_minimum=options["frr_minimum"],
            configured=options["configured"],
            addresses=parse_addresses(options["addresses"]),
            core=parse_core(options["core"]),
        )
        host = read_host(options["packages"], options["configured"], options["edge_protection"])
        faults = [*find_faults(host, wanted), *find_conflicts(host, wanted)]
    except MplsError as error:
        module.fail_json(msg=str(error))
    if options["several_next_hops"]:
        for words in warn_of_next_hops(host.kernel, host.kernel_build):
            module.warn(f"{host.name}: {words}")
    if faults:
        module.fail_json(msg=f"{host.name}: " + "; ".join(faults))
    addresses = {name: list(host.interfaces[name].addresses) for name in wanted.interfaces}
    vrfs = {name: {"table": vrf.table, "ports": list(vrf.ports)} for name, vrf in host.vrfs.items()}
    found = {"packages": host.packages, "addresses": addresses, "vrfs": vrfs}
    module.exit_json(changed=False, ansible_facts={"mpls_router": found})


if __name__ == "__main__":
    main()
