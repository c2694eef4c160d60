# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A router with nft, systemd and udev in memory, whose units load what is in their files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft import _task, _unit

READ_UNITS = ["systemctl daemon-reload", "udevadm control --reload"]
LOAD = re.compile(
    r"/bin/sh \S+/load-(\w+)\.sh load|systemctl reload-or-restart linuxnet-mpls-(\w+)\.service"
)
TABLE = re.compile(r"^(table [^\n]*) \{\n(.*?)^\}$", re.DOTALL | re.MULTILINE)
OBJECT = re.compile(r"^\t(counter|set) (\S+) ", re.MULTILINE)
CHAIN = re.compile(r"^\tchain (?P<name>\S+) \{\n(?P<body>.*?)^\t\}$", re.DOTALL | re.MULTILINE)
HOOK = re.compile(r"hook (?P<hook>\w+)[^;]* priority (?P<prio>-?\d+); policy (?P<policy>\w+);")
Listing = list[dict[str, Any]]


class Killed(BaseException):
    """The end of a run that nothing in it can catch."""


class Router:
    """Tables by their keys, as 'nft --json' lists them; it notes each command that changes it.

    ``refused`` says of a text why nft does not take it, "" if it does. ``broken`` begins a command
    that fails once where it starts a unit, and ends the run elsewhere.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.tables: dict[str, Listing] = {"table inet filter": []}
        self.done: list[str] = []
        self.checked: list[str] = []
        self.refused: Callable[[str], str] = lambda _text: ""
        self.broken = ""
        for name in ("nft", "etc", "units", "udev", "net", "lib", "run"):
            (folder / name).mkdir()
        monkeypatch.setattr(_task, "NFT", str(folder / "nft"))
        monkeypatch.setattr(_task, "DEVICES", str(folder / "net"))
        monkeypatch.setattr(_unit, "FOLDER", str(folder / "etc"))
        monkeypatch.setattr(_unit, "SYSTEMD", str(folder / "units"))
        monkeypatch.setattr(_unit, "UDEV", str(folder / "udev"))
        monkeypatch.setattr(_unit, "LIBRARY", str(folder / "lib"))
        monkeypatch.setattr(_unit, "NETWORKD", str(folder / "run"))
        monkeypatch.setattr(_task, "run_command", self.run)
        monkeypatch.setattr(_runner, "run_command", self.run)
        monkeypatch.setattr(_runner, "LOCK_FILE", str(folder / "lock"))

    def add_device(self, name: str) -> None:
        (self.folder / "net" / name).mkdir()

    def run(self, argv: Sequence[str], *, stdin: str = "") -> str:
        words = " ".join(argv).removeprefix(f"{_task.NFT} ")
        if words == "list tables":
            return "".join(f"{key}\n" for key in self.tables)
        if words.startswith("--json --terse list "):
            return json.dumps({"nftables": self.tables[words.removeprefix("--json --terse list ")]})
        if words == "--check --file -":
            self.checked.append(stdin)
            self._fail(self.refused(stdin))
            return ""
        if self.broken and words.startswith(self.broken):
            self.broken = ""
            raise ApplyError(words) if words.startswith("systemctl start") else Killed
        self.done.append(words.replace(f"{self.folder}/", ""))
        load = LOAD.fullmatch(words)
        if load:
            self._load(load[1] or load[2])
        elif words == "--file -":
            self._remove(stdin)
        elif words.endswith(".sh release"):
            for hold in (self.folder / "run").iterdir():
                hold.unlink()
        return ""

    @staticmethod
    def _fail(words: str) -> None:
        if words:
            raise ApplyError(words)

    def rules(self, key: str, chain: str) -> Listing:
        return [one for one in self.tables[key] if one.get("rule", {}).get("chain") == chain]

    def _load(self, name: str) -> None:
        text = (self.folder / "etc" / f"{name}.nft").read_text("utf-8")
        self._fail(self.refused(text))
        Path(_unit.hold_of(name)).unlink(missing_ok=True)
        self._remove(text)
        for key, body in TABLE.findall(text):
            self.tables[key] = [{kind: {"name": one}} for kind, one in OBJECT.findall(body)]
            for chain in CHAIN.finditer(body):
                self._add_chain(key, chain["name"], chain["body"])
        for line in (self.folder / "etc" / f"{name}.devices").read_text("utf-8").splitlines():
            device, _space, words = line.partition(" ")
            if not device.startswith("#") and (self.folder / "net" / device).exists():
                _add, _chain, family, table, chain_name, body = words.split(" ", 5)
                self._add_chain(f"table {family} {table}", chain_name, body)

    def _remove(self, text: str) -> None:
        for key in re.findall(r"^delete (.*)$", text, re.MULTILINE):
            self.tables.pop(key, None)

    def _add_chain(self, key: str, name: str, body: str) -> None:
        shown: dict[str, Any] = {"name": name}
        hook = HOOK.search(body)
        if hook:
            shown.update(hook.groupdict(), prio=int(hook["prio"]))
        self.tables[key].append({"chain": shown})
        self.tables[key] += [
            {"rule": {"chain": name, "comment": comment}}
            for comment in re.findall(r'comment "(\w+)"', body)
        ]
