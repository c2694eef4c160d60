# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The work of several modules in one process, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    MplsError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter import (
    _options as filter_options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter import _task as filter_task
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface import (
    _options as interface_options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface import (
    _task as interface_task,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls import _options as mpls_options
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls import _task as mpls_task
from ansible_collections.linuxnet.mpls.plugins.module_utils._mss import _options as mss_options
from ansible_collections.linuxnet.mpls.plugins.module_utils._mss import _task as mss_task
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf import _options as ospf_options
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf import _task as ospf_task
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair import (
    _options as repair_options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair import _task as repair_task
from ansible_collections.linuxnet.mpls.plugins.module_utils._report import Report
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl import (
    _options as sysctl_options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl import _task as sysctl_task
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel import (
    _options as tunnel_options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel import _task as tunnel_task
from ansible_collections.linuxnet.mpls.plugins.module_utils._upgrade import (
    _options as upgrade_options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._upgrade import _task as upgrade_task
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf import _options as vrf_options
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf import _task as vrf_task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource


@dataclass(frozen=True)
class Kind:
    """A module: its options in Ansible's words, what they must fulfil, and its resources."""

    spec: Mapping[str, Any]
    build: Callable[[Mapping[str, Any]], Sequence[Resource[Any, Any]]]
    rules: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What one of the modules is going to do."""

    name: str
    resources: Sequence[Resource[Any, Any]]


KINDS = {
    "l3_interface": Kind(interface_options.ARGUMENT_SPEC, interface_task.build_resources),
    "mpls_filter": Kind(filter_options.ARGUMENT_SPEC, filter_task.build_resources),
    "mpls_route": Kind(mpls_options.ARGUMENT_SPEC, mpls_task.build_resources),
    "mpls_sysctl": Kind(sysctl_options.ARGUMENT_SPEC, sysctl_task.build_resources),
    "mpls_tunnel": Kind(tunnel_options.ARGUMENT_SPEC, tunnel_task.build_resources),
    "mss_clamp": Kind(mss_options.ARGUMENT_SPEC, mss_task.build_resources, mss_options.RULES),
    "ospf_limit": Kind(ospf_options.ARGUMENT_SPEC, ospf_task.build_resources, ospf_options.RULES),
    "router_repair": Kind(repair_options.ARGUMENT_SPEC, repair_task.build_resources),
    "upgrade_time": Kind(
        upgrade_options.ARGUMENT_SPEC, upgrade_task.build_resources, upgrade_options.RULES
    ),
    "vrf_device": Kind(vrf_options.ARGUMENT_SPEC, vrf_task.build_resources),
}


def parse_step(at: int, step: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the module that a step names, and its options with their defaults (pure)."""
    if len(step) != 1:
        raise HostError(f"steps[{at}]: names {len(step)} modules: expected one, with its options")
    ((name, options),) = step.items()
    if name not in KINDS:
        raise HostError(f"steps[{at}]: {name!r} is wrong: expected one of {', '.join(KINDS)}")
    if options is not None and not isinstance(options, dict):
        raise HostError(f"steps[{at}]: {name}: {options!r} is wrong: expected its options")
    kind = KINDS[name]
    found = ArgumentSpecValidator(dict(kind.spec), **kind.rules).validate(options or {})
    if found.error_messages:
        raise HostError(f"steps[{at}]: {name}: {'; '.join(found.error_messages)}")
    return name, found.validated_parameters


def run_steps(steps: Sequence[Mapping[str, Any]], *, check: bool) -> Report:
    """Check the options of all steps, then do one after the other, each as its module would.

    MplsError names the step, and those that were done before it.
    """
    parsed = [parse_step(at, step) for at, step in enumerate(steps)]
    work = [_build(at, name, options) for at, (name, options) in enumerate(parsed)]
    reports = [_run(work, at, check=check) for at in range(len(work))]
    changed = [step.name for step, report in zip(work, reports) if report.operations]
    return Report(
        operations=tuple(one for report in reports for one in report.operations),
        diff=tuple(one for report in reports for one in report.diff),
        results={
            **{key: value for report in reports for key, value in report.results.items()},
            "changed_steps": changed,
        },
    )


def _build(at: int, name: str, options: Mapping[str, Any]) -> Step:
    try:
        return Step(name, KINDS[name].build(options))
    except MplsError as error:
        raise HostError(f"steps[{at}]: {name}: {error}") from error


def _run(work: Sequence[Step], at: int, *, check: bool) -> Report:
    try:
        return run(work[at].resources, check=check)
    except MplsError as error:
        done, rest = (
            ", ".join(step.name for step in part) or "none" for part in (work[:at], work[at + 1 :])
        )
        raise ApplyError(
            f"{work[at].name}: {error}; steps done before: {done}; not begun: {rest}"
        ) from error
