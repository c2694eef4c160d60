# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How FRR shows lines, as data: each rule has the reason that it is there for."""

from __future__ import annotations

import re

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import TOP
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import (
    Rules,
    make_rule,
)

# Lines that say nothing about the running state: on disk, but never compared and never sent.
NOT_COMPARED = Rules(
    make_rule(TOP, r"frr version .+", "names the version that wrote the file"),
    make_rule(
        TOP, r"frr defaults .+", "set by a daemon's command line; no command changes it later"
    ),
    make_rule(TOP, r"hostname .+", "FRR shows the system's name whatever the file says"),
    make_rule(TOP, r"(no )?service integrated-vtysh-config", "vtysh's own, shown by default"),
    make_rule("line", r".+", "vtysh's own, never shown"),
)

# Defaults that FRR does not show: the line is there as long as its `no` is not.
DEFAULTS = Rules(
    make_rule(TOP, r"ip(v6)? forwarding", "only `no ip forwarding` is shown"),
    make_rule(
        "bgp-af",
        r"neighbor \S+ send-community( (both|extended|standard|large|all))?",
        "all kinds of communities are sent by default and only the `no` is shown",
    ),
    make_rule("ospf", r"auto-cost reference-bandwidth 100000", "the default's value"),
    make_rule(
        "ospf",
        r"segment-routing global-block 16000 23999( local-block 15000 15999)?",
        "the default's values",
    ),
    make_rule("ospf", r"mpls-te router-address 0\.0\.0\.0", "what is shown when none was given"),
    *(
        make_rule(
            kind,
            r"no (shutdown|passive-mode|echo-mode)|detect-multiplier 3"
            r"|(receive|transmit)-interval 300|echo (receive|transmit)-interval 50",
            "the default",
        )
        for kind in ("bfd-peer", "bfd-profile")
    ),
    make_rule("isis", r"metric-style wide", "the default"),
    make_rule(
        "isis",
        r"segment-routing global-block 16000 23999( local-block 15000 15999)?",
        "the default's values",
    ),
    make_rule("interface", r"isis hello-interval( level-[12])? 3", "the default's value"),
    make_rule("interface", r"isis hello-multiplier( level-[12])? 10", "the default's value"),
    make_rule("interface", r"isis metric( level-[12])? 10", "the default's value"),
    make_rule("interface", r"isis circuit-type level-1-2", "the default"),
    make_rule("interface", r"ip ospf (hello-interval 10|dead-interval 40)", "the default's value"),
    make_rule("bgp", r"bgp default ipv4-unicast", "the default; only the `no` is shown"),
    make_rule(
        "bgp", r"bgp ebgp-requires-policy", "the default of `traditional`; only the `no` is shown"
    ),
    make_rule(
        "bgp", r"bgp network import-check", "the default of `traditional`; only the `no` is shown"
    ),
    make_rule("bgp", r"timers bgp 60 180", "the default's values of `traditional`"),
    make_rule(
        "bgp",
        r"bgp (client-to-client reflection|fast-external-failover|suppress-duplicates"
        r"|hard-administrative-reset|graceful-restart notification)",
        "the default; only the `no` is shown",
    ),
    make_rule(
        "bgp",
        r"(bgp|neighbor \S+) enforce-first-as",
        "the default since 9.1; only the `no` is shown",
        since=(9, 1),
    ),
    make_rule(
        TOP,
        r"zebra nexthop (kernel enable|resolve-via-backup)",
        "the default; only the `no` is shown",
    ),
    make_rule(
        TOP,
        r"log (error-category|unique-id)|service (cputime-stats|cputime-warning|walltime-warning)",
        "the default; only the `no` is shown",
    ),
    make_rule("interface", r"link-detect", "the default; only the `no` is shown"),
    make_rule("interface", r"isis three-way-handshake", "the default; only the `no` is shown"),
    make_rule("isis", r"hostname dynamic", "the default; only the `no` is shown"),
    make_rule(
        "ldp-af", r"ttl-security( enable)?", "GTSM is on by default; only `disable` is shown"
    ),
)

