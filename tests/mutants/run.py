# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Break lines of the plugins one by one in a copy, and see that the unit tests notice each.

One that nobody notices, or that does not fit the code any more, ends it with an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = Path(__file__).with_name("mutants.yml")
#: What the unit tests need; the rest of the checkout is large.
PARTS = ("plugins", "roles", "playbooks", "tests", "tools", "lab", "examples", "docs", "meta")
FILES = ("galaxy.yml", "pyproject.toml", "README.md", "CONTRIBUTING.md")
PLACE = "ansible_collections/linuxnet/mpls"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = make_copy(Path(folder))
        wrong = [words for one in read_mutants() if (words := try_mutant(copy, one))]
    for words in wrong:
        print(words, file=sys.stderr)  # noqa: T201
    return 1 if wrong else 0


def read_mutants() -> list[dict[str, Any]]:
    mutants: list[dict[str, Any]] = yaml.safe_load(MUTANTS.read_text("utf-8"))
    return mutants


def make_copy(folder: Path) -> Path:
    """Copy what the tests need, laid out as a collection."""
    copy = folder / "copy"
    for part in PARTS:
        shutil.copytree(
            ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True
        )
    for file in FILES:
        shutil.copy(ROOT / file, copy / file)
    link = copy / ".cache" / "collections" / PLACE
    link.parent.mkdir(parents=True)
    link.symlink_to(os.path.relpath(copy, link.parent))
    return copy


def try_mutant(copy: Path, mutant: dict[str, Any]) -> str:
    """Try one; give what is wrong with it, or '' where a test notices it."""
    path = copy / "plugins" / mutant["file"]
    right = path.read_text("utf-8")
    if right.count(mutant["from"]) != 1:
        return f"{mutant['what']}: {mutant['file']} has that {right.count(mutant['from'])} times"
    path.write_text(right.replace(mutant["from"], mutant["to"]), "utf-8")
    try:
        tests = f"tests/unit/plugins/{mutant['tests']}"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", tests],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.write_text(right, "utf-8")
    if done.returncode == 1:
        return ""
    words = "no test notices it" if done.returncode == 0 else done.stdout + done.stderr
    return f"{mutant['what']}: {words}"


if __name__ == "__main__":
    sys.exit(main())
