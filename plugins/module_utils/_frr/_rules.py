# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRR does with single lines, as data: each rule has the reason that it is there for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import TOP

Version = tuple[int, ...]
OLDEST: Version = (8, 4)

ANY = "*"


@dataclass(frozen=True)
class Rule:
    """A rule for lines in one kind of context (``*``: all) that match ``pattern`` as a whole."""

    kind: str
    pattern: re.Pattern[str]
    reason: str
    # What takes the line's place, where the rule is about that: a replacement for `re.sub`.
    instead: str = ""
    # The rule begins, or ends, with this version of FRR.
    since: Version | None = None
    until: Version | None = None


def _rule(
    kind: str,
    pattern: str,
    reason: str,
    instead: str = "",
    *,
    since: Version | None = None,
    until: Version | None = None,
) -> Rule:
    return Rule(kind, re.compile(pattern), reason, instead, since, until)


# Lines that say nothing about the running state: on disk, but never compared and never sent.
NOT_COMPARED: tuple[Rule, ...] = (
    _rule(TOP, r"frr version .+", "names the version that wrote the file"),
    _rule(TOP, r"frr defaults .+", "set by a daemon's command line; no command changes it later"),
    _rule(TOP, r"hostname .+", "FRR shows the system's name whatever the file says"),
    _rule(TOP, r"(no )?service integrated-vtysh-config", "vtysh's own, shown by default"),
    _rule("line", r".+", "vtysh's own, never shown"),
)

# Defaults that FRR does not show: the line is there as long as its `no` is not.
DEFAULTS: tuple[Rule, ...] = (
    _rule(TOP, r"ip(v6)? forwarding", "only `no ip forwarding` is shown"),
    _rule(
        "bgp-af",
        r"neighbor \S+ send-community( (both|extended|standard|large|all))?",
        "all kinds of communities are sent by default and only the `no` is shown",
    ),
    _rule("ospf", r"auto-cost reference-bandwidth 100000", "the default's value"),
    _rule("isis", r"metric-style wide", "the default"),
    _rule("isis", r"segment-routing global-block 16000 23999", "the default's values"),
    _rule("interface", r"isis hello-interval( level-[12])? 3", "the default's value"),
    _rule("interface", r"isis hello-multiplier( level-[12])? 10", "the default's value"),
    _rule("interface", r"isis metric( level-[12])? 10", "the default's value"),
    _rule("interface", r"isis circuit-type level-1-2", "the default"),
    _rule("interface", r"ip ospf (hello-interval 10|dead-interval 40)", "the default's value"),
    _rule("bgp", r"bgp default ipv4-unicast", "the default; only the `no` is shown"),
    _rule(
        "bgp", r"bgp ebgp-requires-policy", "the default of `traditional`; only the `no` is shown"
    ),
    _rule(
        "bgp", r"bgp network import-check", "the default of `traditional`; only the `no` is shown"
    ),
    _rule(
        "bgp",
        r"bgp (client-to-client reflection|fast-external-failover|suppress-duplicates"
        r"|hard-administrative-reset|graceful-restart notification)",
        "the default; only the `no` is shown",
    ),
    _rule(
        "bgp",
        r"(bgp|neighbor \S+) enforce-first-as",
        "the default since 9.1; only the `no` is shown",
        since=(9, 1),
    ),
    _rule(
        TOP,
        r"zebra nexthop (kernel enable|resolve-via-backup)",
        "the default; only the `no` is shown",
    ),
    _rule(
        TOP,
        r"log (error-category|unique-id)|service (cputime-stats|cputime-warning|walltime-warning)",
        "the default; only the `no` is shown",
    ),
    _rule("interface", r"link-detect", "the default; only the `no` is shown"),
    _rule("interface", r"isis three-way-handshake", "the default; only the `no` is shown"),
    _rule("isis", r"hostname dynamic", "the default; only the `no` is shown"),
    _rule("ldp-af", r"ttl-security( enable)?", "GTSM is on by default; only `disable` is shown"),
)

# Lines of the running FRR that stay where the wanted text does not speak of them.
KEPT: tuple[Rule, ...] = (
    _rule(
        TOP,
        r"no ip(v6)? forwarding",
        "mirrors net.ipv4.ip_forward and its like, which another module owns",
    ),
    _rule(
        "interface",
        r"mpls enable",
        "mirrors net.mpls.conf.<interface>.input before 9.1; taking it away closes the port",
        until=(9, 1),
    ),
)

# Lines that FRR may have and not show: sent where they are not shown, and not missed afterwards.
UNSHOWN: tuple[Rule, ...] = (
    _rule(
        "ospf",
        r"max-metric router-lsa administrative",
        "before 9.0 shown only while there is an area, which takes an address on an interface",
        until=(9, 0),
    ),
)

