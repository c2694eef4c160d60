# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The files of reports."""

from __future__ import annotations

import os

from ansible.errors import AnsibleActionFail


def write_report(folder: str, name: str, content: str) -> None:
    """Write a file into a folder that is made where it is missing."""
    try:
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write(content)
    except OSError as error:
        raise AnsibleActionFail(
            f"folder: {folder!r}: {error.strerror}: expected a folder that can be written"
        ) from error
