# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is wrong with an intent, for people and for pipelines (pure)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import (
    ERROR,
    WARNING,
    Problem,
)


def render_problems(words: str, problems: Sequence[Problem]) -> str:
    """Write a line for each, with its place first, as compilers do."""
    return "\n".join([f"{words} ({len(problems)}):", *map(render_problem, problems)])


def render_problem(problem: Problem) -> str:
    """Write one line."""
    if not problem.file:
        return str(problem)
    line = f"{problem.line}: " if problem.line else " "
    return f"{problem.file}:{line}{problem}"


def render_problems_json(problems: Sequence[Problem]) -> str:
    """Write all of them and their numbers; what is not known of a place is null."""
    counts = {
        f"{severity}s": sum(problem.severity == severity for problem in problems)
        for severity in (ERROR, WARNING)
    }
    rows = [
        {**asdict(problem), "file": problem.file or None, "line": problem.line or None}
        for problem in problems
    ]
    return json.dumps({**counts, "problems": rows}, indent=2) + "\n"
