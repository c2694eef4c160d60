# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Passwords and keys of a task are in FRR and its file, and nowhere else.

Here Ansible itself runs the task, for it too could show them: on the screen, in syslog, in a file.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import ROOT
from support.frr.configurations import DAEMONS, SHOW, configure, succeed
from support.lab.cells import LOG, write_inventory
from support.lab.modules import run_module
from support.lab.network import PLAIN

TEXT = """\
password %{vty}
enable password %{enable}
key chain K
 key 1
  key-string %{chain}
 exit
exit
interface eth1
 ip ospf message-digest-key 1 md5 %{ospf}
 ip router isis core
 isis password clear %{isis}
exit
router rip
 network eth1
exit
router isis core
 net 49.0001.0000.0000.0001.00
 area-password clear %{area}
exit
mpls ldp
 router-id 10.0.0.1
 neighbor 10.0.0.2 password %{ldp}
 address-family ipv4
  discovery transport-address 10.0.0.1
 exit-address-family
exit
router bgp 65000
 neighbor 10.0.0.4 remote-as 65000
 neighbor 10.0.0.4 password %{bgp}
 neighbor %{refused} remote-as 65000
exit
"""
SYSLOG = "log syslog informational\n"
NAMES = ("vty", "enable", "chain", "ospf", "isis", "area", "ldp", "bgp")
MARK = "qx7canary"
#: Where a router keeps files, and which of them are FRR's own copies of its configuration: its file
#: now and before, and what mgmtd can go back to.
PLACES = "/etc /root /home /run /tmp /var/lib /var/log /var/tmp /var/spool"
ALLOWED = re.compile(r"/etc/frr/frr\.conf(\.\d{8}T\d{6}Z)?|/var/lib/frr/commit-\d+\.json")
SAMPLER = """\
import glob, time
seen = set()
while not time.sleep(0.005):
    for path in glob.glob('/proc/[0-9]*/cmdline') + glob.glob('/proc/[0-9]*/environ'):
        try:
            text = open(path, errors='replace').read()
        except OSError:
            continue
        if text not in seen:
            seen.add(text)
            with open('/run/sampled', 'a') as stream:
                stream.write(text + chr(10))
"""


def write_play(path: Path, round_: int, *, refused: bool = False) -> dict[str, str]:
    """Write a play whose secrets are those of a round; give them."""
    secrets = {name: f"{MARK}{round_}{name}" for name in NAMES}
    # Every router has the first address itself, and FRR refuses it.
    secrets["refused"] = "10.0.2.15" if refused else "10.0.0.5"
    options = {"text": TEXT, "daemons": list(DAEMONS), "secrets": secrets, "backup": 2}
    tasks: list[dict[str, Any]] = [
        {"linuxnet.mpls.frr_config": options, "register": "done"},
        {"ansible.builtin.debug": {"var": "done"}},
    ]
    play = {"hosts": "all", "gather_facts": False, "become": True, "tasks": tasks}
    path.write_text(yaml.safe_dump([play]), encoding="utf-8")
    return secrets


