# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A connection that notes when a router would be contacted, and contacts none."""

from __future__ import annotations

import os
import time
from typing import NoReturn

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.connection import ConnectionBase

DOCUMENTATION = r"""
name: first_contact
short_description: Note when a router would be contacted
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet-mpls)
description:
  - Writes the time into the file that the variable of the environment FIRST_CONTACT names.
  - FIRST_CONTACT_TAKES says how many seconds a router takes before it does not answer.
"""


class Connection(ConnectionBase):
    """Ends at the first thing that is asked of it."""

    transport = "first_contact"
    has_pipelining = True

    def _connect(self) -> NoReturn:
        with open(os.environ["FIRST_CONTACT"], "a", encoding="utf-8") as stream:
            stream.write(f"{time.time()}\n")
        time.sleep(float(os.environ.get("FIRST_CONTACT_TAKES", "0")))
        raise AnsibleConnectionFailure("nothing is contacted here")

    def exec_command(self, *_words: object, **_options: object) -> NoReturn:
        self._connect()

    def put_file(self, *_paths: object) -> NoReturn:
        self._connect()

    def fetch_file(self, *_paths: object) -> NoReturn:
        self._connect()

    def close(self) -> None:
        """Nothing is open."""
