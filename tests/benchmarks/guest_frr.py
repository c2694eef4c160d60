# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""frr_config beside vtysh and FRR's own frr-reload.py, on the same configurations."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.figures import Figures, Tool
from benchmarks.guest_tools import prepare, shell, timed
from benchmarks.stand_in import Task

FRR_CONF, COMMANDS = Path("/etc/frr/frr.conf"), Path("/run/benchmark-frr.conf")
RELOAD = [
    *("/usr/lib/frr/frr-reload.py", "--reload", "--bindir", "/usr/bin", "--rundir", "/run/frr"),
    *("--confdir", "/etc/frr", str(FRR_CONF)),
]
FEW_VRFS, MANY_VRFS, NETWORKS, SCALE, ROUNDS = 200, 500, 1000, 10, 3
PEERS, PEERS_AS, PATIENCE = 4, 65001, 120
NETWORK = """
ip netns add b_peers
ip link add b_router type veth peer name b_peer netns b_peers
ip address add 10.250.0.1/24 dev b_router
ip link set b_router up
ip -n b_peers link set b_peer up
"""
EMPTY = "log syslog informational\n"
HEAD = """\
log syslog informational
route-map CE permit 10
 set local-preference 120
exit
router bgp 65000
 bgp router-id 10.0.0.1
 no bgp ebgp-requires-policy
"""
VRF = """\
vrf b_vrf{n}
 ip route 10.0.0.0/8 blackhole
exit-vrf
router bgp 65000 vrf b_vrf{n}
 bgp router-id 10.0.0.1
 neighbor {peer} remote-as 65101
 neighbor {peer} description customer {n}
 neighbor {peer} timers 10 30
 neighbor {peer} timers connect 10
 address-family ipv4 unicast
  redistribute connected
  redistribute static
  neighbor {peer} as-override
  neighbor {peer} maximum-prefix 100
  neighbor {peer} route-map CE in
  neighbor {peer} route-map CE out
  label vpn export auto
  rd vpn export 65000:{n}
  rt vpn both 65000:{n}
  export vpn
  import vpn
 exit-address-family
exit
"""


def render(vrfs: int, networks: int = 0) -> str:
    """Write the configuration of a provider edge router (pure)."""
    rows = [f" neighbor 10.250.0.{2 + at} remote-as {PEERS_AS}" for at in range(PEERS)]
    if networks:
        rows.append(" address-family ipv4 unicast")
        rows += [f"  network {network}" for network in name_networks(networks)]
        rows.append(" exit-address-family")
    body = "".join(f"{row}\n" for row in [*rows, "exit"])
    blocks = (VRF.format(n=n, peer=f"172.16.{n // 250}.{1 + n % 250}") for n in range(vrfs))
    return HEAD + body + "".join(blocks)


def name_networks(count: int) -> list[str]:
    """Name prefixes (pure)."""
    return [f"10.{100 + at // 250}.{at % 250}.0/24" for at in range(count)]


def no_change(_loop: tuple[float, int]) -> Figures:
    """P6: the whole configuration runs already."""
    prepare()
    text = render(FEW_VRFS)
    task = _task_of(text)
    task.run()
    ours = tuple(timed(lambda: _must(task, changed=False)) for _round in range(ROUNDS))
    floor = tuple(timed(_show) for _round in range(ROUNDS))
    lines = len(_show().splitlines())
    reload = timed(_reload)
    _clear()
    return Figures(
        "P6",
        f"frr_config, {FEW_VRFS} VRFs in {lines} lines that run already",
        "one 'show running-config'",
        ours,
        floor,
        Tool("frr-reload.py with the same file", reload),
    )


