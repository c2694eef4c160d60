# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A lab out of a dot file: the collection's own plan of it, the same that its inventory is."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from lab.errors import LabError
from lab.topology import LINK_PORTS

ENDINGS = (".dot", ".gv")
COLLECTION = "ansible_collections.linuxnet.mpls"
ROOT = Path(__file__).resolve().parents[1]


def read_dot(text: str) -> object:
    """The content that a topology file would have; every mistake of the drawing in one error."""
    _make_importable()
    # The collection's code has its name only from here on.
    from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems  # noqa: PLC0415
    from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.drawing import (  # noqa: PLC0415
        DrawingError,
        read_drawing,
    )
    from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.lab import (  # noqa: PLC0415
        build_lab,
    )
    from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.plan import (  # noqa: PLC0415
        plan_network,
    )

    problems = Problems()
    try:
        network = plan_network(read_drawing(text), problems)
    except DrawingError as error:
        raise LabError(str(error)) from error
    content = build_lab(network, LINK_PORTS, problems)
    if problems.found:
        raise LabError("; ".join(str(problem) for problem in problems.found))
    return content


def _make_importable() -> None:
    """Give this work tree the name of the collection, where Ansible is not there to do it."""
    try:
        if importlib.util.find_spec(COLLECTION):
            return
    except ModuleNotFoundError:
        pass
    for name in ("ansible_collections", "ansible_collections.linuxnet", COLLECTION):
        package = ModuleType(name)
        package.__path__ = [str(ROOT)] if name == COLLECTION else []
        sys.modules.setdefault(name, package)
