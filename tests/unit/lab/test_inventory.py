# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's inventory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lab.inventory import inventory_document
from lab.paths import UNIX_SOCKET_LIMIT, lab_paths
from lab.topology import parse_topology

SITE = {"interface": "eth1", "addresses": ["192.0.2.10/24"]}
TOPOLOGY = parse_topology({"nodes": {"pe1": None, "ce": {"namespaces": {"site1": SITE}}}})


def everyone(root: str = "/lab") -> Any:
    return inventory_document(TOPOLOGY, lab_paths(Path(root)))["all"]


def test_every_node_has_its_port_when_listed() -> None:
    assert everyone()["hosts"] == {"pe1": {"ansible_port": 2201}, "ce": {"ansible_port": 2202}}


def test_only_customers_are_grouped_when_intent_says_the_rest() -> None:
    assert everyone()["children"] == {"lab_customers": {"hosts": {"ce": None}}}


def test_no_group_is_made_when_there_are_no_customers() -> None:
    topology = parse_topology({"nodes": {"pe1": None}})
    document: Any = inventory_document(topology, lab_paths(Path("/lab")))
    assert "children" not in document["all"]


def test_host_keys_are_not_kept_when_guests_are_clones() -> None:
    assert "UserKnownHostsFile=/dev/null" in everyone()["vars"]["ansible_ssh_common_args"]


def test_connections_are_shared_when_ansible_or_testinfra_logs_in() -> None:
    assert not everyone()["vars"]["ansible_ssh_args"]
    arguments = everyone()["vars"]["ansible_ssh_common_args"]
    assert "ControlMaster=auto" in arguments
    assert "ControlPath=/lab/ssh/%p" in arguments


def test_control_path_is_quoted_when_the_folder_has_a_space() -> None:
    arguments = everyone("/my lab")["vars"]["ansible_ssh_common_args"]
    assert "'ControlPath=/my lab/ssh/%p'" in arguments


def test_control_sockets_fit_when_the_folder_is_deep() -> None:
    control = lab_paths(Path("/" + "deep/" * 30)).control
    assert len(f"{control}/65535") + 17 <= UNIX_SOCKET_LIMIT
    assert lab_paths(Path("/" + "deep/" * 31)).control != control


def test_intent_has_what_the_topology_says_of_it() -> None:
    topology = parse_topology({"nodes": {"pe1": None}, "intent": {"mpls_bfd_interval": 500}})
    document: Any = inventory_document(topology, lab_paths(Path("/lab")))
    assert document["all"]["vars"]["mpls_bfd_interval"] == 500
