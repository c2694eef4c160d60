# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The fabric package is Python alone: it works where Ansible is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support import ROOT

FABRIC = ROOT / "plugins" / "plugin_utils" / "fabric"
PROGRAM = """
import importlib, pkgutil, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("ansible", "yaml", "jinja2"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
sys.path.insert(0, sys.argv[1])
from ansible_collections.linuxnet.mpls.plugins.plugin_utils import fabric
modules = [*pkgutil.walk_packages(fabric.__path__, fabric.__name__ + ".")]
for module in modules:
    importlib.import_module(module.name)
print(*(module.name.rpartition("fabric.")[2] for module in modules))
try:
    import ansible
except ImportError as error:
    print(error)
"""


def name_of(path: Path) -> str:
    parts = path.relative_to(FABRIC).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_fabric_is_imported_when_ansible_is_not_there() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ROOT / ".cache" / "collections")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    names, blocked = answer.stdout.splitlines()
    assert {*names.split()} == {*map(name_of, FABRIC.rglob("*.py"))} - {""}
    assert blocked == "ansible is blocked"
