# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Route messages: packing, and what comes back."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire

stacks = st.lists(st.integers(0, 1048575), min_size=1, max_size=30)


@given(stacks)
def test_labels_are_read_as_written_when_packed(stack: list[int]) -> None:
    packed = wire.pack_labels(stack)
    assert wire.unpack_labels(packed) == tuple(stack)
    bottoms = [entry >> 8 & 1 for (entry,) in struct.iter_unpack("!I", packed)]
    assert bottoms == [0] * (len(stack) - 1) + [1]


@given(st.binary(max_size=200))
def test_walk_ends_when_the_bytes_are_nonsense(data: bytes) -> None:
    list(wire.unpack_attributes(data))
    list(wire.unpack_messages(data))
    wire.unpack_alike(data, wire.RTM_NEWROUTE, 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([wire.RTM_NEWROUTE, wire.NLMSG_DONE]),
            st.sampled_from([0, 2, wire.NLM_F_DUMP_INTR]),
            st.sampled_from([1, 2]),
            st.sampled_from([b"", bytes(4), b"abcdefgh"]),
        ),
        max_size=4,
    )
)
def test_messages_are_cut_as_a_walk_finds_them_when_they_are_alike(
    messages: list[tuple[int, int, int, bytes]],
) -> None:
    data = b"".join(wire.pack_message(*one) for one in messages)
    walked = list(wire.unpack_messages(data))
    assert walked == messages
    cut = wire.unpack_alike(data, wire.RTM_NEWROUTE, 1)
    heads = {(kind, flags & wire.NLM_F_DUMP_INTR, at) for kind, flags, at, _body in walked}
    sizes = {(flags, len(body)) for _kind, flags, _at, body in walked}
    if heads == {(wire.RTM_NEWROUTE, 0, 1)} and len(sizes) == 1 and messages[0][3]:
        assert cut == [body for *_head, body in walked]
    else:
        assert cut is None


def test_table_is_kept_when_it_needs_32_bits() -> None:
    route = wire.RouteMessage(2, 0, 4294967295)
    assert wire.unpack_route(wire.pack_route(route)) == route


def test_words_of_the_kernel_are_read_when_an_error_has_them() -> None:
    words = wire.pack_attribute(wire.NLMSGERR_ATTR_MSG, b"Too many labels\0")
    body = struct.pack("=i", -22) + bytes(wire.HEADER.size) + words
    flags = wire.NLM_F_ACK_TLVS | wire.NLM_F_CAPPED
    assert wire.unpack_error(flags, body) == (22, "Too many labels")
    assert wire.unpack_error(0, body) == (22, "")
