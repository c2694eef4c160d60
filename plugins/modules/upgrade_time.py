#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Give the unattended upgrades of a router their time of day."""

from __future__ import annotations

DOCUMENTATION = r"""
module: upgrade_time
short_description: Give the unattended upgrades of a router their time of day
version_added: "0.1.0"
description:
  - Has C(apt-daily-upgrade.timer) run once a day at a time of its own, without Debian's random
    delay, and not after a boot for a day that was missed. Two reflectors with times an hour apart
    are never upgraded together.
  - Whether packages are upgraded at all is for C(unattended-upgrades) to say. It is not installed
    here.
author: linuxnet.mpls contributors (@linuxnet)
extends_documentation_fragment:
  - linuxnet.mpls.attributes
options:
  time:
    description:
      - Time of day in the router's time zone, V(00:00) to V(23:59).
      - Required with O(state=present).
    type: str
  state:
    description:
      - V(present) sets the time.
      - V(absent) gives the timer back the time that Debian or you have set.
    type: str
    choices: [present, absent]
    default: present
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
"""

EXAMPLES = r"""
- name: Upgrade this router at two
  linuxnet.mpls.upgrade_time:
    time: "02:00"

- name: Upgrade it when Debian does
  linuxnet.mpls.upgrade_time:
    state: absent
"""

RETURN = r"""
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create /etc/systemd/system/apt-daily-upgrade.timer.d/90-linuxnet-mpls.conf
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module
from ansible_collections.linuxnet.mpls.plugins.module_utils._upgrade._options import (
    ARGUMENT_SPEC,
    RULES,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._upgrade._task import build_resources


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True, **RULES)
    run_module(module, lambda: build_resources(module.params))


if __name__ == "__main__":
    main()
