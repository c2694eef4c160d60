# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""frr_config on routers of the lab: from each configuration to the next, and back after a refusal.

Needs a running lab; its inventory is named by LAB_INVENTORY (default: .lab/inventory.yml) and the
routers by LAB_ROUTERS (default: pe1,rr1: one of each release).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[3]
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.conf"))
INVENTORY = Path(os.environ.get("LAB_INVENTORY", ROOT / ".lab" / "inventory.yml"))
ROUTERS = os.environ.get("LAB_ROUTERS", "pe1,rr1").split(",")
DAEMONS = ("bfdd", "bgpd", "isisd", "ldpd", "ospfd")
# The last line is refused by bgpd: every guest has that address itself.
REFUSED = """\
router ospf
 ospf router-id 10.0.0.9
exit
router bgp 65000
 neighbor 10.0.2.15 remote-as 65000
exit
"""

pytestmark = pytest.mark.skipif(not INVENTORY.exists(), reason="no lab is running")


def configure(router: str, text: str, daemons: Sequence[str] = DAEMONS) -> dict[str, Any]:
    """Run the module on one router and give its result, failed or not."""
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "ansible"), router, "-i", str(INVENTORY)),
            *("-m", "linuxnet.mpls.frr_config"),
            *("-a", json.dumps({"text": text, "daemons": list(daemons)})),
        ],
        env={
            **os.environ,
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
            "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.minimal",
            "ANSIBLE_CALLBACK_RESULT_FORMAT": "json",
            "ANSIBLE_NOCOLOR": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    head, found, result = done.stdout.partition(" => ")
    assert found, done.stdout + done.stderr
    return {**json.JSONDecoder().raw_decode(result)[0], "failed": "FAILED" in head}


def read(router: str, command: str) -> str:
    """Run a command on a router and give what it printed."""
    argv = [sys.executable, "-m", "lab", "ssh", router, command]
    return subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def read_running(router: str) -> str:
    return read(router, "vtysh -c 'show running-config'")


@pytest.fixture(params=ROUTERS)
def router(request: pytest.FixtureRequest) -> str:
    read(request.param, "modprobe -a mpls_router vrf")
    return str(request.param)


def test_each_configuration_is_reached_when_another_ran(router: str) -> None:
    for path in CORPUS:
        first = configure(router, path.read_text(encoding="utf-8"))
        assert not first["failed"], f"{path.name}: {first.get('msg')}"
        second = configure(router, path.read_text(encoding="utf-8"))
        assert not second["failed"]
        assert not second["changed"], f"{path.name}: {second.get('commands')}"


def test_nothing_is_left_behind_when_a_command_is_refused(router: str) -> None:
    good = CORPUS[-1].read_text(encoding="utf-8")
    configure(router, good)
    before = read_running(router)
    saved = read(router, "sha256sum /etc/frr/frr.conf")
    result = configure(router, REFUSED)
    assert result["failed"]
    assert "the configuration from before is back" in result["msg"]
    assert read_running(router) == before
    assert read(router, "sha256sum /etc/frr/frr.conf") == saved


def test_daemons_keep_running_when_one_is_added(router: str) -> None:
    configure(router, CORPUS[0].read_text(encoding="utf-8"))
    zebra = read(router, "cat /run/frr/zebra.pid")
    text = CORPUS[0].read_text(encoding="utf-8")
    assert not configure(router, text, [*DAEMONS, "pathd"])["failed"]
    assert read(router, "cat /run/frr/zebra.pid") == zebra
    assert "pathd" in read(router, "cat /proc/net/unix")