def run_play(path: Path, inventory: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a play as loudly as Ansible can."""
    return subprocess.run(
        ["ansible-playbook", f"--inventory={inventory}", "-vvv", "--diff", *options, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **PLAIN},
    )


@pytest.fixture(autouse=True)
def _sampled(routers: dict[str, Any]) -> Iterator[None]:
    """Write down what processes have in their arguments and environments meanwhile."""
    for router in routers.values():
        router.check_output("nohup python3 -c %s >/dev/null 2>&1 & echo $! > /run/sampler", SAMPLER)
    yield
    for router in routers.values():
        router.check_output("kill $(cat /run/sampler); rm /run/sampler /run/sampled")
    succeed(configure(SYSLOG))
    for router in routers.values():
        router.check_output("rm -f /etc/frr/frr.conf.*Z")


def log_all_commands(routers: dict[str, Any]) -> None:
    for router in routers.values():
        router.check_output("vtysh -c 'configure terminal' -c 'log commands'")


def find_files(router: Any) -> list[str]:
    """Name the files that have a secret, each with its mode and owner."""
    needle = f"[{MARK[0]}]{MARK[1:]}"
    command = f"grep -rlZa '{needle}' {PLACES} 2>/dev/null | xargs -0r stat -c '%n %a %U %G'"
    return list(router.run(command).stdout.splitlines())


def assert_hidden(routers: dict[str, Any], printed: str) -> None:
    assert MARK not in printed
    for name, router in routers.items():
        files = [row.split(" ", 1) for row in find_files(router)]
        assert "/etc/frr/frr.conf" in [path for path, _mode in files], name
        for path, mode in files:
            assert ALLOWED.fullmatch(path), f"{name}: {path}"
            assert mode == "640 frr frr", f"{name}: {path}"
        said = router.check_output("cat %s", LOG)
        assert "frr_config: Invoked" in said, name
        assert MARK not in said, name
        assert "vtysh" in router.check_output("tr '\\0' ' ' < /run/sampled"), name


def test_secrets_stay_hidden_when_they_are_set_rotated_and_refused(
    routers: dict[str, Any], tmp_path: Path
) -> None:
    play, inventory = tmp_path / "play.yml", write_inventory(tmp_path)
    write_play(play, 1)
    foretold = run_play(play, inventory, "--check")
    done = run_play(play, inventory)
    again = run_play(play, inventory)
    rotated = write_play(play, 2)
    change = run_play(play, inventory)
    write_play(play, 3, refused=True)
    refused = run_play(play, inventory)
    runs = [foretold, done, again, change, refused]
    for run, status in zip(runs, (0, 0, 0, 0, 2)):
        assert run.returncode == status, run.stdout.replace(MARK, "(secret)")
    assert_hidden(routers, "".join(run.stdout + run.stderr for run in runs))
    assert again.stdout.count("changed=0 ") == len(routers)
    assert "neighbor 10.0.0.4 password <secret " in change.stdout
    assert "the configuration from before is back" in refused.stdout
    for router in routers.values():
        shown = router.check_output(SHOW)
        for name in ("ospf", "ldp", "bgp"):
            assert rotated[name] in shown


@pytest.mark.parametrize(
    "text", [SYSLOG + TEXT, f"{SYSLOG}log commands\n{TEXT}"], ids=["goes", "stays"]
)
def test_secrets_stay_hidden_when_frr_logs_its_commands(routers: dict[str, Any], text: str) -> None:
    """As a whole, by lines, and on the way back from a line that is refused."""
    secrets = {name: f"{MARK}4{name}" for name in NAMES}
    log_all_commands(routers)
    succeed(configure(text, secrets={**secrets, "refused": "10.0.0.5"}), changed=True)
    log_all_commands(routers)
    merge = {"parents": ["router bgp 65000"], "lines": [f"neighbor 10.0.0.4 password {MARK}5bgp"]}
    succeed(run_module("frr_config", merge), changed=True)
    for result in configure(text, secrets={**secrets, "refused": "10.0.2.15"}).values():
        assert "the configuration from before is back" in result["msg"]
    for name, router in routers.items():
        assert f"password {MARK}5bgp" in router.check_output(SHOW)
        assert "log commands" in router.check_output(SHOW), name
        assert MARK not in router.check_output("cat %s", LOG), name


def test_commands_are_logged_when_somebody_else_gives_them(routers: dict[str, Any]) -> None:
    """Otherwise the test above would show nothing."""
    log_all_commands(routers)
    for router in routers.values():
        router.check_output("vtysh -c 'configure terminal' -c 'ip prefix-list qx8 permit any'")
        assert "ip prefix-list qx8" in router.check_output("cat %s", LOG)
        router.check_output("vtysh -c 'configure terminal' -c 'no ip prefix-list qx8 permit any'")
