# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A right intent to start from: the topology that ships as the first example."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "l3vpn"


@pytest.fixture
def variables() -> dict[str, Any]:
    read: dict[str, Any] = {}
    for file in sorted((EXAMPLE / "group_vars" / "all").glob("*.yml")):
        read.update(yaml.safe_load(file.read_text("utf-8")))
    return read


@pytest.fixture
def groups() -> dict[str, list[str]]:
    inventory = yaml.safe_load((EXAMPLE / "inventory.yml").read_text("utf-8"))
    children = inventory["all"]["children"]
    named = {name: list(group["hosts"]) for name, group in children.items()}
    return {"all": sorted({host for hosts in named.values() for host in hosts}), **named}
