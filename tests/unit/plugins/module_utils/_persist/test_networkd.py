# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Files for systemd-networkd and its service."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK, OwnedFiles
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    base_path,
    dropin_path,
    names_with,
    owned_netdevs,
    plan_network_files,
    render_base,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._service import (
    READY,
    UNIT,
    NetworkdService,
    normalise_unit,
)


def test_networkd_does_to_an_interface_what_it_was_asked_for_and_nothing_else() -> None:
    """No wait for it at boot, no router's word, no loss of what is set when it has no carrier."""
    assert render_base("eth1") == (
        "[Match]\nName=eth1\n\n"
        "[Link]\nRequiredForOnline=no\n\n"
        "[Network]\nIPv6AcceptRA=no\nConfigureWithoutCarrier=yes\nKeepConfiguration=static\n"
    )


def test_base_file_is_there_when_one_drop_in_is() -> None:
    files = plan_network_files({("eth1", "address"): "x", ("eth1", "vrf"): None}, [])
    assert files[base_path("eth1")] is not None


def test_base_file_goes_when_the_last_drop_in_goes() -> None:
    present = [dropin_path("eth1", "address"), base_path("eth1")]
    assert plan_network_files({("eth1", "address"): None}, present)[base_path("eth1")] is None


def test_base_file_stays_when_somebody_else_has_a_drop_in() -> None:
    present = [dropin_path("eth1", "address"), dropin_path("eth1", "local")]
    files = plan_network_files({("eth1", "address"): None}, present)
    assert files[base_path("eth1")] is not None


def test_base_file_goes_when_a_killed_run_left_it_alone() -> None:
    present = [base_path("eth1"), base_path("eth2"), dropin_path("eth2", "address")]
    assert plan_network_files({}, present) == {base_path("eth1"): None}


def test_files_of_others_are_not_ours_when_they_have_our_prefix() -> None:
    present = {
        dropin_path("eth1", "vrf"): MARK,
        dropin_path("eth2", "vrf"): "[Network]\n",
        "/etc/systemd/network/10-mpls-red.netdev": MARK + "[NetDev]\nKind=vrf\n",
        "/etc/systemd/network/10-mpls-gre1.netdev": MARK + "[NetDev]\nKind=gre\n",
        "/etc/systemd/network/10-mpls-blue.netdev": "",
    }
    assert set(names_with("vrf", present)) == {"eth1"}
    assert owned_netdevs(present, "vrf") == {"red"}
    assert owned_netdevs(present, "gre") == {"gre1"}


def test_foreign_file_is_refused_when_it_is_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "a.network"
    path.write_text("[Match]\n")
    with pytest.raises(HostError, match="not managed"):
        OwnedFiles({str(path): "x"}).read()
    assert OwnedFiles({str(path): None}).read() == {}


def test_drop_in_folder_goes_when_its_last_file_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.network.d" / "vrf.conf"
    writing = OwnedFiles({str(path): "x"})
    assert [*writing.apply_all(writing.plan(writing.read()).operations)]
    removing = OwnedFiles({str(path): None})
    assert [*removing.apply_all(removing.plan(removing.read()).operations)]
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("unit_file", "active", "expected"),
    [
        ("enabled", "active", READY),
        ("disabled", "active", "disabled, active"),
        ("enabled-runtime", "inactive", "disabled, inactive"),
    ],
)
def test_unit_state_is_one_line_when_read(unit_file: str, active: str, expected: str) -> None:
    shown = f"LoadState=loaded\nUnitFileState={unit_file}\nActiveState={active}\n"
    assert normalise_unit(shown) == expected


def test_masked_service_is_refused_when_planned() -> None:
    with pytest.raises(HostError, match="masked"):
        NetworkdService().plan({UNIT: normalise_unit("LoadState=masked\nActiveState=inactive\n")})
