# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""frr_config meets a fault: FRR has the old configuration or the new one, and the task says which.

The routers are neighbours of each other; no fault and no way back may end a session.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from support.frr.configurations import SHOW, succeed
from support.frr.neighbours import (
    PATIENCE,
    link,
    read_configurations,
    render,
    watch_sessions,
    write,
)
from support.lab.network import wait_for

WORDS_BACK = "the configuration from before is back"
#: Neighbours that come, and the address of every router itself, which is refused as a neighbour.
NEW = ["10.0.0.11", "10.0.0.12", "10.0.0.13"]
OWN = "10.0.2.15"
#: Seconds from the start of a vtysh to its end: a machine may have had it done by then.
DELAYS = (0.05, 0.5, 3)
#: Seconds within which a stopped daemon is named, also on a busy machine; vtysh waits for ever.
QUICK = 45
REFUSED = {
    **{
        f"bgp-{at}": "router bgp 65000\n"
        + "".join(f" neighbor {one} remote-as 65001\n" for one in [*NEW[:at], OWN, *NEW[at:]])
        + "exit\nrouter bgp 65000 vrf t_red\n neighbor 10.0.0.20 remote-as 65001\nexit\n"
        for at in range(len(NEW) + 1)
    },
    "list": "ip prefix-list P seq 5 permit 10.0.0.0/8 ge 4\n",
    "isis": "router isis core\n net 49.0001\nexit\n",
}


def render_networks(count: int) -> str:
    rows = [f"  network 10.{100 + at // 250}.{at % 250}.0/24\n" for at in range(count)]
    return (
        "router bgp 65000\n address-family ipv4 unicast\n"
        + "".join(rows)
        + " exit-address-family\nexit\n"
    )


@pytest.fixture(scope="module", autouse=True)
def _neighbours(routers: dict[str, Any]) -> Iterator[None]:
    yield from link(routers)


@pytest.fixture(autouse=True)
def sessions(routers: dict[str, Any], _neighbours: None) -> Iterator[None]:
    yield from watch_sessions(routers)


@pytest.mark.parametrize("place", REFUSED)
def test_old_configuration_is_back_when_a_line_is_refused(
    place: str, routers: dict[str, Any]
) -> None:
    before = read_configurations(routers)
    for name, result in write(render(REFUSED[place], without="10.0.0.9")).items():
        assert result["failed"], name
        assert WORDS_BACK in result["msg"], name
        assert "(done: nothing; not done: " in result["msg"], name
    assert read_configurations(routers) == before
    # mgmtd of FRR 10.3 may abort when it refuses, by its own assertion; the next run starts it.
    for name, result in write(render()).items():
        assert result["operations"] in ([], ["create daemon mgmtd"]), name
    succeed(write(render()), changed=False)


def test_old_configuration_is_back_when_vtysh_is_killed(routers: dict[str, Any]) -> None:
    before = read_configurations(routers)
    killed = []
    for delay in DELAYS:
        for router in routers.values():
            # `-C -f` is the check of the grammar, which changes nothing.
            router.check_output(
                f"(for at in $(seq 900); do pid=$(pgrep -f '^vtysh (--no-fork )?-f') &&"
                f" {{ sleep {delay}; kill -KILL $pid; break; }}; done) >/dev/null 2>&1 &"
            )
        results = write(render(render_networks(3000)))
        for name in results:
            if results[name]["failed"]:
                killed.append(name)
                assert f"vtysh was ended by signal 9; {WORDS_BACK}" in results[name]["msg"], name
                assert read_configurations({name: routers[name]})[name] == before[name]
        succeed(write(render()))
    assert set(killed) == set(routers)


#: What makes a folder that takes no file.
FAULTS = {
    "full": ("cat /dev/zero > {}/filler 2>/dev/null || true", "No space left on device"),
    "read-only": ("mount -o remount,ro {}", "Read-only file system"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("folder", ["/etc/frr", "/var/lib/linuxnet-mpls"])
def test_nothing_is_changed_when_a_folder_takes_no_file(
    folder: str, fault: str, routers: dict[str, Any]
) -> None:
    before = read_configurations(routers)
    command, reason = FAULTS[fault]
    for router in routers.values():
        router.check_output(
            f"rm -f /etc/frr/frr.conf.*Z; cp -a {folder} /run/aside;"
            f" mount -t tmpfs -o size=64k none {folder};"
            f" cp -a /run/aside/. {folder}; chown --reference=/run/aside {folder};"
            + command.format(folder)
        )
    try:
        for name, result in write(render(render_networks(3))).items():
            assert result["failed"], name
            assert f"cannot be written: {reason}; nothing was changed (done: " in result["msg"], (
                name
            )
        assert read_configurations(routers) == before
    finally:
        for router in routers.values():
            router.check_output(f"umount {folder}; rm -r /run/aside")
    assert read_configurations(routers) == before


@pytest.mark.parametrize("daemon", ["isisd", "zebra", "watchfrr"])
def test_nothing_is_changed_when_a_daemon_hangs(daemon: str, routers: dict[str, Any]) -> None:
    before = read_configurations(routers)
    for router in routers.values():
        router.check_output(f"pkill -STOP -x {daemon}")
    begin = time.monotonic()
    try:
        for name, result in write(render(render_networks(3))).items():
            assert result["failed"], name
            words = f"^{daemon} does not answer, .* 'kill -CONT \\d+'; nothing was changed$"
            assert re.search(words, result["msg"]), name
        assert time.monotonic() - begin < QUICK
    finally:
        for router in routers.values():
            router.check_output(f"pkill -CONT -x {daemon}")
    for router in routers.values():
        wait_for(lambda: router.run(SHOW).rc == 0, "FRR answers", PATIENCE)  # noqa: B023
    assert read_configurations(routers) == before


def test_daemon_is_named_when_it_hangs_while_it_is_changed(routers: dict[str, Any]) -> None:
    before = read_configurations(routers)
    for router in routers.values():
        router.check_output(
            "(for at in $(seq 900); do pid=$(pgrep -f '^vtysh (--no-fork )?-f') &&"
            " { sleep 0.1; pkill -STOP -x bgpd; break; }; done) >/dev/null 2>&1 &"
        )
    begin = time.monotonic()
    try:
        for name, result in write(render(render_networks(3000))).items():
            assert result["failed"], name
            words = r"^bgpd does not answer, .*; going back failed too, .* bgpd does not answer"
            assert re.search(words, result["msg"]), f"{name}: {result['msg']}"
        assert time.monotonic() - begin < QUICK
    finally:
        for router in routers.values():
            router.check_output("pkill -CONT -x bgpd")
    for name, (_shown, file) in read_configurations(routers).items():
        assert file == before[name][1], name
    succeed(write(render()))
    assert read_configurations(routers) == before


def test_next_run_converges_when_a_daemon_died(routers: dict[str, Any]) -> None:
    text = render("router isis core\n net 49.0001.0000.0000.0001.00\nexit\n")
    succeed(write(text), changed=True)
    for router in routers.values():
        router.check_output("pkill -KILL -x isisd")
    succeed(write(text))
    succeed(write(text), changed=False)
    for router in routers.values():
        assert "router isis core" in router.check_output(SHOW)
