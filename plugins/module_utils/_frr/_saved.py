# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is on disk: frr.conf with its backups, and the memory of the last verified run."""

from __future__ import annotations

import glob
import grp
import hashlib
import hmac
import json
import os
import pwd
import secrets
import stat
import time
from dataclasses import asdict, dataclass, fields
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._atomic import (
    remove_durably,
    rename_durably,
    require_room_for,
    write_atomically,
)

FRR_CONF = "/etc/frr/frr.conf"
MEMORY = "/var/lib/linuxnet-mpls/frr.json"
_MODE = 0o640
_OWNER = "frr"


@dataclass(frozen=True)
class Saved:
    """A file as it is or should be; ``private`` is True where mode and owner are right."""

    text: str
    private: bool = True


@dataclass(frozen=True)
class Memory:
    """Digests of what was asked for, of what FRR then showed and of its file, and their key."""

    wanted: str = ""
    shown: str = ""
    file: str = ""
    key: str = ""


def digest(key: str, *texts: str) -> str:
    """Compute one digest over several texts; it is keyed, as they have secrets (pure)."""
    return hmac.new(key.encode(), "\0".join(texts).encode(), hashlib.sha256).hexdigest()


def read_saved() -> Saved | None:
    """Read frr.conf as it is on disk."""
    return _read(FRR_CONF)


def write_saved(text: str) -> None:
    """Replace frr.conf as a whole; the one before it is kept beside it."""
    old = read_saved()
    if old is not None and old.text != text:
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        write_atomically(f"{FRR_CONF}.{now}", old.text, mode=_MODE, owner=_owner())
    write_atomically(FRR_CONF, text, mode=_MODE, owner=_owner())


def put_back(before: Saved | None) -> None:
    """Have frr.conf say what it did before write_saved, with no backup besides.

    The backup takes the place, if it is still there: that needs no room on a full disk.
    """
    if before is None:
        remove_durably(FRR_CONF)
        return
    backup = next((path for path in _find_backups() if _says(path, before.text)), None)
    if backup is not None:
        rename_durably(backup, FRR_CONF)
    elif not _says(FRR_CONF, before.text):
        write_atomically(FRR_CONF, before.text, mode=_MODE, owner=_owner())


def remove_oldest(backups: int) -> None:
    """Keep the newest of the files before frr.conf."""
    for path in _find_backups()[backups:]:
        remove_durably(path)


def read_memory() -> Memory:
    """Read what the last run remembered; nothing, where there is nothing to be trusted."""
    try:
        with open(MEMORY, encoding="utf-8") as stream:
            values: Any = json.load(stream)
        return Memory(**{name: str(values[name]) for name in ("wanted", "shown", "file", "key")})
    except (OSError, ValueError, KeyError, TypeError):
        return Memory()


def write_memory(memory: Memory) -> None:
    """Remember a verified run, for root only; nothing, where nothing was remembered before it."""
    if memory == Memory():
        remove_durably(MEMORY)
    else:
        write_atomically(MEMORY, _render_memory(memory), mode=0o600)


def require_room(text: str) -> None:
    """Refuse where frr.conf and the memory could not be written, before FRR is changed."""
    full = Memory(*(digest("", "") for _field in fields(Memory)))
    require_room_for({FRR_CONF: text, MEMORY: _render_memory(full)})


def make_key() -> str:
    """Make a key for digests that are shown."""
    return secrets.token_hex(16)


def _render_memory(memory: Memory) -> str:
    return json.dumps(asdict(memory)) + "\n"


def _read(path: str) -> Saved | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            status = os.fstat(stream.fileno())
            text = stream.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ApplyError(f"{path}: cannot be read: {error.strerror}") from error
    private = (stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid) == (_MODE, *_owner())
    return Saved(text, private)


def _says(path: str, text: str) -> bool:
    found = _read(path)
    return found is not None and found.text == text


def _find_backups() -> list[str]:
    """Find the files before frr.conf, the newest first."""
    return sorted(glob.glob(f"{FRR_CONF}.[0-9]*T[0-9]*Z"), reverse=True)


def _owner() -> tuple[int, int]:
    """Give Debian's owner of FRR's files; root's where there is no such user."""
    try:
        return pwd.getpwnam(_OWNER).pw_uid, grp.getgrnam(_OWNER).gr_gid
    except KeyError:
        return 0, 0
