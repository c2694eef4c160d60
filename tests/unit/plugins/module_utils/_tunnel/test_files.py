# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The files that bring tunnels back, and the UDP ports."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import (
    GRE,
    GRE6,
    GRE_UDP,
    UDP,
    TunnelLink,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    SETTINGS,
    base_path,
    dropin_path,
    netdev_path,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._files import (
    TUNNELS_FILE,
    list_inputs,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel import _fou
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._files import (
    BATCH_FILE,
    DUTY,
    MODULES_FILE,
    UDEV_FILE,
    plan_batch,
    plan_boot_files,
    plan_networkd_files,
    plan_ports,
    read_batch,
    render_netdev,
    render_network,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._fou import (
    TunnelPorts,
    read_ports,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._task import needed_modules
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._values import (
    CLOSED,
    TunnelState,
)

PLAIN = TunnelState(TunnelLink(GRE, "10.0.0.1", "10.0.0.2", 64), 1476, ("10.9.0.1/32",))
KEYED = TunnelState(TunnelLink(GRE6, "2001:db8::1", "2001:db8::2", 255, 7), 1452)
IN_UDP = TunnelState(TunnelLink(UDP, "10.0.0.1", "10.0.0.3", 64), 1472)
GRE_IN_UDP = TunnelState(TunnelLink(GRE_UDP, "10.0.0.1", "10.0.0.4", 64, 7), 1464)
PORT, FOR_LABELS, FOR_GRE = "UDP port 6635", "protocol 137", "protocol 47"
WANTS: dict[str, TunnelState | None] = {"gre1": PLAIN, "gre2": KEYED, "udp1": IN_UDP}
BATCH = (
    "fou add port 6635 ipproto 137\n"
    "link add name udp1 mtu 1472 type ipip local 10.0.0.1 remote 10.0.0.3 ttl 64 mode mplsip"
    " encap fou encap-sport auto encap-dport 6635\n"
)


def _after(*plans: dict[str, str | None]) -> dict[str, str]:
    """Give the files as they are once the plans were carried out."""
    files: dict[str, str] = {}
    for plan in plans:
        for path, content in plan.items():
            files.pop(path, None)
            if content is not None:
                files[path] = MARK + content
    return files


def test_netdev_says_what_netlink_does_when_rendered() -> None:
    assert render_netdev("gre1", PLAIN.link) == (
        "[NetDev]\nName=gre1\nKind=gre\n\n"
        "[Tunnel]\nIndependent=yes\nLocal=10.0.0.1\nRemote=10.0.0.2\nTTL=64\n"
        "DiscoverPathMTU=yes\n"
    )
    assert render_netdev("gre2", KEYED.link) == (
        "[NetDev]\nName=gre2\nKind=ip6gre\n\n"
        "[Tunnel]\nIndependent=yes\nLocal=2001:db8::1\nRemote=2001:db8::2\nTTL=255\n"
        "EncapsulationLimit=none\nKey=7\n"
    )


def test_networkd_gives_addresses_and_mtu_when_the_tunnel_is_there() -> None:
    assert render_network(PLAIN) == (
        "[Link]\nMTUBytes=1476\n\n[Network]\nLinkLocalAddressing=ipv6\nAddress=10.9.0.1/32\n"
    )
    assert "LinkLocalAddressing=no\n" in render_network(IN_UDP)


def test_networkd_makes_gre_and_the_service_makes_udp_when_both_are_desired() -> None:
    files = plan_networkd_files(WANTS, {}, purge=False)
    assert {path for path in files if path.endswith(".netdev")} == {
        netdev_path("gre1"),
        netdev_path("gre2"),
    }
    assert all(files[dropin_path(name, DUTY)] for name in WANTS)
    assert plan_batch(WANTS, {}, purge=False) == {BATCH_FILE: BATCH}
    assert set(read_batch(BATCH)) == {"udp1"}


def test_all_files_go_when_all_tunnels_go() -> None:
    present = _after(plan_networkd_files(WANTS, {}, purge=False))
    gone = plan_networkd_files(dict.fromkeys(WANTS), present, purge=False)
    assert set(gone) == {*present, SETTINGS}
    assert set(gone.values()) == {None}
    purged = plan_networkd_files({}, present, purge=True)
    assert purged == gone


def test_netdev_goes_when_the_kind_changes_to_udp() -> None:
    present = _after(plan_networkd_files(WANTS, {}, purge=False))
    changed: dict[str, TunnelState | None] = {"gre1": IN_UDP}
    files = plan_networkd_files(changed, present, purge=False)
    assert files[netdev_path("gre1")] is None
    assert files[base_path("gre1")] is not None


def test_netdev_of_a_vrf_stays_when_a_tunnel_of_its_name_is_to_go() -> None:
    present = {netdev_path("red"): MARK + "[NetDev]\nKind=vrf\n"}
    assert netdev_path("red") not in plan_networkd_files({"red": None}, present, purge=True)


def test_drop_in_of_another_module_stays_when_a_tunnel_goes() -> None:
    present = _after(plan_networkd_files(WANTS, {}, purge=False))
    present[dropin_path("gre1", "vrf")] = MARK
    files = plan_networkd_files({"gre1": None}, present, purge=False)
    assert files[base_path("gre1")] is not None
    assert dropin_path("gre1", "vrf") not in files


def test_lines_of_other_tunnels_stay_when_a_task_does_not_name_them() -> None:
    other: dict[str, TunnelState | None] = {"udp2": IN_UDP}
    present = {BATCH_FILE: MARK + BATCH}
    kept = plan_batch(other, present, purge=False)[BATCH_FILE]
    assert kept is not None
    assert set(read_batch(kept)) == {"udp1", "udp2"}
    purged = plan_batch(other, present, purge=True)[BATCH_FILE]
    assert purged is not None
    assert set(read_batch(purged)) == {"udp2"}


@pytest.mark.parametrize(
    ("wants", "content", "wanted"),
    [
        ({"udp1": IN_UDP}, "", {UDP: True}),
        ({"udp1": GRE_IN_UDP}, "", {GRE_UDP: True}),
        ({"gre1": PLAIN}, "", {}),
        ({"udp1": None}, "", {}),
        ({"udp1": None}, BATCH, {UDP: False}),
        ({"udp1": PLAIN}, BATCH, {UDP: False}),
        ({"udp1": GRE_IN_UDP}, BATCH, {UDP: False, GRE_UDP: True}),
        ({"udp9": None}, BATCH, {UDP: True}),
    ],
)
def test_port_goes_with_the_last_tunnel_of_ours_when_there_was_one(
    wants: dict[str, TunnelState | None], content: str, wanted: dict[str, bool]
) -> None:
    assert plan_ports(wants, {BATCH_FILE: content}, purge=False) == wanted


def test_gre_in_udp_has_its_port_and_a_checksum_in_the_batch() -> None:
    wants = {**WANTS, "gre3": GRE_IN_UDP}
    assert plan_batch(wants, {}, purge=False)[BATCH_FILE] == (
        "fou add port 6635 ipproto 137\n"
        "fou add port 4754 ipproto 47\n"
        "link add name gre3 mtu 1464 type gre local 10.0.0.1 remote 10.0.0.4 ttl 64 key 7"
        " encap fou encap-sport auto encap-dport 4754 encap-csum\n" + BATCH.partition("\n")[2]
    )
    files = plan_boot_files(wants, {}, purge=False)
    assert files[MODULES_FILE] == "ipip\nfou\nip_gre\n"


def test_keys_and_modules_are_written_when_tunnels_take_labels() -> None:
    files = plan_boot_files(WANTS, {}, purge=False)
    assert files[MODULES_FILE] == "ipip\nfou\n"
    keys = files[TUNNELS_FILE]
    assert keys is not None
    assert keys.startswith("net/ipv4/conf/gre1/rp_filter = 0\nnet/mpls/conf/gre1/input = 1\n")
    assert 'KERNEL=="gre1|gre2|udp1"' in (files[UDEV_FILE] or "")


def test_keys_of_other_tunnels_stay_when_a_task_does_not_name_them() -> None:
    present = _after(plan_boot_files(WANTS, {}, purge=False), plan_batch(WANTS, {}, purge=False))
    shut = TunnelState(KEYED.link, 1452, label_input=CLOSED)
    changes: dict[str, TunnelState | None] = {"gre1": None, "gre2": shut}
    files = plan_boot_files(changes, present, purge=False)
    assert list_inputs(files[TUNNELS_FILE] or "") == {"gre2": "0", "udp1": "1"}
    assert "gre2/rp_filter" not in (files[TUNNELS_FILE] or "")
    assert files[MODULES_FILE] is not None
    assert set(plan_boot_files({}, present, purge=True).values()) == {None}


def test_modules_are_those_of_the_desired_kinds() -> None:
    assert needed_modules({"gre1": PLAIN, "gone": None}) == ["ip_gre"]
    assert needed_modules(WANTS) == ["ip_gre", "ip6_gre", "ipip", "fou"]
    assert needed_modules({"gre3": GRE_IN_UDP}) == ["ip_gre", "fou"]


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ([], {}),
        ([{"port": 5555, "ipproto": 4, "family": "inet"}], {}),
        ([{"port": 6635, "ipproto": 137, "family": "inet6"}], {}),
        ([{"port": 6635, "ipproto": 137, "family": "inet"}], {PORT: FOR_LABELS}),
        ([{"port": 6635, "gue": None, "family": "inet"}], {PORT: "gue"}),
        ([{"port": 4754, "ipproto": 47, "family": "inet"}], {"UDP port 4754": FOR_GRE}),
        (
            [{"port": 6635, "ipproto": 137, "family": "inet", "local": "10.0.0.1"}],
            {PORT: f"{FOR_LABELS} local 10.0.0.1"},
        ),
    ],
)
def test_port_is_found_when_ip_shows_it(shown: list[dict[str, Any]], found: dict[str, str]) -> None:
    assert read_ports(shown) == found


@pytest.mark.parametrize(
    ("wanted", "found", "steps"),
    [
        (True, None, ["create UDP port 6635"]),
        (True, FOR_LABELS, []),
        (False, FOR_LABELS, ["delete UDP port 6635"]),
        (False, "gue", []),
        (None, FOR_LABELS, []),
    ],
)
def test_port_is_opened_and_closed_when_it_is_ours(
    wanted: bool | None, found: str | None, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_fou, "MODULE", "/nonexistent")
    ports = TunnelPorts(lambda: {} if wanted is None else {UDP: wanted})
    assert ports.read() == {}
    plan = ports.plan({} if found is None else {PORT: found})
    assert [str(step) for step in plan.operations] == steps


def test_port_is_refused_when_somebody_has_it_for_something_else() -> None:
    ports = TunnelPorts(lambda: {UDP: True})
    ports.read()
    with pytest.raises(HostError, match="'gue'"):
        ports.plan({PORT: "gue"})
