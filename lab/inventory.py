# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's inventory: how Ansible reaches the nodes. Pure.

It is used beside an intent's own inventory, which says what the nodes are; so here is nothing
but connections, one group for the guests that play customers, and what the topology says of the
intent, such as times that suit emulated processors. What the intent's own inventory says wins.
"""

from __future__ import annotations

import shlex

from lab.paths import Paths
from lab.ssh import COMMON_OPTIONS, control_options
from lab.topology import Topology

CUSTOMER_GROUP = "lab_customers"


def inventory_document(topology: Topology, paths: Paths) -> dict[str, object]:
    """The inventory as a value, to be written as YAML."""
    everyone: dict[str, object] = {
        "hosts": {node.name: {"ansible_port": node.ssh_port} for node in topology.nodes},
        "vars": {
            "ansible_host": "127.0.0.1",
            "ansible_user": "root",
            "ansible_ssh_private_key_file": str(paths.ssh_key),
            # All in what Testinfra reads too, and none of what Ansible takes by default.
            "ansible_ssh_common_args": shlex.join(
                (*COMMON_OPTIONS, *control_options(paths.control))
            ),
            "ansible_ssh_args": "",
            "ansible_ssh_pipelining": True,
            "ansible_host_key_checking": False,
            "ansible_python_interpreter": "/usr/bin/python3",
            **topology.intent,
        },
    }
    customers = [node.name for node in topology.nodes if node.namespaces]
    if customers:
        everyone["children"] = {CUSTOMER_GROUP: {"hosts": dict.fromkeys(customers)}}
    return {"all": everyone}
