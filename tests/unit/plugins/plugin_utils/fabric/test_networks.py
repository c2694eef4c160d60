# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Networks in one another, beside comparing each with each."""

from __future__ import annotations

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.networks import (
    Network,
    NetworkIndex,
    find_nested,
)

NETWORKS = st.builds(
    lambda base, host, length: ipaddress.ip_network((base + host, length), strict=False),
    st.sampled_from([0x0A000000, 0x20010DB8 << 96]),
    st.integers(0, 63),
    st.integers(24, 32),
)


@given(networks=st.lists(NETWORKS, max_size=12))
def test_network_is_nested_when_an_address_of_it_is_in_another(networks: list[Network]) -> None:
    nested = {index for _outer, (_network, index) in find_nested(_numbered(networks))}
    for outer, inner in find_nested(_numbered(networks)):
        assert outer[0].version == inner[0].version
        assert outer[0].overlaps(inner[0])
    free = [network for index, network in enumerate(networks) if index not in nested]
    assert not any(
        one.overlaps(other)
        for index, one in enumerate(free)
        for other in free[:index]
        if one.version == other.version
    )


@given(networks=st.lists(NETWORKS, max_size=12), host=st.integers(0, 63))
def test_index_names_all_networks_around_an_address(networks: list[Network], host: int) -> None:
    index = NetworkIndex((network, str(place)) for place, network in enumerate(networks))
    address = ipaddress.ip_address(0x0A000000 + host)
    around = [str(place) for place, network in enumerate(networks) if address in network]
    assert sorted(index.around(address)) == sorted(around)


def _numbered(networks: list[Network]) -> list[tuple[Network, int]]:
    return [(network, index) for index, network in enumerate(networks)]
