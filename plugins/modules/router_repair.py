#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Have a router repair by itself what came up wrong."""

from __future__ import annotations

DOCUMENTATION = r"""
module: router_repair
short_description: Have a router repair by itself what came up wrong
version_added: "0.1.0"
description:
  - Installs the service C(linuxnet-mpls-repair.service), which compares every 15 seconds what the
    router has with what the files of this collection say, and repairs what differs.
  - It finds VRF devices and tunnels that are missing, ports that are not in their VRF or lack an
    address or their MTU, VRFs without their unreachable default, rules, kernel modules, sysctl
    keys, tables of nftables, and FRRouting that does not run or runs without its configuration.
  - It uses C(networkctl), C(systemctl) and the like, a second time after 10 seconds, and then less
    and less often, up to every 10 minutes. Each step is a line of C(journalctl -u
    linuxnet-mpls-repair).
  - A customer's port that is not in its VRF is set down, and so are all customers' ports while the
    rules of M(linuxnet.mpls.mpls_filter) cannot be loaded. They are set up again once all is right.
  - What an operator has set down or stopped stays so, and nothing is done while a task of this
    collection is at work.
  - It reads files that carry the mark of this collection, and C(/etc/frr/frr.conf), and changes
    nothing that none of them names.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
options:
  state:
    description:
      - V(present) installs, enables and starts the service.
      - V(absent) stops it and removes its files.
    type: str
    choices: [present, absent]
    default: present
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
"""

EXAMPLES = r"""
- name: Have the router repair what comes up wrong
  linuxnet.mpls.router_repair:

- name: End that
  linuxnet.mpls.router_repair:
    state: absent
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create /etc/systemd/system/linuxnet-mpls-repair.service
    - create linuxnet-mpls-repair.service
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._options import ARGUMENT_SPEC
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._task import build_resources
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