# What a neighbour has from its group is not shown for the neighbour too.
INHERITED: tuple[Rule, ...] = (
    _rule("bgp-af", r"neighbor (?P<name>\S+) activate", "activated with its group"),
)
# Whether a neighbour is active in an address family is shown where it is not what the instance (or
# the neighbour's group) has as its default: IPv4 unicast, unless `no bgp default ipv4-unicast`.
ACTIVATION = re.compile(r"(?P<no>no )?neighbor (?P<name>\S+) activate")
GROUP_LINE = re.compile(r"neighbor (?P<name>\S+) peer-group (?P<group>\S+)")

# Other spellings of the same line, as FRR shows it.
SPELLINGS: tuple[Rule, ...] = (
    _rule("bgp", r"address-family (ipv[46])", "unicast is meant", r"address-family \1 unicast"),
    _rule("bgp-af", r"route-target vpn (.+)", "shown as `rt`", r"rt vpn \1"),
    _rule("bgp-af", r"import vrf route-map (\S+)", "shown so", r"route-map vpn import \1"),
    _rule("interface", r"mpls enable ?", "one word more in no version", "mpls enable"),
    _rule("ospf", r"router-id (\S+)", "an old spelling", r"ospf router-id \1"),
)

# Lines that FRR shows in another context than the one they may be typed in.
# The pattern's groups `context` and `line` say where; `instead` is the context's template.
MOVES: tuple[Rule, ...] = (
    _rule(
        TOP,
        r"(?P<line>ip(?:v6)? route .+?) vrf (?P<name>\S+)(?P<rest>.*)",
        "a VRF's static routes are shown in its block",
        r"vrf \g<name>",
    ),
    _rule(
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

# Lists whose lines get a number when none is given: 5, 10, 15 and so on, for each list.
# Groups: the list, and what follows the number.
NUMBERED: tuple[Rule, ...] = (
    _rule(TOP, r"(ip(?:v6)? prefix-list \S+) ((?:permit|deny) .+)", "numbered by FRR"),
    _rule(TOP, r"((?:ipv6 |mac )?access-list \S+) ((?:permit|deny) .+)", "numbered by FRR"),
    _rule(
        TOP,
        r"(bgp (?:large-|ext)?community-list (?:standard|expanded) \S+) ((?:permit|deny) .+)",
        "numbered by FRR",
    ),
    _rule(TOP, r"(bgp as-path access-list \S+) ((?:permit|deny) .+)", "numbered by FRR"),
)
NUMBERED_STEP = 5

# Lines of which one replaces another: the first group is what they share. No `no` is sent.
OVERWRITE: tuple[Rule, ...] = (
    _rule(
        TOP, r"(log (?:syslog|file|stdout|monitor|facility|timestamp precision))\b.*", "one value"
    ),
    _rule(TOP, r"(password|enable password) .+", "one value"),
    _rule(TOP, r"(ip(?:v6)? router-id|router-id) .+", "one value"),
    _rule(TOP, r"(ip(?:v6)? prefix-list \S+ seq \d+) .+", "a number's line is replaced"),
    _rule(TOP, r"((?:ipv6 |mac )?access-list \S+ seq \d+) .+", "a number's line is replaced"),
    _rule("interface", r"(description|bandwidth) .+", "one value"),
    _rule(
        "interface",
        r"(ip ospf (?:cost|dead-interval|hello-interval|priority|network|retransmit-interval"
        r"|transmit-delay|authentication-key)) .+",
        "one value",
    ),
    _rule(
        "interface",
        r"(isis (?:circuit-type|network|metric|priority|hello-interval|hello-multiplier"
        r"|password)) (?!level-[12]).+",
        "one value",
    ),
    _rule(
        "ospf",
        r"(ospf router-id|auto-cost reference-bandwidth|timers throttle spf) .+",
        "one value",
    ),
    _rule("isis", r"(is-type|metric-style|lsp-mtu|area-password|domain-password) .+", "one value"),
    _rule(
        "ldp",
        r"(router-id|(?:dual-stack transport-connection|discovery \S+) \S+"
        r"|neighbor \S+ (?:password|session holdtime|ttl-security hops)) .+",
        "one value",
    ),
    _rule(
        "ldp-af",
        r"(discovery transport-address|discovery \S+ (?:holdtime|interval)|session holdtime"
        r"|label (?:local|remote) (?:allocate|advertise(?! explicit-null)|accept)) .+",
        "one value",
    ),
    _rule("ldp-interface", r"(discovery hello (?:holdtime|interval)) .+", "one value"),
    _rule(
        "bgp",
        r"(bgp (?:router-id|cluster-id|default local-preference)|timers bgp) .+",
        "one value",
    ),
    _rule(
        "bgp",
        r"(neighbor \S+ (?:remote-as|description|update-source|password|timers connect"
        r"|timers(?! connect)|ebgp-multihop|port)) \S.*",
        "one value; a removal of it would reset or remove the neighbour",
    ),
    _rule(
        "bgp-af",
        r"(neighbor \S+ (?:route-map|prefix-list|filter-list)) \S+(?P<way> in| out)",
        "one value",
    ),
    _rule(
        "bgp-af", r"(rd vpn export|label vpn export|rt vpn (?:import|export|both)) .+", "one value"
    ),
    _rule("bgp-af", r"(route-map vpn (?:import|export)) .+", "one value"),
    _rule("route-map", r"(description|call) .+", "one value"),
    _rule(
        "route-map",
        r"(set (?:local-preference|metric|weight|origin|tag|community|ip next-hop)) .+",
        "one value",
    ),
    _rule("key", r"(key-string|cryptographic-algorithm) .+", "one value"),
    _rule("bfd-profile", r"(detect-multiplier|\S+-interval) .+", "one value"),
    _rule("bfd-peer", r"(detect-multiplier|\S+-interval|profile) .+", "one value"),
)

# Commands that remove a line and are not `no` before it.
NEGATIONS: tuple[Rule, ...] = (
    _rule(
        "bgp", r"neighbor (\S+) password .+", "the value is not needed", r"no neighbor \1 password"
    ),
    _rule(TOP, r"(enable )?password .+", "a value is refused", r"no \1password"),
    _rule("interface", r"description .+", "a value is refused", "no description"),
    _rule(
        "ospf",
        r"log-adjacency-changes detail",
        "with `detail` only the detail is removed",
        "no log-adjacency-changes",
    ),
    _rule("route-map", r"description .+", "a value is refused", "no description"),
    _rule(
        "bgp", r"neighbor (\S+) description .+", "no value needed", r"no neighbor \1 description"
    ),
)

# Lines that must be removed one by one although the context that holds them goes as a whole.
EXPLICIT: tuple[Rule, ...] = (
    _rule(
        "bgp-af",
        r"import vrf (?!route-map ).+",
        "the other VRF stays marked as exporting by `import vrf` and then refuses `export vpn`",
    ),
)

# A line that makes something which other lines configure: without it they are gone too, wherever
# under the same context they stand. Group `name`: what it makes; `instead`: the command against it.
OWNERS: tuple[Rule, ...] = (
    _rule(
        "bgp",
        r"neighbor (?P<name>\S+) interface( .+)?",
        "removing an unnumbered neighbour removes all that is said of it",
        r"no neighbor \g<name> interface",
    ),
    _rule(
        "bgp",
        r"neighbor (?P<name>\S+) (remote-as \S+|peer-group( \S+)?)",
        "removing a neighbour's AS or group, or a group, removes all that is said of it",
        r"no neighbor \g<name>",
    ),
)
# What the lines of such a thing begin with, and how others depend on it.
OWNED_BEGINNING = "neighbor {name} "
OWNED_MEMBERS = r"neighbor (?P<member>\S+) (interface )?peer-group {name}"

# Single lines that others refer to, with the group that names the object: removed late.
LATE: tuple[Rule, ...] = (
    _rule(TOP, r"(ip(?:v6)? prefix-list \S+) .+", "route maps refer to it"),
    _rule(TOP, r"((?:ipv6 |mac )?access-list \S+) .+", "others refer to it"),
    _rule(
        TOP,
        r"(bgp (?:\S*community-list|as-path access-list)(?: standard| expanded)? \S+) .+",
        "route maps",
    ),
)

# What vtysh and the daemons print without anything being wrong.
HARMLESS: tuple[Rule, ...] = (
    _rule(
        ANY, r"MGMTD: No changes found to be committed!", "10.3 says so when a line changes nothing"
    ),
    _rule(
        ANY,
        r".*not installed currently because dependent config not fully available.*",
        "a static route waits for its interface or VRF",
    ),
    _rule(ANY, r"(This command is deprecated|Please, use) .*", "works as asked for"),
    _rule(ANY, r"\[\d+\|\w+\] (sending|done).*", "10.3 says which daemon gets what"),
    _rule(ANY, r"Waiting for children to finish applying config\.\.\.", "10.3 says so"),
    _rule(ANY, r"Please be aware that removing the password is a security risk.*", "advice"),
    _rule(ANY, r"\s*", "nothing"),
)


def find_rule(
    rules: tuple[Rule, ...], kind: str, line: str, version: Version
) -> tuple[Rule, re.Match[str]] | None:
    """Find the first rule for a line in a kind of context, with its match."""
    for rule in rules:
        if rule.kind not in (kind, ANY) or not _applies(rule, version):
            continue
        match = rule.pattern.fullmatch(line)
        if match:
            return rule, match
    return None


def _applies(rule: Rule, version: Version) -> bool:
    return (rule.since is None or version >= rule.since) and (
        rule.until is None or version < rule.until
    )
