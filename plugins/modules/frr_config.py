#!/usr/bin/python
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
---
module: frr_config
short_description: Give FRRouting a configuration, as one transaction
version_added: 0.1.0
author: linuxnet.mpls contributors (@linuxnet)
description:
  - Compares the configuration that a router should have with what FRRouting shows, and runs the
    smallest ordered list of commands between the two in one go, in the running daemons. A task says
    the whole configuration, or lines that are merged into the one that runs.
  - What FRRouting shows afterwards is compared again. If a command was refused, or a line does not
    appear, the task fails with FRRouting's words, after the configuration from before was put back.
  - Only what was proven is written to C(/etc/frr/frr.conf). A running FRRouting is never reloaded,
    and restarted only where it does not carry a configuration of this module yet.
options:
  text:
    description:
      - The whole configuration. What it does not say is removed from FRRouting.
      - Any indentation will do, and C(exit) may be left out where the next line makes it plain.
        Comments do not reach the router.
      - C(%{name}) stands for a value of O(secrets).
      - One of O(text) and O(lines) is required.
    type: str
  lines:
    description:
      - Lines that are merged into what runs. Everything else stays as it is.
      - A line of which FRRouting has one only, such as C(ip ospf cost 20), takes the place of the
        one that is there.
      - A line that begins with C(no) removes what follows it, and a context with all that stands
        in it. It names the whole line as FRRouting shows it; only what FRRouting has one of may be
        named without its value, such as C(no description) or C(no neighbor 10.0.0.5). What is not
        there needs no removal. Where FRRouting shows such a line itself, as C(no bgp default
        ipv4-unicast), it is a line like others.
      - They may open contexts themselves, and then have to be indented or say C(exit).
      - Afterwards C(/etc/frr/frr.conf) has all that runs, as C(write memory) saves it.
    type: list
    elements: str
  parents:
    description: The contexts in which O(lines) stand, from the outermost to the innermost.
    type: list
    elements: str
  daemons:
    description:
      - The daemons that the configuration needs. C(zebra), C(staticd) and C(mgmtd), where this
        FRRouting has it, always run.
      - Every daemon that O(text) has a context or an interface's line of must be named; with
        O(lines), only one that does not run yet.
      - One that does not run yet is enabled and started; the others and their sessions are not
        touched. Daemons that are not named stay as they are, unless O(purge_daemons) is set.
    type: list
    elements: str
    choices:
      - babeld
      - bfdd
      - bgpd
      - eigrpd
      - fabricd
      - isisd
      - ldpd
      - mgmtd
      - nhrpd
      - ospf6d
      - ospfd
      - pathd
      - pbrd
      - pim6d
      - pimd
      - ripd
      - ripngd
      - staticd
      - vrrpd
      - zebra
    default: []
  purge_daemons:
    description:
      - Disables and stops the daemons that O(daemons) does not name, after their configuration was
        removed; the others and their sessions are not touched.
      - C(zebra), C(staticd) and C(mgmtd) are never stopped, nor is a daemon that is not among the
        choices of O(daemons).
      - Not together with O(lines).
    type: bool
    default: false
  secrets:
    description:
      - Passwords and keys by the name that O(text) or O(lines) have for them. A value is one word.
      - Diffs, results and messages show a keyed digest in their place, so that a value that changes
        is seen to change. The same is done to secrets that stand in O(text) or O(lines) itself. A
        task that has them there is still shown as it is written by whoever runs Ansible with
        C(-vvv).
    type: dict
    default: {}
  backup:
    description: How many earlier versions of C(/etc/frr/frr.conf) are kept beside it.
    type: int
    default: 3
extends_documentation_fragment:
  - linuxnet.mpls.attributes
attributes:
  check_mode: {}
  diff_mode: {}
  idempotent: {}
requirements:
  - FRRouting >= 8.4 (frr)
notes:
  - When a run was proven, keyed digests of what was asked for, of what FRRouting then showed and of
    its file are kept in C(/var/lib/linuxnet-mpls/frr.json). As long as all are the same, nothing is
    to be done.
  - Without FRRouting a check says that all of it would be added; a real run fails.
  - Lines that FRRouting never shows or shows by itself, such as C(hostname), C(frr defaults) or
    C(line vty), go to the file and are not compared. O(lines) cannot have them.
  - C(no ip forwarding) and, before FRRouting 9.1, C(mpls enable) mirror kernel settings. Where
    O(text) does not speak of them they stay as they are, and O(lines) do not save them.
  - frr.service is enabled, started after the interfaces are configured, and gets 65536 file
    descriptors.
