# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sends rows of frames from namespaces of a guest, and tells what became of each; runs in a guest.

It reads rows, each with its sender (the name of a namespace) and its frames in hex, and prints for
each row the counters of edge protection that moved, and the places that it was seen at: a
namespace that the router sent it to, ``router`` where a program of the router could have had it,
and ``answer`` where the router sent something back to the sender. The word that a packet led
nowhere is no answer: the kernel sends it or not.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import socket
import subprocess
import sys
import time
from typing import Any

WIRE = "wire0"
CLONE_NEWNET = 0x40000000
#: Begins each MAC address of the router.
ROUTER = b"\x02\x00\x00\x00\x01"
#: Seconds to look for what a frame becomes: the kernel is done with it when the sender goes on.
PATIENCE = 0.2
ETH_P_ALL = 3
ARP, IPV4, IPV6 = 0x0806, 0x0800, 0x86DD
ICMP, UNREACHABLE = 1, 3
ICMPV6, UNREACHABLE6, NEIGHBOUR_SOLICIT, MLD_REPORT = 58, 1, 135, 143
OBSERVER = """\
table inet observer
delete table inet observer
table inet observer {
  set seen4 { typeof ip id; size 65535; flags dynamic; }
  set seen6 { type ipv6_addr; size 65535; flags dynamic; }
  chain input { type filter hook input priority 100; policy accept;
    add @seen4 { ip id }
    add @seen6 { ip6 saddr }
  }
}
"""


def open_wire(namespace: str) -> socket.socket:
    """Open a socket for all frames of the wire in a namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/ns/net", "rb") as home, open(f"/run/netns/{namespace}", "rb") as there:
        if libc.setns(there.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"setns {namespace}")
        try:
            link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
            link.bind((WIRE, 0))
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)
    return link


def nft(*words: str, text: str | None = None) -> str:
    done = subprocess.run(["nft", *words], input=text, capture_output=True, text=True, check=True)
    return done.stdout


def read_counters() -> dict[str, int]:
    """Add up the counters of edge protection by name: that of parents is in both tables."""
    counts: dict[str, int] = {}
    for one in json.loads(nft("--json", "list", "counters"))["nftables"]:
        if one.get("counter", {}).get("table") == "linuxnet_mpls_filter":
            name = one["counter"]["name"]
            counts[name] = counts.get(name, 0) + one["counter"]["packets"]
    return counts


def is_noise(frame: bytes) -> bool:
    """Tell whether the router looks for a neighbour or for groups, or says that it led nowhere."""
    kind = int.from_bytes(frame[12:14], "big")
    if kind == 0x8100:
        frame = frame[4:]
        kind = int.from_bytes(frame[12:14], "big")
    if kind == ARP:
        return frame[20:22] == b"\0\1"
    if kind == IPV4:
        return frame[23] == ICMP and frame[34] == UNREACHABLE
    if kind != IPV6:
        return False
    if frame[20] == 0:  # the router alert of MLD
        return True
    return frame[20] == ICMPV6 and frame[54] in (UNREACHABLE6, NEIGHBOUR_SOLICIT, MLD_REPORT)


def drain(wires: dict[str, socket.socket], sender: str, mark: bytes) -> set[str]:
    places: set[str] = set()
    deadline = time.monotonic() + PATIENCE
    names = {link.fileno(): name for name, link in wires.items()}
    while True:
        ready = select.select(list(names), [], [], max(0, deadline - time.monotonic()))[0]
        if not ready:
            return places
        for number in ready:
            name = names[number]
            frame = wires[name].recv(65535)
            if not frame[6:].startswith(ROUTER) or is_noise(frame):
                continue
            if name == sender:
                places.add("answer")
            elif mark in frame:
                places.add(name)


def seen() -> set[str]:
    """Give the identifications and the IPv6 sources of all that came to the router."""
    found: set[str] = set()
    for name in ("seen4", "seen6"):
        for one in json.loads(nft("--json", "list", "set", "inet", "observer", name))["nftables"]:
            found.update(str(element) for element in one.get("set", {}).get("elem", ()))
    return found


def try_row(
    wires: dict[str, socket.socket], row: dict[str, Any], before: dict[str, int]
) -> dict[str, Any]:
    """Send a row, and bring what the counters show up to date."""
    for frame in row["frames"]:
        wires[row["sender"]].send(bytes.fromhex(frame))
    places = drain(wires, row["sender"], bytes.fromhex(row["mark"]))
    after = read_counters()
    moved = {name: after[name] - before.get(name, 0) for name in after}
    before.update(after)
    return {"counters": {name: count for name, count in moved.items() if count}, "places": places}


def main() -> None:
    request = json.load(sys.stdin)
    wires = {name: open_wire(name) for name in request["senders"]}
    nft("-f", "-", text=OBSERVER)
    counters = read_counters()
    results = [try_row(wires, row, counters) for row in request["rows"]]
    found = seen()
    nft("delete", "table", "inet", "observer")
    for row, result in zip(request["rows"], results):
        # What else was seen of it then is the router's answer.
        if found & set(row["sources"]):
            result["places"] = {"router"}
        result["places"] = sorted(result["places"])
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C"
    main()
