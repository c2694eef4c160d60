# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible's inventory with a dot file: its text in, groups and the intent out."""

from __future__ import annotations

DOCUMENTATION = r"""
name: dot
short_description: A network drawn as a Graphviz dot file
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet-mpls)
description:
  - Reads routers, links and customers' sites from a dot file, and plans all that the file does not
    say, such as loopbacks, ports, subnets and numbers of VPNs. What is planned comes of names, so
    that nodes and lines that are added last renumber nothing.
  - Gives the groups C(p), C(pe) and C(rr), and the variables of the intent, C(mpls_routers),
    C(mpls_links), C(mpls_vpn_NAME) and so on, in the group C(all). Variables in C(group_vars)
    beside the file win over them.
  - The source is the dot file itself, with a name that ends with C(.dot) or C(.gv), where this
    plugin is among C(enable_plugins) of the section C(inventory) of C(ansible.cfg). Or it is a
    YAML file with a name that ends with C(dot.yml) or C(dot.yaml) and that names the dot file;
    that needs no setting.
options:
  plugin:
    description: The name of this plugin, in a YAML file.
    type: str
    choices: [linuxnet.mpls.dot]
  file:
    description: In a YAML file, the path of the dot file, from the YAML file's own folder on.
    type: str
requirements:
  - pydot, on the controller (C(pip install pydot) or the package C(python3-pydot))
"""

EXAMPLES = r"""
# network.dot
# graph network {
#   pe1 -- p1 -- pe2
#   p1 -- rr1
#   node [vpn=acme]  acme1 -- pe1  acme2 -- pe2
# }
#
# network.dot.yml, for "ansible-playbook -i network.dot.yml linuxnet.mpls.site"
plugin: linuxnet.mpls.dot
file: network.dot
"""

import os
from dataclasses import replace
from typing import Any

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.drawing import (
    Drawing,
    DrawingError,
    read_drawing,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.network import Network
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.plan import plan_network
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.variables import (
    build_groups,
    build_variables,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.mistakes import render_problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.origins import (
    mark_origin,
    shorten,
)

DRAWINGS = (".dot", ".gv")
SOURCES = ("dot.yml", "dot.yaml")


class InventoryModule(BaseInventoryPlugin):
    """Fails with every mistake of the drawing at once."""

    NAME = "linuxnet.mpls.dot"

    def verify_file(self, path: str) -> bool:
        """Take what the file's name says is for this plugin."""
        return bool(super().verify_file(path)) and path.endswith(DRAWINGS + SOURCES)

    def parse(
        self,
        inventory: Any,  # noqa: ANN401 (Ansible's)
        loader: Any,  # noqa: ANN401 (Ansible's)
        path: str,
        cache: bool = True,
    ) -> None:
        """Fill the inventory."""
        super().parse(inventory, loader, path, cache)
        if not path.endswith(DRAWINGS):
            self._read_config_data(path)
            named = self.get_option("file")
            if not named:
                raise AnsibleParserError(f"{path}: file: is not set: expected a dot file's path")
            path = os.path.join(os.path.dirname(path), named)
        network, drawing = _read_network(path)

        def mark(value: Any, *places: str) -> Any:  # noqa: ANN401 (what an inventory has)
            return mark_origin(value, path, drawing.line_of(*places))

        for name, value in build_variables(network, mark).items():
            inventory.set_variable("all", name, value)
        for group, hosts in build_groups(network).items():
            inventory.add_group(group)
            for host in hosts:
                inventory.add_host(host, group=group)
                for name, value in network.routers[host].host.items():
                    inventory.set_variable(host, name, value)


def _read_network(path: str) -> tuple[Network, Drawing]:
    problems = Problems()
    try:
        with open(path, encoding="utf-8") as stream:
            drawing = read_drawing(stream.read())
        network = plan_network(drawing, problems)
    except OSError as error:
        raise AnsibleParserError(f"{path}: {error.strerror}") from error
    except (DrawingError, UnicodeDecodeError) as error:
        raise AnsibleParserError(f"{path}: {error}") from error
    if problems.found:
        found = [
            replace(problem, file=shorten(path), line=drawing.line_of(problem.path))
            for problem in problems.found
        ]
        raise AnsibleParserError(render_problems(f"{path} has mistakes", found))
    return network, drawing