"""

EXAMPLES = r"""
- name: Give a router its configuration
  linuxnet.mpls.frr_config:
    text: "{{ lookup('ansible.builtin.template', 'frr.conf.j2') }}"
    daemons: [ospfd, ldpd, bgpd]

- name: A session with a password
  linuxnet.mpls.frr_config:
    daemons: [bgpd]
    text: |
      router bgp 65000
       neighbor 10.0.0.4 remote-as 65000
       neighbor 10.0.0.4 password %{rr}
      exit
    secrets:
      rr: "{{ vault_bgp_password }}"

- name: A configuration without OSPF, and no ospfd either
  linuxnet.mpls.frr_config:
    text: "{{ lookup('ansible.builtin.template', 'isis.conf.j2') }}"
    daemons: [isisd, ldpd, bgpd]
    purge_daemons: true

- name: A neighbor more, and one that is gone
  linuxnet.mpls.frr_config:
    parents: [router bgp 65000]
    lines:
      - neighbor 10.0.0.5 remote-as 65000
      - neighbor 10.0.0.5 update-source lo
      - no neighbor 10.0.0.6

- name: Another cost, and no description
  linuxnet.mpls.frr_config:
    parents: [interface ens4]
    lines: [ip ospf cost 20, no description]
"""

RETURN = r"""
commands:
  description: The commands that were run, or in check mode would be, without secrets.
  returned: success
  type: list
  elements: str
  sample:
    - router bgp 65000
    - " neighbor 10.0.0.5 remote-as 65000"
    - exit
configuration:
  description:
    - The outermost contexts in which something changes, line by line, without secrets. A line has
      the contexts that it is in before it.
  returned: success
  type: dict
  contains:
    before:
      description: What FRRouting has before the change.
      type: list
      elements: str
      sample: [router bgp 65000, router bgp 65000 / neighbor 10.0.0.4 remote-as 65000]
    after:
      description: What it has after the change, or in check mode would have.
      type: list
      elements: str
      sample:
        - router bgp 65000
        - router bgp 65000 / neighbor 10.0.0.4 remote-as 65000
        - router bgp 65000 / neighbor 10.0.0.5 remote-as 65000
daemons_started:
  description: The daemons that did not run before.
  returned: success
  type: list
  elements: str
  sample: [bgpd]
daemons_stopped:
  description: The daemons that ran, or would have at the next start, and were not named.
  returned: success, with O(purge_daemons)
  type: list
  elements: str
  sample: [isisd]
operations:
  description: What was changed, or in check mode would be, in order.
  returned: success
  type: list
  elements: str
  sample:
    - create daemon bgpd
    - change running configuration
    - change /etc/frr/frr.conf
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._daemons import ALWAYS, OPTIONAL
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._task import (
    build_resources,
    hide_secrets,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_module

ARGUMENT_SPEC = {
    "text": {"type": "str"},
    "lines": {"type": "list", "elements": "str"},
    "parents": {"type": "list", "elements": "str"},
    "daemons": {
        "type": "list",
        "elements": "str",
        "choices": sorted((*ALWAYS, *OPTIONAL)),
        "default": [],
    },
    "purge_daemons": {"type": "bool", "default": False},
    "secrets": {"type": "dict", "default": {}, "no_log": True},
    "backup": {"type": "int", "default": 3},
}


class QuietModule(AnsibleModule):
    """A module that leaves its options out of the journal: the text may have secrets in it."""

    def _log_invocation(self) -> None:
        self.log("Invoked")


def main() -> None:
    module = QuietModule(
        argument_spec=ARGUMENT_SPEC,
        mutually_exclusive=[("text", "lines"), ("text", "parents")],
        required_one_of=[("text", "lines")],
        required_by={"parents": ("lines",)},
        supports_check_mode=True,
    )
    params = dict(module.params)
    module.params.update(hide_secrets(params))
    run_module(module, lambda: build_resources(params, check=module.check_mode), pages=["text"])


if __name__ == "__main__":
    main()
