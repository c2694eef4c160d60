# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The fabric package is Python alone: it works where Ansible is not."""

from __future__ import annotations

import subprocess
import sys

from frr_intents import ROOT

PROGRAM = """
import importlib, pkgutil, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("ansible", "yaml", "jinja2"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
sys.path.insert(0, sys.argv[1])
from ansible_collections.linuxnet.mpls.plugins.plugin_utils import fabric
names = [module.name for module in pkgutil.iter_modules(fabric.__path__, fabric.__name__ + ".")]
for name in names:
    importlib.import_module(name)
print(len(names))
try:
    import ansible
except ImportError as error:
    print(error)
"""


def test_fabric_is_imported_when_ansible_is_not_there() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ROOT / ".cache" / "collections")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    count, blocked = answer.stdout.splitlines()
    assert int(count) > 20
    assert blocked == "ansible is blocked"
