# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of frr_config, in the order in which they change a router."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _service as service
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._alive import refuse_hanging
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._configuration import (
    Configuration,
    digest_desired,
    require_frr,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._daemons import plan_missing
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._desired import (
    DesiredConfig,
    Merge,
    Whole,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._merge import parse_change
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._running import Daemons
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._saved import (
    make_key,
    read_memory,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._secrets import (
    Redactor,
    fill_placeholders,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._stopping import UnnamedDaemons
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._vtysh import Reader, read_version
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import Version
    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource

# What a router without FRR is planned for: the version matters for few lines.
_ASSUMED: Version = (10, 3)
_NEEDS_MPLS = re.compile(r"(?m)^\s*(mpls (ldp|enable|lsp)\b|label vpn export\b|segment-routing\b)")


def build_resources(params: Mapping[str, Any], *, check: bool) -> list[Resource[Any, Any]]:
    """Check the options and look at the host; nothing is changed yet."""
    secrets = parse_secrets(params.get("secrets") or {})
    memory = read_memory()
    key = memory.key or make_key()
    redactor = Redactor(key.encode(), secrets.values())
    version = read_version()
    want = parse_desired(params, secrets, version or _ASSUMED, redactor)
    backups = parse_backups(params["backup"])
    asked = digest_desired(key, want, params["daemons"])
    if asked != memory.wanted:
        _refuse_missing(want, params["daemons"])
    require_frr(installed=version is not None, check=check)
    refuse_hanging()
    reader = Reader()
    daemons = Daemons(
        params["daemons"],
        reader,
        needs_mpls=_NEEDS_MPLS.search(want.text) is not None,
        fresh=not memory.wanted,
        check=check,
    )
    configuration = Configuration(
        want,
        memory,
        key,
        redactor,
        reader,
        asked=asked,
        backups=backups,
        installed=version is not None,
    )
    resources: list[Resource[Any, Any]] = [
        OwnedFiles(
            {service.BOOT_DROP_IN: service.BOOT_SETTINGS}, after=[["systemctl", "daemon-reload"]]
        ),
        daemons,
        configuration,
    ]
    if params["purge_daemons"]:
        resources.append(UnnamedDaemons(params["daemons"], then=configuration.remember_anew))
    return resources


def parse_secrets(secrets: Mapping[str, Any]) -> dict[str, str]:
    """Refuse a value that no line can hold."""
    for name, value in secrets.items():
        if not isinstance(value, (str, int)) or not re.fullmatch(r"[^\s!#]\S*", str(value)):
            raise InputError(f"secrets.{name}", "(hidden)", "one word without spaces")
    return {name: str(value) for name, value in secrets.items()}


def parse_desired(
    params: Mapping[str, Any], secrets: Mapping[str, str], version: Version, redactor: Redactor
) -> DesiredConfig:
    """Fill in the secrets and refuse what no configuration can hold."""
    if params["text"] is None:
        if params["purge_daemons"]:
            raise InputError("purge_daemons", True, "no with 'lines': they leave the rest as it is")
        rows = [
            fill_placeholders(row, secrets, f"lines[{at}]")
            for at, row in enumerate(params["lines"])
        ]
        return Merge(parse_change(params["parents"] or [], rows, redactor.redact), version)
    text = fill_placeholders(params["text"], secrets)
    if not text.strip():
        raise InputError("text", text, "a configuration: an empty one would remove everything")
    if "\0" in text:
        raise InputError("text", "(binary)", "text")
    return Whole(text, version)


def hide_secrets(params: Mapping[str, Any]) -> dict[str, Any]:
    """Give the options that have lines without their secrets, for what Ansible shows of a task."""
    redact = Redactor(make_key().encode()).redact
    hidden: dict[str, Any] = {}
    if params["text"] is not None:
        hidden["text"] = redact(params["text"])
    if params["lines"] is not None:
        hidden["lines"] = [redact(row) for row in params["lines"]]
    return hidden


def _refuse_missing(want: DesiredConfig, named: Sequence[str]) -> None:
    """A daemon that does not run would drop its lines without a word."""
    if isinstance(want, Merge):
        missing = plan_missing(want.change.additions, {*named, *service.read_running()})
    else:
        missing = plan_missing(want.typed, named)
    if missing:
        words = ", ".join(f"{name} for '{line}'" for name, line in missing.items())
        raise InputError("daemons", list(named), f"also {words}")


def parse_backups(value: int) -> int:
    """Refuse a number of backups below none."""
    if value < 0:
        raise InputError("backup", value, "0 or more")
    return value
