# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Right intents to start from: the topologies that ship as examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"


def read_variables(example: str) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for file in sorted((EXAMPLES / example / "group_vars" / "all").glob("*.yml")):
        read.update(yaml.safe_load(file.read_text("utf-8")))
    return read


def read_groups(example: str) -> dict[str, list[str]]:
    inventory = yaml.safe_load((EXAMPLES / example / "inventory.yml").read_text("utf-8"))
    children = inventory["all"]["children"]
    named = {name: list(group["hosts"]) for name, group in children.items()}
    return {"all": sorted({host for hosts in named.values() for host in hosts}), **named}


@pytest.fixture
def variables() -> dict[str, Any]:
    return read_variables("l3vpn")


@pytest.fixture
def groups() -> dict[str, list[str]]:
    return read_groups("l3vpn")


@pytest.fixture
def static_example() -> tuple[dict[str, Any], dict[str, list[str]]]:
    return read_variables("static-core"), read_groups("static-core")
