# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The one error type of the lab."""

from __future__ import annotations


class LabError(Exception):
    """Something the person at the keyboard can act on; shown as one line, exit status 2."""
