# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The configurations that the lab tests go through, and the order in which they do."""

from __future__ import annotations

import itertools
import re

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._delta import plan_delta
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import normalise_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    parse_config,
    render_config,
)
from support.frr.configurations import (
    Example,
    Mutation,
    order_chain,
    order_pairs,
    parse_example,
    parse_version,
    read_corpus,
    read_meaning,
    read_mutations,
)
from support.memory.frr import NEW, OLD

EXAMPLES = read_corpus()
#: What the examples are about, by a line that at least one of them has.
SUBJECTS = {
    "OSPF areas": r"area 1 stub no-summary",
    "OSPF authentication": r"ip ospf message-digest-key 7 md5 \S+",
    "OSPF max-metric": r"max-metric router-lsa administrative",
    "BFD in OSPF": r"ip ospf bfd profile core",
    "IS-IS": r"is-type level-2-only",
    "LDP": r"discovery transport-address 10.0.0.1",
    "VPNv4": r"address-family ipv4 vpn",
    "VPNv6": r"address-family ipv6 vpn",
    "BGP of a VRF": r"router bgp 65000 vrf customer1",
    "OSPF of a VRF": r"router ospf vrf customer1",
    "static routes of a VRF": r"ip route 198.51.100.0/24 blackhole",
    "route maps": r"route-map OUT permit 20",
    "prefix lists": r"ip prefix-list P4 seq 5 .+",
    "communities": r"bgp large-community-list standard L1 seq 5 .+",
    "BFD profiles": r"profile slow",
    "SR with IS-IS": r"segment-routing prefix 10.0.0.1/32 index 1",
    "SR with OSPF": r"segment-routing node-msd 8",
    "key chains": r"key chain OLD-AND-NEW",
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subject_has_an_example_when_the_corpus_is_read(subject: str) -> None:
    assert len(EXAMPLES) >= 25
    rows = {row.strip() for example in EXAMPLES for row in example.text.splitlines()}
    assert any(re.fullmatch(SUBJECTS[subject], row) for row in rows)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
@pytest.mark.parametrize("version", [OLD, NEW])
def test_example_reads_back_when_it_is_rendered(example: Example, version: tuple[int, ...]) -> None:
    config = parse_config(example.text)
    assert parse_config(render_config(config)).same_lines(config)
    once = normalise_config(config, version)
    assert normalise_config(parse_config(render_config(once)), version).same_lines(once)
    assert not any(line.text.startswith("exit") for line in config.lines.values())


@pytest.mark.parametrize("version", [OLD, NEW])
def test_each_example_is_planned_when_any_other_one_runs(version: tuple[int, ...]) -> None:
    configs = {one.name: normalise_config(parse_config(one.text), version) for one in EXAMPLES}
    for before, after in itertools.permutations(configs.values(), 2):
        delta = plan_delta(before, after, version)
        assert delta.projected.same_lines(after)
        assert plan_delta(delta.projected, after, version).commands == ()


BASE, MUTATIONS = read_mutations()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
@pytest.mark.parametrize("version", [OLD, NEW])
def test_mutation_is_planned_there_and_back(mutation: Mutation, version: tuple[int, ...]) -> None:
    text = mutation.mutate(BASE)
    assert text != BASE
    before, after = (normalise_config(parse_config(one), version) for one in (BASE, text))
    there = plan_delta(before, after, version)
    back = plan_delta(there.projected, before, version)
    assert there.projected.same_lines(after)
    assert back.projected.same_lines(before)
    assert bool(there.commands) == bool(back.commands) == (not before.same_lines(after))


def test_mutations_are_many_and_each_is_another_one() -> None:
    assert len({str(mutation) for mutation in MUTATIONS}) == len(MUTATIONS) >= 75


def test_mutation_is_refused_when_its_line_is_there_or_not() -> None:
    for context, change in (("router ospf", "- passive-interface default"), ("", "+ router ospf")):
        with pytest.raises(AssertionError, match="there is "):
            Mutation((context,) if context else (), (change,)).mutate(BASE)


def test_example_is_for_a_version_when_its_first_line_says_so() -> None:
    assert parse_example("a", "! Since FRR 9.1\nrouter ospf\n").since == (9, 1)
    assert parse_example("a", "router ospf\n! Since FRR 9.1\n").since == ()
    assert [one.name for one in EXAMPLES if one.since] == ["key-chains-ospf"]
    assert parse_version("10.3.1") > (10, 3) > (8, 4, 4)


@pytest.mark.parametrize("count", [2, 3, 13, 25, 28, 30])
def test_each_is_visited_once_when_a_chain_is_ordered(count: int) -> None:
    chain = order_chain(count)
    assert sorted(before for before, _after in chain) == list(range(count))
    assert all(one[1] == other[0] for one, other in itertools.pairwise(chain))
    if count > 3:
        assert all(after - before != 1 for before, after in chain)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 30])
def test_each_pair_is_there_once_when_all_pairs_are_ordered(count: int) -> None:
    pairs = order_pairs(count)
    assert sorted(pairs) == sorted(itertools.permutations(range(count), 2))
    assert all(one[1] == other[0] for one, other in itertools.pairwise(pairs))


def test_meaning_is_the_same_when_only_blocks_and_area_words_differ() -> None:
    one = "hostname a\nbfd\nexit\ninterface a\n ip ospf area 0.0.1.1\nexit\nvrf b\nexit-vrf\n"
    assert read_meaning(one) == {"interface a / ip ospf area 257"}
    assert read_meaning("router ospf\nexit\n") == {"router ospf"}
