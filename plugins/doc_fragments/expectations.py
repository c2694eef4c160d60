# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What router_verify can be told to expect; each expectation says it of itself."""

from __future__ import annotations

from typing import ClassVar

import yaml

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._registry import document


class ModuleDocFragment:
    """The option ``expect``."""

    DOCUMENTATION: ClassVar[str]


# Behind the class: ansible-test reads assignments in it, and wants them to be text.
ModuleDocFragment.DOCUMENTATION = yaml.safe_dump(
    {
        "options": {
            "expect": {
                "description": "What must hold; the C(expect) part of a router's model.",
                "type": "dict",
                "required": True,
                "suboptions": document(),
            }
        }
    }
)
