# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Imports run downwards, as the floors of docs/development/architecture.md say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import ROOT

PLUGINS = ROOT / "plugins"
PREFIX = "ansible_collections.linuxnet.mpls.plugins."
TEXT = (ROOT / "docs" / "development" / "architecture.md").read_text("utf-8")
HOUSES = {
    "On the router": "module_utils",
    "On the controller": "plugin_utils",
    "Inside of `fabric`": "plugin_utils/fabric",
}


def read_floors(house: str) -> dict[str, int]:
    """Read a table: a package to its floor."""
    table = TEXT.split(f"{house}:\n", 1)[1].strip().split("\n\n")[0]
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", table, re.MULTILINE)
    return {name: int(floor) for floor, names in rows for name in re.findall(r"`(\w+)`", names)}


def imports_of(path: Path) -> Iterator[str]:
    """Name the modules of the collection that a file imports, also for types alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PREFIX):
            module = str(node.module)[len(PREFIX) :]
            yield from (f"{module}.{alias.name}" for alias in node.names)


def package_of(module: str, house: str) -> str:
    """Give the package of a module of plugins; nothing where a table of its own has it."""
    inner = "Inside of `fabric`"
    name = module.removesuffix(".py").replace("/", ".")
    if house == inner and not name.startswith("plugin_utils.fabric."):
        return ""
    folders = [HOUSES[inner]] if house == inner else [HOUSES[one] for one in HOUSES if one != inner]
    for folder in folders:
        name = name.removeprefix(folder.replace("/", ".") + ".")
    return name.partition(".")[0]


def files_of(house: str) -> list[Path]:
    """Give the files whose package stands in a table."""
    folders = {HOUSES[house], *(name for name in read_floors(house) if (PLUGINS / name).is_dir())}
    return [path for folder in folders for path in (PLUGINS / folder).rglob("*.py")]


@pytest.mark.parametrize("house", HOUSES)
def test_imports_run_downwards(house: str) -> None:
    floors = read_floors(house)
    wrong = []
    for path in files_of(house):
        here = package_of(str(path.relative_to(PLUGINS)), house)
        for module in imports_of(path) if path.name != "__init__.py" else ():
            there = package_of(module, house)
            is_fine = there in ("", here) or 0 == floors.get(there) == floors[here]
            if not is_fine and floors.get(there, floors[here]) >= floors[here]:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert wrong == []


@pytest.mark.parametrize(("house", "folder"), HOUSES.items())
def test_every_package_has_a_floor(house: str, folder: str) -> None:
    there = {path.stem for path in (PLUGINS / folder).iterdir() if path.name[:2] != "__"}
    assert there <= read_floors(house).keys()


def test_no_two_files_import_each_other() -> None:
    edges: dict[str, set[str]] = {}
    for path in PLUGINS.rglob("*.py"):
        name = ".".join(path.relative_to(PLUGINS).with_suffix("").parts)
        edges[name] = set()
        for module in imports_of(path):
            parent = module.rpartition(".")[0]
            is_file = (PLUGINS / Path(*module.split("."))).with_suffix(".py").is_file()
            edges[name].add(module if is_file else parent)
    seen: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in seen:
            for other in edges.get(name, ()):
                visit(other, (*above, name))
            seen.add(name)

    for name in edges:
        visit(name, ())
