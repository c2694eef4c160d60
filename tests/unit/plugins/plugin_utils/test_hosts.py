# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Routers have the variables that Ansible gives them, and one is asked about for many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible import constants
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.vars.hostvars import HostVars
from ansible.vars.manager import VariableManager

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.hosts import variables_by_router

FILES = {
    "hosts.yml": """\
all:
  children:
    p: {hosts: {p1: {ansible_host: 192.0.2.1}, p2: {}, p3: {mpls_bfd: false}}}
    pe: {hosts: {pe1: {}, pe2: {}, pe3: {}}}
    lab: {hosts: {pe3: {}}}
""",
    "group_vars/all/core.yml": "mpls_asn: 65000\nmpls_bfd: true\n",
    "group_vars/pe.yml": "mpls_igp: ospf\n",
    "group_vars/lab.yml": "mpls_asn: 65001\n",
    "host_vars/p2.yml": "mpls_bgp_holdtime: 30\n",
    "host_vars/p1.yml": "site: here\n",
    "playbooks/host_vars/pe2.yml": "mpls_mss_clamp: true\n",
}
TEMPLATE = "mpls_isis_area: '{{ inventory_hostname }}'\n"


class Counting(HostVars):
    """Counts what is asked."""

    asked: int = 0

    def raw_get(self, host_name: str) -> Any:
        """Ask for a host as a whole."""
        self.asked += 1
        return super().raw_get(host_name)


@pytest.fixture(autouse=True)
def _yaml_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of collections' plugins are known to a whole Ansible only."""
    monkeypatch.setattr(constants, "INVENTORY_ENABLED", ["yaml"])


def read(folder: Path, files: dict[str, str]) -> tuple[Counting, dict[str, Any], DataLoader]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    loader = DataLoader()
    loader.set_basedir(str(folder / "playbooks"))
    inventory = InventoryManager(loader=loader, sources=[str(folder / "hosts.yml")])
    hosts = Counting(inventory, VariableManager(loader=loader, inventory=inventory), loader)
    return hosts, {"hostvars": hosts, "groups": inventory.get_groups_dict()}, loader


def intent_of(variables: Any) -> dict[str, Any]:
    return {name: value for name, value in variables.items() if name.startswith("mpls_")}


@pytest.mark.parametrize(("more", "asked"), [({}, 6), ({"group_vars/p.yml": TEMPLATE}, 7)])
def test_routers_have_what_ansible_gives_them(
    more: dict[str, str], asked: int, tmp_path: Path
) -> None:
    hosts, variables, loader = read(tmp_path, {**FILES, **more})
    found = variables_by_router(variables, loader)
    # p1, p2, p3, pe1, pe2 for what stands in its file, pe3 for its group; with a template p1 twice.
    assert hosts.asked == asked
    names = ["p1", "p2", "p3", "pe1", "pe2", "pe3"]
    assert {name: intent_of(one) for name, one in found.items()} == {
        name: intent_of(hosts.raw_get(name)) for name in names
    }
    assert found["pe2"]["mpls_mss_clamp"] is True


def test_one_router_stands_for_all_of_its_groups(tmp_path: Path) -> None:
    many: dict[str, dict[str, Any]] = {f"pe{number}": {} for number in range(50)}
    hosts, variables, loader = read(tmp_path, {"hosts.yml": f"pe: {{hosts: {many}}}"})
    assert len(variables_by_router(variables, loader)) == len(many)
    assert hosts.asked == 1


def test_each_router_is_asked_about_where_ansible_hides_what_is_its_own(tmp_path: Path) -> None:
    hosts, variables, loader = read(tmp_path, FILES)
    expected = {
        name: intent_of(one) for name, one in variables_by_router(variables, loader).items()
    }

    class Hidden(dict[str, Any]):
        """Hosts of another release."""

        def raw_get(self, name: str) -> Any:
            """Ask for a host as a whole."""
            return hosts.raw_get(name)

    found = variables_by_router({**variables, "hostvars": Hidden()}, loader)
    assert {name: intent_of(one) for name, one in found.items()} == expected
