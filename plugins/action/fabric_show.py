# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with the answers for people: what the routers gave in, tables out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.show import (
    ShowError,
    build_tables,
    render_tables,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import write_files
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.known_intent import KnownIntentAction


class ActionModule(KnownIntentAction):
    """Show it, of all, of one customer or of one router."""

    OPTIONS: ClassVar = {
        "reports": {"type": "dict", "required": True},
        "customer": {"type": "str", "default": ""},
        "router": {"type": "str", "default": ""},
        "folder": {"type": "path"},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Give it in words, and for programs."""
        asked = (options["customer"], options["router"])
        try:
            shown = build_tables(self.read_intent(), options["reports"], *asked)
        except ShowError as error:
            # Ansible would say the cause once more.
            raise AnsibleActionFail(str(error)) from None
        words = render_tables(shown)
        self.say(words)
        if options["folder"]:
            write_files(options["folder"], {"show.json": json.dumps(shown, indent=2) + "\n"})
        return {"changed": False, "shown": shown, "msg": words}
