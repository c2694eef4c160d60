# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Templates to pages: everything is escaped, and a page may load and run nothing but its own."""

from __future__ import annotations

import base64
import hashlib
import os
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page import words

FOLDER = os.path.join(os.path.dirname(__file__), "templates")


def render(template: str, **values: Any) -> Markup:  # noqa: ANN401 (what a template shows)
    """Fill a template in."""
    return Markup(_ENVIRONMENT.get_template(template).render(values))  # noqa: S704 (escaped)


def read_part(name: str) -> Markup:
    """Read a style or a script, which is written into the page as it is."""
    with open(os.path.join(FOLDER, name), encoding="utf-8") as stream:
        return Markup(stream.read())  # noqa: S704 (ours)


def write_policy(style: str, script: str = "") -> str:
    """Allow this very style and script, and nothing else."""
    allowed = f"style-src {_hash(style)}" + (f"; script-src {_hash(script)}" if script else "")
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _finish(value: object) -> object:
    is_plain = isinstance(value, str) and not isinstance(value, Markup)
    return words.clean(str(value)) if is_plain else value


def _make_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=_finish,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        count=words.count,
        join_names=words.join,
        time=words.say_time,
        day=words.say_day,
        strip=words.strip,
        family=lambda name: words.FAMILIES.get(name, name),
        role=lambda name: words.ROLES.get(name, name),
        sign=lambda state: words.SIGNS.get(state, "?"),
        state=lambda state: words.STATES.get(state, state),
    )
    return environment


_ENVIRONMENT = _make_environment()
