# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How FRR takes changes of lines, as data: each rule has the reason that it is there for."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import TOP
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import (
    ANY,
    Rules,
    make_rule,
)

# Lines of which one replaces another: the first group is what they share. No `no` is sent.
OVERWRITE = Rules(
    make_rule(
        TOP, r"(log (?:syslog|file|stdout|monitor|facility|timestamp precision))\b.*", "one value"
    ),
    make_rule(TOP, r"(password|enable password) .+", "one value"),
    make_rule(TOP, r"(ip(?:v6)? router-id|router-id) .+", "one value"),
    make_rule(TOP, r"(ip(?:v6)? prefix-list \S+ seq \d+) .+", "a number's line is replaced"),
    make_rule(TOP, r"((?:ipv6 |mac )?access-list \S+ seq \d+) .+", "a number's line is replaced"),
    make_rule("interface", r"(description|bandwidth) .+", "one value"),
    make_rule(
        "interface",
        r"(ip ospf (?:cost|dead-interval|hello-interval|priority|network|retransmit-interval"
        r"|transmit-delay|authentication-key)) .+",
        "one value",
    ),
    make_rule(
        "interface",
        r"(isis (?:circuit-type|network|metric|priority|hello-interval|hello-multiplier"
        r"|password)) (?!level-[12]).+",
        "one value",
    ),
    make_rule(
        "ospf",
        r"(ospf router-id|auto-cost reference-bandwidth|timers throttle spf"
        r"|segment-routing (?:global-block|node-msd)|mpls-te router-address) .+",
        "one value",
    ),
    make_rule(
        "isis",
        r"(is-type|metric-style|lsp-mtu|area-password|domain-password"
        r"|segment-routing (?:global-block|node-msd)) .+",
        "one value",
    ),
    make_rule(
        "ldp",
        r"(router-id|(?:dual-stack transport-connection|discovery \S+) \S+"
        r"|neighbor \S+ (?:password|session holdtime|ttl-security hops)) .+",
        "one value",
    ),
    make_rule(
        "ldp-af",
        r"(discovery transport-address|discovery \S+ (?:holdtime|interval)|session holdtime"
        r"|label (?:local|remote) (?:allocate|advertise(?! explicit-null)|accept)) .+",
        "one value",
    ),
    make_rule("ldp-interface", r"(discovery hello (?:holdtime|interval)) .+", "one value"),
    make_rule(
        "bgp",
        r"(bgp (?:router-id|cluster-id|default local-preference)|timers bgp) .+",
        "one value",
    ),
    make_rule(
        "bgp",
        r"(neighbor \S+ (?:remote-as|description|update-source|password"
        r"|timers (?:connect|delayopen)|timers(?! connect| delayopen)|ebgp-multihop|port)) \S.*",
        "one value; a removal of it would reset or remove the neighbour",
    ),
    make_rule(
        "bgp-af",
        r"(neighbor \S+ (?:route-map|prefix-list|filter-list)) \S+(?P<way> in| out)",
        "one value",
    ),
    make_rule(
        "bgp-af",
        r"(neighbor \S+ (?:soo|maximum-prefix|allowas-in)) .+",
        "one value; while none is there, a customer could say anything",
    ),
    make_rule(
        "bgp-af", r"(rd vpn export|label vpn export|rt vpn (?:import|export|both)) .+", "one value"
    ),
    make_rule("bgp-af", r"(route-map vpn (?:import|export)) .+", "one value"),
    make_rule("route-map", r"(description|call) .+", "one value"),
    make_rule(
        "route-map",
        r"(set (?:local-preference|metric|weight|origin|tag|community|ip next-hop)) .+",
        "one value",
    ),
    make_rule("key", r"(key-string|cryptographic-algorithm) .+", "one value"),
    make_rule("bfd-profile", r"(detect-multiplier|\S+-interval) .+", "one value"),
    make_rule("bfd-peer", r"(detect-multiplier|\S+-interval|profile) .+", "one value"),
)

