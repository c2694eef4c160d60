# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A variable that stands in two files of a group is told of, with the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.copies import find_copies

VPN = "mpls_vpn_customer1:\n  id: 100\n"


@pytest.mark.parametrize(
    ("files", "places"),
    [
        (["group_vars/all/a.yml"], None),
        (["group_vars/all/a.yml", "group_vars/all/b.yml"], "all/a.yml and all/b.yml"),
        (["group_vars/all/b.yaml", "group_vars/all/a/c.yml"], "all/b.yaml and all/a/c.yml"),
        (["group_vars/all/a.yml", "group_vars/all.yml"], "all.yml and all/a.yml"),
        (["host_vars/pe1/a.yml", "host_vars/pe1/b.yml"], "pe1/a.yml and pe1/b.yml"),
        (["group_vars/all/a.yml", "group_vars/pe/a.yml"], None),
        (["group_vars/all/a.yml", "group_vars/all/.a.yml.swp", "group_vars/all/a.yml~"], None),
        (["inventory/a.yml", "inventory/b.yml"], None),
    ],
)
def test_files_are_named(tmp_path: Path, files: list[str], places: str | None) -> None:
    for file in files:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{VPN}", "utf-8")
    found = [str(one) for one in find_copies([str(tmp_path / files[0])])]
    words = (
        f"mpls_vpn_customer1: stands in {places}: expected it in one of them, as Ansible takes the"
        " last one alone"
    )
    assert found == ([] if places is None else [words])


def test_variable_within_another_one_and_what_is_no_text_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "group_vars" / "all"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_text(VPN, "utf-8")
    (folder / "b.yml").write_text(f"others:\n  {VPN}# {VPN}", "utf-8")
    (folder / "c.yml").write_bytes(b"\xff\xfe\0mpls_vpn_customer1")
    assert list(find_copies([str(folder / "a.yml")])) == []
