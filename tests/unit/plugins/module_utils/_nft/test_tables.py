# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Tables of ours: loaded, found again, and found to be missing something."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft import _task, _unit
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._task import (
    Ruleset,
    build_ruleset_resources,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import (
    Chain,
    Hook,
    Table,
    digest,
    outline,
    render_device_chains,
    render_table,
    shown_outline,
)
from support.memory.nft import READ_UNITS, Killed, Router

RULES = ('iifname "eth2" jump more', "tcp dport 22 drop")
INET = Table(
    "inet",
    "ours",
    (Chain("input", RULES, Hook("input", -10)), Chain("more", ("drop",))),
    (("counter dropped", " "),),
)
NETDEV = Table("netdev", "ours", (Chain("port-eth2", ("drop",), Hook("ingress", -500, "eth2")),))
KEYS = (INET.key, NETDEV.key)
LOAD = ["/bin/sh lib/load-try.sh load", "systemctl start linuxnet-mpls-try.service"]


@pytest.fixture
def router(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Router:
    return Router(tmp_path, monkeypatch)


def run(*tables: Table, check: bool = False) -> tuple[str, ...]:
    resources = build_ruleset_resources(Ruleset("try", "Rules", KEYS, tables))
    return _runner.run(resources, check=check).operations


def test_table_is_written_as_nft_takes_it_in_one_transaction() -> None:
    assert render_table(INET) == (
        "table inet ours\n"
        "delete table inet ours\n"
        "table inet ours {\n"
        "\tcounter dropped { }\n"
        "\tchain input {\n"
        "\t\ttype filter hook input priority -10; policy accept;\n"
        f'\t\tiifname "eth2" jump more comment "{digest(RULES[0])}"\n'
        f'\t\ttcp dport 22 drop comment "{digest(RULES[1])}"\n'
        "\t}\n"
        "\tchain more {\n"
        f'\t\tdrop comment "{digest("drop")}"\n'
        "\t}\n"
        "}\n"
    )


def test_chain_of_a_device_is_a_line_behind_its_name() -> None:
    assert "chain" not in render_table(NETDEV)
    assert render_device_chains(NETDEV) == (
        "eth2 add chain netdev ours port-eth2"
        ' { type filter hook ingress device "eth2" priority -500; policy accept; };'
        f' add rule netdev ours port-eth2 drop comment "{digest("drop")}";\n'
    )


@pytest.mark.parametrize("has_device", [True, False])
def test_tables_are_loaded_once_when_they_are_wanted(router: Router, has_device: bool) -> None:
    if has_device:
        router.add_device("eth2")
    assert run(INET, NETDEV, check=True) == run(INET, NETDEV)
    assert router.done == [*READ_UNITS, *LOAD]
    assert bool(router.rules(NETDEV.key, "port-eth2")) is has_device
    assert run(INET, NETDEV) == ()


def test_chain_of_a_device_is_missed_when_the_device_is_back(router: Router) -> None:
    run(INET, NETDEV)
    router.add_device("eth2")
    assert run(INET, NETDEV) == (f"change {NETDEV.key}",)
    assert router.rules(NETDEV.key, "port-eth2")


def test_udev_has_the_unit_load_when_a_device_appears(router: Router) -> None:
    run(INET, NETDEV)
    (rule,) = (router.folder / "udev").iterdir()
    assert 'KERNEL=="eth2"' in rule.read_text("utf-8")
    assert run(INET)
    assert not rule.exists()


def _flush(listing: list[dict[str, Any]]) -> None:
    listing[:] = [one for one in listing if "rule" not in one]


def _flush_the_other_chain(listing: list[dict[str, Any]]) -> None:
    listing[:] = [one for one in listing if one.get("rule", {}).get("chain") != "more"]


def _lose_a_rule(listing: list[dict[str, Any]]) -> None:
    listing.remove(next(one for one in listing if "rule" in one))


def _swap(listing: list[dict[str, Any]]) -> None:
    first, second = (
        at for at, one in enumerate(listing) if one.get("rule", {}).get("chain") == "input"
    )
    listing[first], listing[second] = listing[second], listing[first]


def _put_a_rule_first(listing: list[dict[str, Any]]) -> None:
    listing.insert(0, {"rule": {"chain": "input"}})


def _replace(listing: list[dict[str, Any]]) -> None:
    del next(one for one in listing if "rule" in one)["rule"]["comment"]


def _unhook(listing: list[dict[str, Any]]) -> None:
    for name in ("hook", "prio", "policy"):
        del next(one for one in listing if "chain" in one)["chain"][name]


def _let_it_drop(listing: list[dict[str, Any]]) -> None:
    next(one for one in listing if "chain" in one)["chain"]["policy"] = "drop"


def _lose_the_counter(listing: list[dict[str, Any]]) -> None:
    listing.remove(next(one for one in listing if "counter" in one))


CHANGES = (
    _flush,
    _flush_the_other_chain,
    _lose_a_rule,
    _swap,
    _put_a_rule_first,
    _replace,
    _unhook,
    _let_it_drop,
    _lose_the_counter,
)


@pytest.mark.parametrize("change", CHANGES)
def test_table_is_loaded_anew_when_somebody_changed_it(router: Router, change: Any) -> None:
    run(INET)
    change(router.tables[INET.key])
    assert run(INET, check=True) == (f"change {INET.key}",)
    assert run(INET) == (f"change {INET.key}",)
    assert run(INET) == ()


def test_table_is_loaded_anew_when_it_is_gone(router: Router) -> None:
    run(INET, NETDEV)
    del router.tables[INET.key]
    assert run(INET, NETDEV) == (f"create {INET.key}",)


def test_table_has_another_outline_when_nft_cannot_list_it() -> None:
    assert shown_outline("") == "cannot be read\n"


def test_table_goes_when_it_is_not_wanted_and_the_other_stays(router: Router) -> None:
    run(INET, NETDEV)
    assert f"delete {NETDEV.key}" in run(INET)
    assert set(router.tables) == {"table inet filter", INET.key}


def test_everything_goes_when_no_table_is_wanted(router: Router) -> None:
    run(INET, NETDEV)
    assert {step.split()[0] for step in run()} == {"delete"}
    assert set(router.tables) == {"table inet filter"}
    assert [path for path in router.folder.rglob("*try*") if path.is_file()] == []
    assert run() == ()


def test_nothing_is_asked_or_done_when_nft_is_not_there(
    router: Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_task, "NFT", "/nonexistent/nft")
    assert run() == ()
    assert len(run(INET, check=True)) == 7
    assert router.done == []


BAD = Table("inet", "ours", (Chain("input", ("ip6 saddr fe80::1%eth1 drop",), None),))


def files_of(router: Router) -> dict[str, str]:
    found = (path for path in router.folder.rglob("*try*") if path.is_file())
    return {str(path): path.read_text("utf-8") for path in found}


def refuse_zones(router: Router) -> None:
    router.refused = lambda text: "syntax error, unexpected junk" if "%eth1" in text else ""


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("loaded", [(), (INET, NETDEV)], ids=["none", "others"])
def test_nothing_is_changed_when_nft_does_not_take_the_rules(
    router: Router, check: bool, loaded: tuple[Table, ...]
) -> None:
    refuse_zones(router)
    run(*loaded)
    router.done.clear()
    files, tables = files_of(router), dict(router.tables)
    with pytest.raises(HostError, match="nothing was changed: the rules are refused: syntax error"):
        run(BAD, check=check)
    assert (files_of(router), router.tables, router.done) == (files, tables, [])


def test_nft_is_asked_of_all_that_will_be_loaded_and_of_nothing_else(router: Router) -> None:
    router.add_device("eth2")
    run(INET, NETDEV, check=True)
    (text,) = router.checked
    assert text.startswith(render_table(INET) + render_table(NETDEV))
    assert text.endswith(render_device_chains(NETDEV).partition(" ")[2])
    run(INET, NETDEV)
    router.checked.clear()
    assert run(INET, NETDEV) == ()
    assert router.checked == []


def test_chain_of_a_device_that_is_not_there_is_not_asked_of(router: Router) -> None:
    run(NETDEV, check=True)
    assert "eth2" not in router.checked[0]


@pytest.mark.parametrize("loaded", [(), (INET,), (INET, NETDEV)], ids=["none", "one", "others"])
def test_boot_files_and_tables_are_as_they_were_when_the_kernel_refuses_a_load(
    router: Router, loaded: tuple[Table, ...]
) -> None:
    run(*loaded)
    files, tables = files_of(router), dict(router.tables)
    refused = Table("inet", "ours", (Chain("input", ("fib missing",), Hook("input", -10)),))
    router.refused = lambda text: "No such file" if "fib" in text and router.done else ""
    router.done.clear()
    with pytest.raises(
        ApplyError, match=r"No such file \(done: nothing; not done: .*table inet ours"
    ):
        run(refused, NETDEV)
    assert (files_of(router), router.tables) == (files, tables)
    assert run(*loaded) == ()


def test_tables_are_as_they_were_when_the_unit_does_not_start(router: Router) -> None:
    run(INET)
    files, tables = files_of(router), dict(router.tables)
    router.broken = "systemctl start"
    with pytest.raises(ApplyError, match="done: nothing"):
        run(INET, NETDEV)
    assert (files_of(router), router.tables) == (files, tables)


@pytest.mark.usefixtures("router")
def test_port_that_was_kept_down_at_boot_is_told_and_let_go() -> None:
    run(INET)
    hold = Path(_unit.hold_of("try"))
    hold.write_text("[Match]\nName=eth2 eth3\n")
    held = tuple(f"delete hold on port {name}" for name in ("eth3", "eth2"))
    assert run(INET, check=True) == held
    assert run(INET) == held
    assert not hold.exists()
    hold.write_text("[Match]\nName=eth2\n")
    assert held[1] in run()
    assert not hold.exists()


def test_tables_are_loaded_when_a_run_ended_before_it_did_so(router: Router) -> None:
    run(INET)
    router.broken = "systemctl daemon-reload"
    with pytest.raises(Killed):
        run(INET, NETDEV)
    router.broken = ""
    told = run(INET, NETDEV, check=True)
    assert told[0] == f"create {NETDEV.key}"
    assert "repeat systemctl daemon-reload" in told
    assert run(INET, NETDEV) == told
    assert router.done[-4:] == [*READ_UNITS, *LOAD]
    assert run(INET, NETDEV) == ()


def test_unit_is_there_before_the_network_and_again_after_a_flush() -> None:
    files = _unit.plan_files("try", "Rules", KEYS, (INET,))
    unit = files["/etc/systemd/system/linuxnet-mpls-try.service"] or ""
    for line in ("Before=network-pre.target", "After=nftables.service", "PartOf=nftables.service"):
        assert f"\n{line}\n" in unit
    assert f"\nExecStop=-/usr/sbin/nft delete {NETDEV.key}\n" in unit
    start = files["/etc/systemd/system/nftables.service.d/90-linuxnet-mpls-try.conf"] or ""
    assert "systemctl --no-block restart linuxnet-mpls-try.service\n" in start


words = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=5)
chains = st.builds(
    Chain,
    name=words,
    rules=st.lists(words, max_size=3).map(tuple),
    hook=st.none() | st.builds(Hook, name=words, priority=st.integers(-500, 500)),
)
tables = st.builds(
    Table,
    family=st.just("inet"),
    name=st.just("ours"),
    chains=st.lists(chains, max_size=4, unique_by=lambda chain: chain.name).map(tuple),
)


@given(tables, tables)
def test_outline_is_the_same_for_the_same_tables_alone(one: Table, other: Table) -> None:
    assert shown_outline(json.dumps({"nftables": list_as_nft_does(one)})) == outline(one, ())
    same = {chain.name: chain for chain in one.chains} == {
        chain.name: chain for chain in other.chains
    }
    assert (outline(one, ()) == outline(other, ())) is same


def list_as_nft_does(table: Table) -> list[dict[str, Any]]:
    listing: list[dict[str, Any]] = [{"metainfo": {}}, {"table": {"name": table.name}}]
    for chain in table.chains:
        hook = chain.hook
        shown = {"hook": hook.name, "prio": hook.priority, "policy": "accept"} if hook else {}
        listing.append({"chain": {"name": chain.name, "handle": 1, **shown}})
    for chain in table.chains:
        listing += [{"rule": {"chain": chain.name, "comment": digest(r)}} for r in chain.rules]
    return listing
