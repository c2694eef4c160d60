# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What customers of every core are sold, as questions to their hosts and to the wire.

Each core of the lab has the customers 1 and 2 with a host at site 1 (192.168.1.10) and one at
site 2 (192.168.2.10), and 192.168.2.99 is customer1's alone.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from support.lab.network import PATIENCE, Site, connect, holds_within, wait_for

CUSTOMERS = ("customer1", "customer2")
#: The loopbacks of PE1 and PE2, and both ends of the link between PE1 and P1.
CORE = ("10.0.0.1", "10.0.0.3", "10.1.0.0", "10.1.0.1")
SITE2, ONLY_CUSTOMER1 = "192.168.2.10", "192.168.2.99"
#: In a dual-stack core, site 2 has these beside them.
SITE2_IPV6, ONLY_CUSTOMER1_IPV6 = "2001:db8:1:2::10", "2001:db8:1:2::99"
ECHO = re.compile(
    r"MPLS(?P<labels>(?:\s+\(label [^)]*\))+)\s+IP [^\n]*\n"
    r"\s+192\.168\.1\.10 > 192\.168\.2\.10: ICMP echo request"
)
LABEL = re.compile(r"\(label [^)]*\)")


def connect_sites(guests: Mapping[str, tuple[str, ...]]) -> dict[str, Site]:
    """Connect to the guests, each with the names of the customers' hosts that share it."""
    sites = {}
    for guest, names in guests.items():
        host = connect(guest)
        sites.update({name: Site(host, name) for name in names})
    return sites


def wait_for_customers(sites: Mapping[str, Site], targets: Iterable[str] = (SITE2,)) -> None:
    """Give the network time to converge; whether it did is for the tests to say, one by one."""
    started = time.monotonic()
    converged = holds_within(
        PATIENCE,
        lambda: all(
            sites[f"{customer}-site1"].reaches(target, 1)
            for customer in CUSTOMERS
            for target in targets
        ),
    )
    reached = "reach" if converged else "do not reach"
    print(f"\nthe customers {reached} their other sites after {time.monotonic() - started:.0f} s")  # noqa: T201


def assert_both_reach_the_same_address_at_the_same_time(
    sites: Mapping[str, Site], target: str = SITE2
) -> None:
    with ThreadPoolExecutor() as pool:
        answers = pool.map(
            lambda customer: sites[f"{customer}-site1"].run(f"ping -n -c 10 -i 0.3 {target}"),
            CUSTOMERS,
        )
        assert ["10 received" in answer.stdout for answer in answers] == [True, True]


def assert_only_customer1_reaches_its_address(
    sites: Mapping[str, Site], target: str = ONLY_CUSTOMER1
) -> None:
    """Count at the owner, so that a packet that only travels one way is noticed too."""
    owner = sites["customer1-site2"]
    before = owner.count_echo_requests()
    assert sites["customer1-site1"].reaches(target)
    heard = owner.count_echo_requests()
    assert heard > before
    assert not sites["customer2-site1"].reaches(target)
    assert owner.count_echo_requests() == heard


def capture_labels(
    router: Any, port: str, direction: str, sites: Mapping[str, Site], customer: str = "customer1"
) -> list[str]:
    """Capture an echo request on its way from site 1 to site 2 and return its label entries."""
    file = f"/tmp/capture-{time.time_ns()}"
    router.run(
        f"sh -c 'timeout 40 tcpdump -Q {direction} -lnvi {port} mpls >{file} 2>{file}.log &'"
    )
    wait_for(lambda: "listening" in router.run(f"cat {file}.log").stdout, "tcpdump listens", 30)
    assert sites[f"{customer}-site1"].reaches(SITE2, 3)
    wait_for(lambda: ECHO.search(router.run(f"cat {file}").stdout) is not None, "the echo", 30)
    shown = router.check_output(f"cat {file}")
    router.run(f"pkill -f '[t]cpdump -Q {direction} -lnvi {port}'; rm {file} {file}.log")
    packet = ECHO.search(shown)
    assert packet, shown
    return LABEL.findall(packet["labels"])


def interfaces_with_label_input(router: Any) -> set[str]:
    shown = router.check_output("grep -H . /proc/sys/net/mpls/conf/*/input")
    return {line.split("/")[6] for line in shown.splitlines() if line.endswith(":1")}


def assert_vrfs_end_in_an_unreachable_default(router: Any) -> None:
    for table in (100, 200):
        for family in ("-4", "-6"):
            routes = router.check_output(f"ip {family} route show table {table}")
            assert "unreachable default" in routes
            assert "metric 4278198272" in routes
