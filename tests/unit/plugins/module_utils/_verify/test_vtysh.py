# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRR does not answer fails by name, and keeps nothing else from being asked."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify import _vtysh
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._vtysh import Vtysh

BGP, CE = "show bgp ipv4 vpn summary json", "show bgp vrf red ipv4 unicast summary json"
LDP, OSPF, ISIS = (
    "show mpls ldp neighbor json",
    "show ip ospf neighbor json",
    "show isis neighbor json",
)


class Router:
    """vtysh: what it prints of a daemon, or how it fails."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.printed: dict[str, str] = {}
        self.failing: dict[str, str] = {}

    def __call__(self, argv: list[str], *, patience: float) -> str:
        assert argv[:2] == ["vtysh", "-d"]
        assert argv[3] == "-c"
        self.asked.append(argv[4])
        words = self.failing.get(argv[2])
        if words:
            raise ApplyError(f"{' '.join(argv)}: {words.format(patience)}")
        return self.printed.get(argv[2], '{"all": "well"}')


@pytest.fixture
def router(monkeypatch: pytest.MonkeyPatch) -> Router:
    router = Router()
    monkeypatch.setattr(_vtysh, "run_command", router)
    return router


def test_daemon_that_hangs_is_named_once_asked_and_others_answer(router: Router) -> None:
    router.failing["bgpd"] = "did not end within {:g} s"
    vtysh = Vtysh(2.5)
    assert [vtysh.show(one) for one in (BGP, LDP, CE, OSPF)] == [
        {},
        {"all": "well"},
        {},
        {"all": "well"},
    ]
    assert router.asked == [BGP, LDP, OSPF]
    words = "bgpd gave none within 2.5 s: it hangs, or is too busy"
    assert vtysh.unread == {BGP: words, CE: words}


def test_daemon_that_does_not_run_shows_nothing(router: Router) -> None:
    router.failing["isisd"] = "Exiting: failed to connect to any daemons."
    router.printed["ldpd"] = "\n"
    vtysh = Vtysh(1)
    assert (vtysh.show(ISIS), vtysh.show(LDP), vtysh.unread) == ({}, {}, {})


@pytest.mark.parametrize("printed", ["% Unknown command\n", "[]", '{"peers": {'])
def test_answer_that_is_none_is_named_with_its_words(router: Router, printed: str) -> None:
    router.printed["bgpd"] = printed
    vtysh = Vtysh(1)
    assert vtysh.show(BGP) == {}
    assert vtysh.unread == {BGP: f"bgpd gave no JSON: {printed.strip()}"}


def test_vtysh_that_fails_is_named_with_its_words(router: Router) -> None:
    router.failing["ospfd"] = "Permission denied"
    vtysh = Vtysh(1)
    assert vtysh.show(OSPF) == {}
    assert vtysh.unread[OSPF].endswith("Permission denied")


def test_several_questions_take_one_process_and_are_answered_as_far_as_they_are_json(
    router: Router,
) -> None:
    router.printed["bgpd"] = '{"a": {"b": 1}}\n \n{}\n% Unknown command\n{"c": 2}\n'
    vtysh = Vtysh(1)
    more = [f"show bgp vrf {name} ipv4 unicast neighbors json" for name in ("a", "b")]
    assert vtysh.show_all([BGP, CE, *more]) == [{"a": {"b": 1}}, {}, {}, {}]
    assert router.asked == [BGP]
    assert [*vtysh.unread] == more
    assert vtysh.show_all([]) == []
