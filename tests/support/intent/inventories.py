# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Intents that a test makes, as inventories."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


def write_intent(folder: Path, variables: Mapping[str, Any], groups: Mapping[str, Any]) -> Path:
    """Write an inventory with variables and groups; give its path."""
    children = {
        group: {"hosts": dict.fromkeys(hosts)} for group, hosts in groups.items() if group != "all"
    }
    file = folder / "inventory.yml"
    plain = json.loads(json.dumps({"all": {"vars": variables, "children": children}}))
    file.write_text(yaml.safe_dump(plain), "utf-8")
    return file