# Commands that remove a line and are not `no` before it.
NEGATIONS = Rules(
    make_rule(
        "bgp", r"neighbor (\S+) password .+", "the value is not needed", r"no neighbor \1 password"
    ),
    make_rule(TOP, r"(enable )?password .+", "a value is refused", r"no \1password"),
    make_rule(
        "isis",
        r"(area-password|domain-password) .+",
        "a value is refused before 9.0",
        r"no \1",
    ),
    make_rule(
        "ospf",
        r"area (\S+) stub no-summary",
        "with `no-summary` only that is removed",
        r"no area \1 stub",
    ),
    make_rule("interface", r"description .+", "a value is refused", "no description"),
    make_rule(
        "ospf",
        r"log-adjacency-changes detail",
        "with `detail` only the detail is removed",
        "no log-adjacency-changes",
    ),
    make_rule("route-map", r"description .+", "a value is refused", "no description"),
    make_rule("key", r"(accept|send)-lifetime .+", "a value is refused", r"no \1-lifetime"),
    make_rule("ospf", r"router-info .+", "a value is refused", "no router-info"),
    make_rule("ospf", r"aggregation timer \d+", "a value is refused", "no aggregation timer"),
    make_rule(TOP, r"banner motd .+", "without one FRR would show that", "banner motd default"),
    *(
        make_rule(kind, pattern, "before 9.0 only the default's value takes it away", instead)
        for kind in ("bfd-peer", "bfd-profile")
        for pattern, instead in (
            (r"detect-multiplier .+", "detect-multiplier 3"),
            (r"((?:receive|transmit)-interval) .+", r"\1 300"),
            (r"(echo (?:receive|transmit)-interval) .+", r"\1 50"),
        )
    ),
    *(
        make_rule(
            kind,
            r"segment-routing global-block .+",
            "values are taken only with those of the local block",
            "no segment-routing global-block",
        )
        for kind in ("ospf", "isis")
    ),
    make_rule(
        "route-map",
        r"set as-path prepend (?!last-as ).+",
        "before 9.0 only one AS is taken there",
        "no set as-path prepend",
    ),
    make_rule("route-map", r"(on-match goto|set table) \d+", "a value is refused", r"no \1"),
    make_rule(
        "bgp", r"neighbor (\S+) description .+", "no value needed", r"no neighbor \1 description"
    ),
)

# Lines against which FRR has no command: they go with the one that `instead` names.
TAKEN = Rules(
    make_rule(
        "ospf",
        r"mpls-te (router-address|inter-as|export)\b.*",
        "all that is said of traffic engineering goes when it is switched off",
        "mpls-te on",
    ),
)

# Lines that must be removed one by one although the context that holds them goes as a whole.
EXPLICIT = Rules(
    make_rule(
        "bgp-af",
        r"import vrf (?!route-map ).+",
        "the other VRF stays marked as exporting by `import vrf` and then refuses `export vpn`",
    ),
    make_rule(
        "ospf",
        r"segment-routing (on|global-block .+|node-msd \d+)",
        "they outlive the instance, and the next one shows them",
    ),
)

# A line that makes something which other lines configure: without it they are gone too, wherever
# under the same context they stand. Group `name`: what it makes; `instead`: the command against it.
OWNERS = Rules(
    make_rule(
        "bgp",
        r"neighbor (?P<name>\S+) interface( .+)?",
        "removing an unnumbered neighbour removes all that is said of it",
        r"no neighbor \g<name> interface",
    ),
    make_rule(
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
LATE = Rules(
    make_rule(TOP, r"(ip(?:v6)? prefix-list \S+) .+", "route maps refer to it"),
    make_rule(TOP, r"((?:ipv6 |mac )?access-list \S+) .+", "others refer to it"),
    make_rule(
        TOP,
        r"(bgp (?:\S*community-list|as-path access-list)(?: standard| expanded)? \S+) .+",
        "route maps",
    ),
)

# Lines whose change FRR takes in whole only when the context that `instead` names is made anew.
ANEW = Rules(
    make_rule(
        "ldp-af",
        r"label local allocate .+",
        "of routes that ldpd knows already it neither installs the labels that come, nor takes away"
        " those that go (lde_change_allocate_filter, ldpd/lde.c, 8.4 to 10.3)",
        "mpls ldp",
    ),
)

# Lines that others in and under their context are taken away for, and given again afterwards:
# `instead` matches those.
ASIDE = Rules(
    make_rule(
        "bgp",
        r"bgp router-id .+",
        "an instance that exports derives RD and route target from it, and 10.3 shows the old RD,"
        " tells the new one and takes the old one for no change; one without an RD exports nothing,"
        " and derives nothing (vpn_handle_router_id_update, bgpd/bgp_mplsvpn.c)",
        r"rd vpn export .+",
    ),
)

# What vtysh and the daemons print without anything being wrong.
HARMLESS = Rules(
    make_rule(
        ANY, r"MGMTD: No changes found to be committed!", "10.3 says so when a line changes nothing"
    ),
    make_rule(
        ANY,
        r".*not installed currently because dependent config not fully available.*",
        "a static route waits for its interface or VRF",
    ),
    make_rule(ANY, r"(This command is deprecated|Please, use) .*", "works as asked for"),
    make_rule(ANY, r"\[\d+\|\w+\] (sending|done).*", "10.3 says which daemon gets what"),
    make_rule(ANY, r"Waiting for children to finish applying config\.\.\.", "10.3 says so"),
    make_rule(
        ANY,
        r"% OSPF: Reference bandwidth is changed\.|Please ensure reference bandwidth .*",
        "advice",
    ),
    make_rule(ANY, r"Please be aware that removing the password is a security risk.*", "advice"),
    make_rule(ANY, r"\s*", "nothing"),
)
