# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a user can be told: every failure of the collection is one of these."""

from __future__ import annotations


class MplsError(Exception):
    """A failure in words for the user; a boundary expects no other exception."""


class InputError(MplsError):
    """A value that cannot be right, found before anything was changed."""

    def __init__(self, path: str, value: object, expected: str) -> None:
        """Name the option (``routes[3].labels[0]``), its value and what would be right."""
        super().__init__(f"{path}: {value!r} is wrong: expected {expected}")
        self.path = path


class HostError(MplsError):
    """The router lacks something that the task needs, or is in a state that forbids it."""


class ApplyError(MplsError):
    """An operation failed half-way; the runner adds what was done and what was not."""


class VerifyError(MplsError):
    """The router does not show what was applied."""
