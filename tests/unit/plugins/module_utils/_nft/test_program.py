# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The program that loads tables: all of them, or those that can be, or no port without."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._nft import _program, _unit
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._unit import find_held, plan_files
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import Chain, Hook, Table

INET = Table("inet", "ours", (Chain("input", ("tcp dport 22 drop",), Hook("input", -10)),))
NETDEV = Table(
    "netdev",
    "ours",
    tuple(Chain(f"port-{one}", ("drop",), Hook("ingress", -500, one)) for one in ("eth2", "eth3")),
)
PORTS = ("eth2", "eth3", "late")
#: What is in 'refused' is refused, and 'vanishing' is a device that goes while nft is at work.
NFT = """#!/bin/sh
cd {folder}
case "$1 $2" in
'-f -') text=$(cat) ;;
'-f '*) text=$(cat "$2") ;;
'list table') grep -q "^table $3 $4 {{" kernel; exit ;;
'list chain') grep -q "^add chain $3 $4 $5 " kernel; exit ;;
esac
for device in $(cat vanishing); do rmdir "net/$device"; : >vanishing; exit 1; done
while read -r words; do
    case "$text" in *"$words"*) echo "$words: refused" >&2; exit 1 ;; esac
done <refused
case "$text" in delete*) : >kernel ;; esac
echo "$text" >>kernel
"""
NOTING = '#!/bin/sh\necho "${0##*/} $*" >>%s/done\n'


class Router:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        for name in ("net", "bin", "etc", "lib", "units", "udev", "run"):
            (folder / name).mkdir()
        for name in ("kernel", "refused", "vanishing", "done"):
            (folder / name).touch()
        for device in ("eth2", "eth3"):
            (folder / "net" / device).mkdir()
        self._add("nft", NFT.format(folder=folder))
        for name in ("ip", "systemctl", "networkctl"):
            self._add(name, NOTING % folder)
        monkeypatch.setattr(_program, "NFT", str(folder / "bin" / "nft"))
        monkeypatch.setattr(_program, "DEVICES", str(folder / "net"))
        monkeypatch.setattr(_unit, "FOLDER", str(folder / "etc"))
        monkeypatch.setattr(_unit, "LIBRARY", str(folder / "lib"))
        monkeypatch.setattr(_unit, "NETWORKD", str(folder / "run" / "network"))
        files = plan_files("try", "Rules", (INET.key, NETDEV.key), (INET, NETDEV), PORTS)
        for path, content in files.items():
            if content is not None and path.startswith((str(folder / "etc"), str(folder / "lib"))):
                Path(path).write_text("# a mark\n" + content)

    def _add(self, name: str, script: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(script)
        path.chmod(0o755)

    def run(self, verb: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        return subprocess.run(
            ["/bin/sh", _unit.program_of("try"), verb],
            env={"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def chains(self) -> list[str]:
        rows = (self.folder / "kernel").read_text().splitlines()
        return [row.split()[4] for row in rows if row.startswith("add chain ")]

    def held(self) -> list[str]:
        hold = Path(_unit.hold_of("try"))
        return find_held(hold.read_text()) if hold.exists() else []

    def done(self) -> list[str]:
        rows = (self.folder / "done").read_text().splitlines()
        self.write("done", "")
        return rows


@pytest.fixture
def router(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Router:
    return Router(tmp_path, monkeypatch)


@pytest.mark.parametrize("verb", ["load", "guard"])
def test_all_is_loaded_in_one_transaction_and_no_port_is_touched(router: Router, verb: str) -> None:
    assert router.run(verb).returncode == 0
    assert router.chains() == ["port-eth2", "port-eth3"]
    assert "table inet ours {" in (router.folder / "kernel").read_text()
    assert (router.held(), router.done()) == ([], [])


@pytest.mark.parametrize("verb", ["load", "guard"])
def test_device_that_goes_meanwhile_costs_its_own_chain_alone(router: Router, verb: str) -> None:
    router.write("vanishing", "eth2")
    assert router.run(verb).returncode == 0
    assert router.chains() == ["port-eth3"]
    assert (router.held(), router.done()) == ([], [])


def test_port_alone_is_kept_down_when_its_chain_is_refused(router: Router) -> None:
    router.write("refused", "port-eth2\n")
    done = router.run("guard")
    assert done.returncode == 1
    assert "port-eth2: refused" in done.stderr
    assert "kept down, as their rules are not loaded: eth2\n" in done.stderr
    assert router.chains() == ["port-eth3"]
    assert (router.held(), router.done()) == (["eth2"], ["ip link set dev eth2 down"])


FAULTS = {
    "nft refuses the rules": lambda router: router.write("refused", "tcp dport 22\n"),
    "there is no nft": lambda router: (router.folder / "bin" / "nft").unlink(),
    "the rules are gone": lambda router: (router.folder / "etc" / "try.nft").unlink(),
    "the chains are gone": lambda router: (router.folder / "etc" / "try.devices").unlink(),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_port_is_kept_down_when_nothing_can_be_loaded(router: Router, fault: object) -> None:
    fault(router)  # type: ignore[operator]
    assert router.run("guard").returncode == 1
    assert router.held() == [*PORTS]
    assert router.done() == ["ip link set dev eth2 down", "ip link set dev eth3 down"]
    hold = Path(_unit.hold_of("try")).read_text()
    assert hold.startswith("# Managed by linuxnet.mpls")
    assert hold.endswith("[Link]\nUnmanaged=yes\n")


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_no_port_is_touched_when_a_task_cannot_load(router: Router, fault: object) -> None:
    fault(router)  # type: ignore[operator]
    done = router.run("load")
    assert done.returncode > 0
    assert done.stderr
    assert (router.held(), router.done()) == ([], [])


def test_ports_stay_up_when_new_rules_are_refused_and_the_old_ones_stand(router: Router) -> None:
    router.run("guard")
    router.write("refused", "tcp dport 22\n")
    assert router.run("guard").returncode == 1
    assert (router.held(), router.done()) == ([], [])


@pytest.mark.parametrize("verb", ["load", "guard", "release"])
def test_ports_come_back_when_their_rules_are_loaded(router: Router, verb: str) -> None:
    router.write("refused", "tcp dport 22\n")
    router.run("guard")
    router.write("refused", "")
    router.done()
    assert router.run(verb).returncode == 0
    assert router.held() == []
    asked = "systemctl --quiet is-active systemd-networkd"
    assert router.done() == [
        asked,
        "networkctl reload",
        "ip link set dev eth2 up",
        asked,
        "networkctl reconfigure eth2",
        "ip link set dev eth3 up",
        asked,
        "networkctl reconfigure eth3",
    ]


def test_other_ports_come_back_when_one_chain_is_still_refused(router: Router) -> None:
    router.write("refused", "tcp dport 22\n")
    router.run("guard")
    router.write("refused", "port-eth3\n")
    router.done()
    assert router.run("guard").returncode == 1
    assert router.held() == ["eth3"]
    assert "ip link set dev eth2 up" in router.done()


def test_networkd_comes_to_a_held_port_by_this_file_before_all_others() -> None:
    assert Path(_unit.hold_of("filter")).name < "10-mpls-eth2.network"
