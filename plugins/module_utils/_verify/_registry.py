# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""All expectations: what router_verify takes, documents, asks for and answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import State
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._bfd import Bfd
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._bgp import Bgp
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._edge_protection import (
    EdgeProtection,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._frr_configuration import (
    FrrConfiguration,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._igp import Igp
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._label_input import LabelInput
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ldp import Ldp
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._loopbacks import Loopbacks
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ospf_limits import OspfLimits
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repair_paths import RepairPaths
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repairs import Repair
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._static_routes import (
    StaticRoutes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._vrfs import Vrfs

#: In the order of the checks.
EXPECTATIONS: tuple[type[Expectation[Any]], ...] = (
    FrrConfiguration,
    Igp,
    Bfd,
    Ldp,
    Bgp,
    RepairPaths,
    Loopbacks,
    LabelInput,
    StaticRoutes,
    Vrfs,
    EdgeProtection,
    OspfLimits,
    Repair,
)


@dataclass(frozen=True)
class Answer:
    """What a router is asked about all of them; what could not be read comes first."""

    checks: list[Check]
    state: State
    warnings: list[str]


def ask_router(expect: Mapping[str, Any], router: Router) -> Answer:
    """Read what each expectation looks at, and check it (I/O)."""
    wanted = [one(expect) for one in EXPECTATIONS]
    seen = [one.read(router) for one in wanted]
    # What gave no answer is known when all has been asked.
    unread = [Check(name, reason) for name, reason in router.list_unread().items()]
    checks = [check for one, shown in zip(wanted, seen) for check in one.check(shown)]
    warnings = [words for one, shown in zip(wanted, seen) for words in one.warn(shown)]
    return Answer([*unread, *checks], router.state, warnings)


def build_spec() -> dict[str, Any]:
    """Give the argument spec of the option ``expect``."""
    return dict(_strip(_list_options()))


def document() -> dict[str, Any]:
    """Give the documentation of the suboptions of ``expect``."""
    return dict(_rename(_list_options()))


def _list_options() -> Options:
    return {key: value for one in EXPECTATIONS for key, value in one.OPTIONS.items()}


def _strip(options: Options) -> Iterable[tuple[str, dict[str, Any]]]:
    for name, option in options.items():
        spec = {key: value for key, value in option.items() if key != "description"}
        if "options" in spec:
            spec["options"] = dict(_strip(spec["options"]))
        yield name, spec


def _rename(options: Options) -> Iterable[tuple[str, dict[str, Any]]]:
    """Call the inner options as documentation does."""
    for name, option in options.items():
        said = {key: value for key, value in option.items() if key != "options"}
        if "options" in option:
            said["suboptions"] = dict(_rename(option["options"]))
        yield name, said
