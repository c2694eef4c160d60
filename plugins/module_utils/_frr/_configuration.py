# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""FRR's configuration as one transaction: applied as a whole and proven, or put back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    InputError,
    MplsError,
    VerifyError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _saved as disk
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _vtysh as vtysh
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._delta import (
    missing_lines,
    plan_delta,
    render_commands,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._desired import (
    UNTOUCHED,
    DesiredConfig,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._service import is_loaded
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    Config,
    parse_config,
    render_config,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._secrets import Redactor

RUNNING = "running configuration"
SAVED = disk.FRR_CONF
#: The line by which FRR logs commands, and what switches that on and off (lib/log_vty.c).
LOG = ("log commands",)
LOG_COMMANDS = ("log commands", "no log commands")
_READS = 4
_MORE_TRIES = 3
_SECONDS_BETWEEN_READS = 0.5


class Configuration(Resource[str, Any]):
    """The running configuration, and then its copy on disk."""

    name = "configuration"

    def __init__(
        self,
        want: DesiredConfig,
        memory: disk.Memory,
        key: str,
        redactor: Redactor,
        reader: vtysh.Reader,
        *,
        asked: str,
        backups: int,
        installed: bool,
    ) -> None:
        """Take what is asked for, with its digest ``asked``, and what the last run remembered."""
        self._want = want
        self._memory = self._remembered = memory
        self._key = key
        self._redactor = redactor
        self._reader = reader
        self._asked = asked
        self._backups = backups
        self._installed = installed
        self._checked = False
        self._text = ""
        self._shown = Config({})
        self._parsed = ("", Config({}))
        # The outermost lines in or under which something changes: the diff shows no others.
        self._touched: set[str] = set()
        self._file = ""
        # Whether all was put back after a failure; None as long as nothing failed.
        self._is_back: bool | None = None
        redactor.learn(want.text)

    def read(self) -> dict[str, Any]:
        """Read what FRR shows, or would show after its start, and what is on disk."""
        if not self._installed:
            return {}
        saved = disk.read_saved()
        stopped = saved.text if saved else ""
        self._text = self._reader.take().text if is_loaded() else stopped
        self._redactor.learn(self._text)
        self._shown = self._compare(self._text)
        state: dict[str, Any] = {RUNNING: self._shown}
        if saved is not None:
            state[SAVED] = saved
        return state

    def plan(self, current: Mapping[str, Any]) -> Plan[str, Any]:
        """One operation for all of the running configuration, one for the file."""
        shown: Config = current.get(RUNNING, Config({}))
        projected: dict[str, Any] = {RUNNING: shown}
        projected[SAVED] = self._saved_after(shown, current.get(SAVED))
        if shown is not UNTOUCHED:
            target = self._want.target(shown)
            goal = plan_delta(shown, target, self._want.version).projected
            projected[RUNNING] = shown if shown.same_lines(goal) else goal
            self._touched |= {path[0] for path in shown.lines.keys() ^ goal.lines.keys()}
        steps = [Operation(key, current.get(key), projected[key]) for key in (RUNNING, SAVED)]
        changes = [step for step in steps if step.before != step.after]
        return Plan(tuple(changes), projected)

    def apply_all(self, operations: Sequence[Operation[str, Any]]) -> Iterator[Operation[str, Any]]:
        """Change FRR, then its file, and remember that it was proven: all of it or nothing.

        Until the file is written a boot brings what was there before, and afterwards what runs.
        """
        before: dict[str, Any] = {}
        try:
            disk.require_room(self._file)
            for step in operations:
                self._apply(step, before)
            self._remember()
            disk.remove_oldest(self._backups)
        except MplsError as error:
            words, stays = self._go_back(before)
            if stays:
                yield from operations
            raise ApplyError(f"{self._redactor.redact(str(error))}; {words}") from None
        yield from operations

    def _apply(self, operation: Operation[str, Any], before: dict[str, Any]) -> None:
        """Do one of both, having noted in ``before`` what it replaces."""
        if operation.key == SAVED:
            before[SAVED] = operation.before
            disk.write_saved(self._saved_after(self._shown, operation.before).text)
        else:
            before[RUNNING] = shown = self._read_config()
            self._change(shown, self._want.target(shown))

    def _remember(self) -> None:
        """Keep what was asked for and what FRR shows now; the next run may need no more."""
        now = self._asked, disk.digest(self._key, self._text)
        if now != (self._memory.wanted, self._memory.shown):
            config = self._parse(self._text)
            if missing_lines(config, self._want.target(config), self._want.version):
                return
        self._memory = disk.Memory(*now, disk.digest(self._key, self._file), self._key)
        disk.write_memory(self._memory)

    def remember_anew(self) -> None:
        """Remember what FRR shows when something else changed what it shows."""
        self._text = self._reader.take().text
        self._remember()

    def undo(self, before: Mapping[str, Any]) -> bool:
        """Give FRR and its file back what they had before, unless that was tried already."""
        if self._is_back is None:
            self._go_back({RUNNING: before[RUNNING], SAVED: before.get(SAVED)})
        return self._is_back is True

    def describe(self, state: Mapping[str, Any]) -> dict[str, str]:
        """Show the configuration in FRR's own words, and whether the file says the same."""
        shown = self._show(state.get(RUNNING) or Config({}))
        return {"FRR": shown, SAVED: self._describe_saved(state.get(SAVED))}

    def results(self, plan: Plan[str, Any]) -> dict[str, Any]:
        """Give what changes as commands and as lines, without secrets."""
        commands = ""
        lines: dict[str, list[str]] = {"before": [], "after": []}
        for step in plan.operations:
            if step.key == RUNNING and step.after is not None:
                before: Config = step.before or Config({})
                delta = plan_delta(before, step.after, self._want.version)
                commands = render_commands(delta.commands)
                lines = {"before": self._list_lines(before), "after": self._list_lines(step.after)}
        return {
            "commands": self._redactor.redact(commands).splitlines(),
            "configuration": lines,
        }

    def _show(self, config: Config) -> str:
        """Write the outermost contexts in which something changes, without secrets."""
        touched = config.restricted(path for path in config.lines if path[0] in self._touched)
        return self._redactor.redact(render_config(touched))

    def _list_lines(self, config: Config) -> list[str]:
        return [" / ".join(path) for path in parse_config(self._show(config)).lines]

    def _compare(self, shown: str) -> Config:
        """Parse what FRR shows; it is what is wanted if nothing moved since it was proven."""
        now = self._asked, disk.digest(self._key, shown)
        if now == (self._memory.wanted, self._memory.shown):
            return self._want.proven(shown)
        self._check_grammar()
        return self._parse(shown)

    def _parse(self, shown: str) -> Config:
        """Parse what FRR shows, if that is not what it showed just before."""
        if shown != self._parsed[0]:
            self._parsed = shown, self._want.parse(shown)
        return self._parsed[1]

    def _check_grammar(self) -> None:
        if self._checked:
            return
        complaints = vtysh.read_complaints(render_config(self._want.typed))
        if complaints:
            words = self._join(complaints)
            raise InputError(self._want.option, words, "a configuration that FRR's grammar has")
        self._checked = True

    def _change(self, before: Config, goal: Config, *, undoing: bool = False) -> None:
        def accept(shown: Config) -> Config:
            return goal if undoing else self._want.accept(goal, before, shown)

        missing = self._run(before, goal, accept)
        for _try in range(_MORE_TRIES):
            # FRR answers some commands with lines of its own, such as `neighbor X activate`
            # where the default changes: they are known only now. Others are lost when somebody
            # else asks mgmtd something meanwhile.
            if missing:
                missing = self._run(self._shown, accept(self._shown), accept)
        if missing:
            raise VerifyError(
                "FRR took the commands and does not show what was asked for "
                "(is a daemon missing in 'daemons'?): " + self._join(missing)
            )

    def _run(self, shown: Config, goal: Config, accept: Callable[[Config], Config]) -> list[str]:
        """Run one delta and name what FRR then does not show; some daemons take a moment."""
        delta = plan_delta(shown, goal, self._want.version)
        if delta.commands:
            first, rest = split_log(render_commands(delta.commands), shown, goal)
            for rows in filter(None, (first, rest)):
                complaints = vtysh.apply_commands(rows, self._want.version)
                if complaints:
                    raise ApplyError("FRR refused: " + self._join(complaints))
        missing: list[str] = []
        for attempt in range(_READS):
            if attempt:
                time.sleep(_SECONDS_BETWEEN_READS)
            now = self._read_config()
            missing = missing_lines(now, accept(now), self._want.version)
            if not missing:
                break
        return missing

    def _join(self, rows: Sequence[str]) -> str:
        """Write rows in one line; a secret goes to the end of its own row only."""
        return "; ".join(map(self._redactor.redact, rows))

    def _go_back(self, before: Mapping[str, Any]) -> tuple[str, bool]:
        """Put back the file, then FRR, then the memory; tell what there is, and if all stays.

        FRR stays as it is where the file does: to have another one at the next boot helps nobody.
        """
        self._is_back = False
        try:
            if SAVED in before:
                disk.put_back(before[SAVED])
        except MplsError as error:
            return f"going back failed too, and FRR and its file have the change: {error}", True
        try:
            self._put_back(before.get(RUNNING, UNTOUCHED))
            if disk.read_memory() != self._remembered:
                disk.write_memory(self._remembered)
        except MplsError as error:
            words = self._redactor.redact(str(error))
            return f"going back failed too, and FRR may have a part of the change: {words}", False
        self._is_back = True
        return "the configuration from before is back" if before else "nothing was changed", False

    def _put_back(self, before: Config) -> None:
        shown = before if before is UNTOUCHED else self._read_config()
        if not shown.same_lines(before):
            self._change(shown, before, undoing=True)

    def _read_config(self) -> Config:
        self._text = self._reader.take().text
        self._redactor.learn(self._text)
        self._shown = self._parse(self._text)
        return self._shown

    def _saved_after(self, shown: Config, on_disk: disk.Saved | None) -> disk.Saved:
        text = on_disk.text if on_disk else ""
        proven = shown is UNTOUCHED and disk.digest(self._key, text) == self._memory.file
        self._file = text if proven else self._want.saved(shown, text)
        return disk.Saved(self._file)

    def _describe_saved(self, saved: disk.Saved | None) -> str:
        if saved is None:
            return "is not there\n"
        if saved.text != self._file:
            return "is not what was asked for\n"
        return "is what was asked for\n" if saved.private else "can be read or owned by others\n"


def split_log(rows: str, shown: Config, goal: Config) -> tuple[str, str]:
    """Give what is run first, and then the rest: FRR logs no command with a secret (pure).

    With ``log commands`` it writes each command to its log as it comes. That is switched off by
    commands of its own, so that one which cannot be, as with --command-log-always, ends the run
    before a secret was sent; and it is switched on by the last command.
    """
    if not (LOG in shown.lines or LOG in goal.lines):
        return "", rows
    kept = [row for row in rows.splitlines(keepends=True) if row.strip() not in LOG_COMMANDS]
    off, on = LOG_COMMANDS[1] + "\n", LOG_COMMANDS[0] + "\n"
    return off if LOG in shown.lines else "", "".join(kept) + (on if LOG in goal.lines else "")


def digest_desired(key: str, want: DesiredConfig, daemons: Sequence[str]) -> str:
    """Compute what stands for what is asked for, and for the version that it is asked of (pure)."""
    return disk.digest(key, want.option, str(want.version), *sorted(daemons), want.text)


def require_frr(*, installed: bool, check: bool) -> None:
    """Refuse a real run where there is no FRR; check mode says what would be."""
    if not installed and not check:
        raise HostError("FRR is not installed: install the package frr first")