# Lines of the running FRR that stay where the wanted text does not speak of them.
KEPT = Rules(
    make_rule(
        TOP,
        r"no ip(v6)? forwarding",
        "mirrors net.ipv4.ip_forward and its like, which another module owns",
    ),
    make_rule(
        "interface",
        r"mpls enable",
        "mirrors net.mpls.conf.<interface>.input before 9.1; taking it away closes the port",
        until=(9, 1),
    ),
)

# Lines that FRR may have and not show: sent where they are not shown, and not missed afterwards.
UNSHOWN = Rules(
    make_rule(
        "ospf",
        r"max-metric router-lsa administrative",
        "before 9.0 shown only while there is an area, which takes an address on an interface",
        until=(9, 0),
    ),
    make_rule(
        "interface", r"ip ospf network broadcast", "not shown where it is the link's default"
    ),
)

# What a neighbour has from its group is not shown for the neighbour too.
INHERITED = Rules(
    make_rule("bgp-af", r"neighbor (?P<name>\S+) activate", "activated with its group"),
)
# Whether a neighbour is active in an address family is shown where it is not what the instance (or
# the neighbour's group) has as its default: IPv4 unicast, unless `no bgp default ipv4-unicast`.
ACTIVATION = re.compile(r"(?P<no>no )?neighbor (?P<name>\S+) activate")
GROUP_LINE = re.compile(r"neighbor (?P<name>\S+) peer-group (?P<group>\S+)")

# Other spellings of the same line, as FRR shows it.
SPELLINGS = Rules(
    make_rule("bgp", r"address-family (ipv[46])", "unicast is meant", r"address-family \1 unicast"),
    make_rule("bgp-af", r"route-target vpn (.+)", "shown as `rt`", r"rt vpn \1"),
    make_rule("bgp-af", r"import vrf route-map (\S+)", "shown so", r"route-map vpn import \1"),
    make_rule("interface", r"mpls enable ?", "one word more in no version", "mpls enable"),
    make_rule("ospf", r"router-id (\S+)", "an old spelling", r"ospf router-id \1"),
)

# Lines that FRR shows in another context than the one they may be typed in.
# The pattern's groups `context` and `line` say where; `instead` is the context's template.
MOVES = Rules(
    make_rule(
        TOP,
        r"(?P<line>ip(?:v6)? route .+?) vrf (?P<name>\S+)(?P<rest>.*)",
        "a VRF's static routes are shown in its block",
        r"vrf \g<name>",
    ),
    make_rule(
        "bgp",
        r"(?P<line>(?:network|redistribute|aggregate-address|maximum-paths|import|export|label vpn"
        r"|rd vpn|rt vpn|route-map vpn|nexthop vpn|neighbor \S+ (?:activate|route-map|prefix-list"
        r"|filter-list|distribute-list|next-hop-self|route-reflector-client|send-community"
        r"|soft-reconfiguration|maximum-prefix|allowas-in|as-override|default-originate"
        r"|remove-private-AS|addpath-\S+|soo|weight))\b.*)(?P<rest>)",
        "typed outside a block it belongs to IPv4 unicast",
        "address-family ipv4 unicast",
    ),
)

# Lines that FRR shows beside others, as it takes the others for them too.
IMPLIED = Rules(
    make_rule("bgp", r"(neighbor \S+ bfd) profile \S+", "a profile switches BFD on", r"\1"),
    make_rule("ospf", r"segment-routing on", "it tells of its labels so", "router-info area"),
)

# Lists whose lines get a number when none is given: 5, 10, 15 and so on, for each list.
# Groups: the list, and what follows the number.
NUMBERED = Rules(
    make_rule(TOP, r"(ip(?:v6)? prefix-list \S+) ((?:permit|deny) .+)", "numbered by FRR"),
    make_rule(TOP, r"((?:ipv6 |mac )?access-list \S+) ((?:permit|deny) .+)", "numbered by FRR"),
    make_rule(
        TOP,
        r"(bgp (?:large-|ext)?community-list (?:standard|expanded) \S+) ((?:permit|deny) .+)",
        "numbered by FRR",
    ),
    make_rule(TOP, r"(bgp as-path access-list \S+) ((?:permit|deny) .+)", "numbered by FRR"),
)
NUMBERED_STEP = 5
