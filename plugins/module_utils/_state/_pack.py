# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A state within a task's result: small, as Ansible copies results many times (pure)."""

from __future__ import annotations

import base64
import json
import zlib

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import SCHEMA, State


def pack_state(state: State) -> str:
    """Write a state as text without meaning to people."""
    written = json.dumps(state, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(written)).decode()


def unpack_state(packed: str) -> State:
    """Read it again; ValueError where it is none, or of another form."""
    try:
        state: State = json.loads(zlib.decompress(base64.b64decode(packed, validate=True)))
    except (ValueError, zlib.error) as error:
        raise ValueError("is no state of a router") from error
    if not isinstance(state, dict) or state.get("schema") != SCHEMA:
        raise ValueError(f"is not of form {SCHEMA}: expected a state that this version has read")
    return state
