# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with the fabric package: variables in, one model per router out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.scope import (
    relate_customers,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import (
    build_models,
    list_prefixes,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.intent_action import IntentAction


class ActionModule(IntentAction):
    """Check the intent and build the models; contacts no router and changes nothing."""

    OPTIONS: ClassVar = {"folder": {"type": "path"}}

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Fail with every mistake at once, or return ``routers``."""
        reading = self.read_intent(options["folder"])
        if reading.intent is None:
            return reading.result
        return {
            **reading.result,
            "routers": build_models(reading.intent),
            "customers": relate_customers(reading.intent.vpns),
            "core": list_prefixes(reading.intent),
        }