def deletions(_loop: tuple[float, int]) -> Figures:
    """P7: 1,000 lines go."""
    prepare()
    whole, task = _task_of(render(1, NETWORKS)), _task_of(render(1))
    whole.run()
    ours = timed(lambda: _must(task, changed=True))
    whole.run()
    rows = [f"  no network {network}" for network in name_networks(NETWORKS)]
    commands = ["router bgp 65000", " address-family ipv4 unicast", *rows]
    commands += [" exit-address-family", "exit"]
    floor = timed(lambda: _vtysh(commands))
    measured = NETWORKS // SCALE
    _task_of(render(1, measured)).run()
    FRR_CONF.write_text(render(1))
    reload = SCALE * timed(_reload)
    _clear()
    return Figures(
        "P7",
        f"frr_config, {NETWORKS} deletions",
        "one 'vtysh -f' of the same deletions",
        (ours,),
        (floor,),
        Tool(
            f"frr-reload.py, of whose deletions {measured} were measured, the rest scaled", reload
        ),
    )


def one_vrf_more(_loop: tuple[float, int]) -> Figures:
    """P8: one VRF more than 500, while the sessions of others are up."""
    prepare()
    before, after = _task_of(render(MANY_VRFS)), _task_of(render(MANY_VRFS + 1))
    with _peers():
        before.run()
        sessions = _wait_for_sessions()
        done: dict[str, Any] = {}
        ours = timed(lambda: done.update(_must(after, changed=True)))
        before.run()
        floor = timed(lambda: _vtysh(done["commands"]))
        before.run()
        blinks = sum(
            _read_sessions()[name]["connectionsDropped"] - session["connectionsDropped"]
            for name, session in sessions.items()
        )
        FRR_CONF.write_text(render(MANY_VRFS + 1))
        reload = timed(_reload)
        _clear()
    return Figures(
        "P8",
        f"frr_config, one VRF more than {MANY_VRFS}; lines: commands that were sent; "
        f"blinks: sessions that were lost of {PEERS}",
        "one 'vtysh -f' of the same commands",
        (ours,),
        (floor,),
        Tool("frr-reload.py with the same file", reload),
        {"lines": len(done["commands"]), "blinks": blinks},
    )


def _task_of(text: str) -> Task:
    return Task("frr_config", text=text, daemons=["bgpd"])


def _must(task: Task, *, changed: bool) -> dict[str, Any]:
    result = task.run()
    if result["changed"] != changed:
        raise SystemExit(f"frr_config: changed is {result['changed']}: {result['commands'][:5]}")
    return result


def _show(command: str = "show running-config") -> str:
    return subprocess.run(
        ["vtysh", "-c", command], check=True, capture_output=True, text=True
    ).stdout


def _vtysh(commands: list[str]) -> None:
    COMMANDS.write_text("".join(f"{command}\n" for command in commands))
    shell(f"vtysh -f {COMMANDS}")


def _reload() -> None:
    """Run FRR's own tool, whose status says little: it may find no way and still have done it."""
    subprocess.run([sys.executable, *RELOAD], check=False, capture_output=True)


def _clear() -> None:
    """Leave nothing: removing it from a running FRR would take longer than all before."""
    FRR_CONF.write_text(EMPTY)
    shell("systemctl stop frr")


@contextmanager
def _peers() -> Iterator[None]:
    """Have neighbours in a network of their own."""
    addresses = (
        f"ip -n b_peers address add 10.250.0.{2 + at}/24 dev b_peer\n" for at in range(PEERS)
    )
    shell(NETWORK + "".join(addresses))
    speak = [sys.executable, "-m", "benchmarks.guest_peers", str(PEERS_AS)]
    with subprocess.Popen(["ip", "netns", "exec", "b_peers", *speak]) as speaker:
        try:
            yield
        finally:
            speaker.terminate()
            shell("ip netns delete b_peers")


def _wait_for_sessions() -> dict[str, Any]:
    for _second in range(PATIENCE):
        sessions = _read_sessions()
        if all(session["bgpState"] == "Established" for session in sessions.values()):
            return sessions
        time.sleep(1)
    raise SystemExit(f"BGP: not all sessions came up: {sessions}")


def _read_sessions() -> dict[str, Any]:
    """Read the neighbours that answer; those of the VRFs are nowhere."""
    shown: dict[str, Any] = json.loads(_show("show bgp neighbors json"))
    return {name: shown[name] for name in shown if name.startswith("10.250.0.")}
