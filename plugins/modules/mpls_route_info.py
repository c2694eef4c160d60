#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read static label routes."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mpls_route_info
short_description: Read static label routes
version_added: "0.1.0"
description:
  - Reads the routes of M(linuxnet.mpls.mpls_route) from the kernel, in the words of that module's
    options, so that RV(routes) can be its O(linuxnet.mpls.mpls_route#module:routes).
  - Changes nothing.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
options:
  others:
    description:
      - Whether RV(foreign_routes) lists what others have, such as FRR; all labels from 16 on, and
        the prefixes that push labels, in any table.
    type: bool
    default: false
attributes:
  check_mode: {}
  diff_mode:
    support: none
    description: There is no difference to show, as nothing is changed.
  idempotent: {}
requirements:
  - pyroute2 >= 0.7.2 (python3-pyroute2)
seealso:
  - module: linuxnet.mpls.mpls_route
notes:
  - In the words of network resource modules, this is the state I(gathered).
  - The routes are those of the kernel. One that waits for its interface is in the files of
    M(linuxnet.mpls.mpls_route) only.
"""

EXAMPLES = r"""
- name: Read our routes
  linuxnet.mpls.mpls_route_info:
  register: label_routes

- name: Give another router the same ones
  linuxnet.mpls.mpls_route:
    routes: "{{ label_routes.routes }}"

- name: Read everybody's routes
  linuxnet.mpls.mpls_route_info:
    others: true
"""

RETURN = r"""
platform_labels:
  description: Size of the kernel's label table (C(net.mpls.platform_labels)).
  returned: success
  type: int
  sample: 100000
routes:
  description:
    - Our routes, sorted, as entries of O(linuxnet.mpls.mpls_route#module:routes). What has its
      default is left out.
  returned: success
  type: list
  elements: dict
  sample:
    - {label: 50001, interface: eth2, via: 10.1.0.3, out_labels: [50002]}
    - {prefix: 192.168.2.0/24, table: 100, interface: eth1, via: 10.1.0.1, out_labels: [50001]}
    - {prefix: 10.0.0.3/32, interface: eth1, via: 10.1.0.1, out_labels: [50001], source: 10.0.0.1}
foreign_routes:
  description:
    - Routes of others in the same form, each with the C(protocol) number of its owner, and as
      C(owner) the name of that protocol, or its number where it has none.
  returned: with O(others=true)
  type: list
  elements: dict
  sample:
    - {label: 16, interface: eth1, via: 10.1.0.1, out_labels: [17], owner: ldp, protocol: 193}
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._info import gather_routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Links
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import Routes

ARGUMENT_SPEC = {"others": {"type": "bool", "default": False}}


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    try:
        result = gather_routes(Routes(), Links(), others=module.params["others"])
    except MplsError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, **result)


if __name__ == "__main__":
    main()
