# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A dot file is an inventory by itself, and by a YAML file that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ansible import constants
from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader

from ansible_collections.linuxnet.mpls.plugins.inventory.dot import (
    DOCUMENTATION,
    InventoryModule,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.source_locations import (
    add_locations,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.origins import find_origin
from support import ROOT

EXAMPLE = ROOT / "examples" / "dot" / "net.dot"


def read(path: Path) -> InventoryData:
    """Read a source as Ansible does; what it knows of options before it loads a plugin is set."""
    name = InventoryModule.NAME
    options = yaml.safe_load(DOCUMENTATION)["options"]
    constants.config.initialize_plugin_configuration_definitions("inventory", name, options)
    plugin = InventoryModule()
    plugin._load_name = name
    plugin.set_options()
    assert plugin.verify_file(str(path))
    inventory = InventoryData()
    plugin.parse(inventory, DataLoader(), str(path))
    inventory.reconcile_inventory()
    return inventory


def test_groups_and_intent_are_there_when_a_drawing_is_read() -> None:
    inventory = read(EXAMPLE)
    groups = inventory.get_groups_dict()
    assert (groups["p"], groups["pe"], groups["rr"]) == (["p1"], ["pe1", "pe2"], ["rr1"])
    variables = inventory.groups["all"].get_vars()
    assert {"mpls_asn", "mpls_links", "mpls_routers", "mpls_vpn_acme"} <= variables.keys()


DRAWN = """\
# a comment
graph net {
  mpls_bgp_holdtime=1
  node [shape=box]
  pe1 [loopback="10.0.0.300"
       release=trixie]
  "p1"; /* pe1 */ pe2
  pe1 -- p1 -- pe2 [cost=0]
  pe1:eth5 -- acme
  acme [vpn=acme, address="10.9.0.1/33"]
}
"""


def test_mistakes_of_the_intent_have_the_lines_of_the_drawing(tmp_path: Path) -> None:
    (tmp_path / "net.dot").write_text(DRAWN)
    variables = read(tmp_path / "net.dot").groups["all"].get_vars()
    problems = Problems()
    check_intent(parse_intent(variables, {"p": ["p1"], "pe": ["pe1", "pe2"]}, problems), problems)
    found = add_locations(problems.found, [variables], find_origin)
    assert {(one.path, one.line) for one in found} >= {
        ("mpls_bgp_holdtime", 3),
        ("mpls_routers.pe1.loopback", 5),
        ("mpls_links[0].cost", 8),
        ("mpls_links[1].cost", 8),
        ("mpls_vpn_acme.sites[0].address", 10),
    }
    assert {one.file for one in found} == {str(tmp_path / "net.dot")}


def test_drawing_is_found_beside_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "net.dot").write_text('graph { pe1 [ansible_host="192.0.2.1"] pe1 -- p1 }')
    source = tmp_path / "net.dot.yml"
    source.write_text("plugin: linuxnet.mpls.dot\nfile: net.dot\n")
    inventory = read(source)
    assert inventory.get_host("pe1").get_vars()["ansible_host"] == "192.0.2.1"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "net.dot",
            "graph { p1 [rool=p]  x -- p1 }",
            "net.dot:1: x.role: is not set: expected one of p, pe, rr, ce",
        ),
        ("net.gv", "graph {", "net.gv: not a graph in the language of Graphviz"),
        (
            "net.dot.yml",
            "plugin: linuxnet.mpls.dot",
            "file: is not set: expected a dot file's path",
        ),
        (
            "net.dot.yml",
            "plugin: linuxnet.mpls.dot\nfile: gone.dot",
            "gone.dot: No such file or directory",
        ),
    ],
)
def test_every_mistake_is_told_when_a_drawing_has_some(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(AnsibleParserError) as raised:
        read(tmp_path / name)
    assert message in str(raised.value)


def test_other_files_are_left_to_other_plugins(tmp_path: Path) -> None:
    source = tmp_path / "inventory.yml"
    source.write_text("all: {}")
    assert not InventoryModule().verify_file(str(source))
