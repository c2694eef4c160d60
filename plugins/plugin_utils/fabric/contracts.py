# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a router gets, by the name and the type of each value: plain data for roles and modules.

A router's model is a RouterModel. Its parts are the options of the modules that they are for, and
what the templates of mpls_frr print.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

# --- what modules of the kernel get


class Interface(TypedDict):
    """Addresses with prefix lengths; the MTU in octets where the intent has one."""

    name: str
    addresses: list[str]
    mtu: NotRequired[int]


class Kernel(TypedDict):
    """Options of mpls_sysctl; ``neighbours`` has entries by family."""

    modules: list[str]
    platform_labels: int
    label_interfaces: list[str]
    closed_interfaces: list[str]
    unfiltered_interfaces: list[str]
    short_queue_interfaces: list[str]
    neighbours: dict[str, int]


class TunnelEnds(TypedDict):
    """From where to where a tunnel goes, and by what."""

    kind: str
    local: str
    remote: str


class TunnelDevice(TunnelEnds):
    """A tunnel of mpls_tunnel."""

    name: str
    addresses: list[str]
    label_input: bool
    key: NotRequired[int]
    mtu: NotRequired[int]


class VrfDevice(TypedDict):
    """A VRF of vrf_device."""

    name: str
    table: int
    members: list[str]


class MssClamp(TypedDict):
    """Options of mss_clamp: octets by family."""

    vrfs: list[str]
    ipv4: int
    ipv6: int


class OspfLimitPort(TypedDict):
    """A port whose OSPF ends above a number of prefixes, for so many minutes."""

    interface: str
    vrf: str
    max_prefixes: int
    restart: int


class OspfLimit(TypedDict):
    """Options of ospf_limit."""

    ports: list[OspfLimitPort]


class PortNeighbours(TypedDict):
    """How many neighbours of each family a port may have, and the routers that always pass."""

    interface: str
    ipv4: int
    ipv6: int
    subnet: str
    routers: list[str]


class FilterSession(TypedDict):
    """A session that mpls_filter lets in."""

    protocol: str
    interface: str
    address: str | None
    bfd: bool


class EdgeProtection(TypedDict, total=False):
    """Options of mpls_filter; what is switched off is not there."""

    label_ports: list[str]
    source_ports: list[str]
    parent_ports: list[str]
    other_interfaces: list[str]
    ports: list[str]
    vrfs: list[str]
    sessions: list[FilterSession]
    core: list[str]
    bgp_peers: list[str]
    ldp_peers: list[str]
    tunnels: list[TunnelEnds]
    neighbours: list[PortNeighbours]


class StaticRoute(TypedDict):
    """A route of mpls_route: a label that is switched or popped, or a prefix that gets labels."""

    interface: str
    label: NotRequired[int]
    prefix: NotRequired[str]
    table: NotRequired[int]
    via: NotRequired[str]
    out_labels: NotRequired[list[int]]


# --- sessions with customers' routers


class CeSession(TypedDict):
    """A protocol between a PE and a CE; OSPF finds the address of the CE itself."""

    protocol: str
    vrf: str
    interface: str
    family: str
    local_address: str
    ce_address: str | None
    bfd: bool
    has_secret: bool
    gtsm: bool


class ExpectedCe(TypedDict):
    """A session that verify asks about, and the prefixes that the CE must receive by BGP."""

    protocol: str
    vrf: str
    interface: str
    family: str
    ce_address: str | None
    asn: int | None
    advertised: list[str]


# --- FRRouting


class PortIgp(TypedDict):
    """The IGP on a port; ``bfd`` is its interval in milliseconds."""

    area: int
    passive: bool
    cost: NotRequired[int | None]
    bfd: NotRequired[int | None]
    secret: NotRequired[str | None]


class FrrPort(TypedDict):
    """An interface of the core in FRRouting."""

    name: str
    igp: PortIgp | None
    labels: bool


class SegmentRouting(TypedDict):
    """Segment routing of an IGP; a block is its first and its last label."""

    global_block: str
    local_block: str
    index: int
    ti_lfa: str | None


class FrrIgp(TypedDict):
    """An IGP of the router."""

    protocol: str
    distance: int | None
    net: str | None
    level: int
    lsp_mtu: int | None
    ldp_sync: bool
    secret: str | None
    drained: bool
    segments: SegmentRouting | None


class NumberedPrefix(TypedDict):
    """A line of a list of prefixes that get labels."""

    number: int
    prefix: str


class LabelledPrefixes(TypedDict):
    """The list of the prefixes that get labels."""

    name: str
    rules: list[NumberedPrefix]


class LdpNeighbour(TypedDict):
    """An LDP neighbour by its loopback, and the name of its secret."""

    address: str
    secret: str | None


class FrrLdp(TypedDict):
    """LDP of the router; the hold time is in seconds."""

    explicit_null: bool
    gtsm: bool
    holdtime: int
    interfaces: list[str]
    labelled: LabelledPrefixes | None
    neighbours: list[LdpNeighbour]


class FrrStaticRoute(TypedDict):
    """A static route of FRRouting in the core."""

    prefix: str
    via: str
    interface: str


class CeStaticRoute(FrrStaticRoute):
    """A static route to a CE; ``word`` is how FRRouting calls the family."""

    word: str


class PolicyRule(TypedDict):
    """A line of a prefix list; ``longest`` is its ``le``."""

    action: str
    prefix: str
    longest: int | None


class NumberedRule(PolicyRule):
    """A line of a prefix list with its number."""

    number: int


class PrefixList(TypedDict):
    """A prefix list of FRRouting."""

    name: str
    word: str
    rules: list[NumberedRule]


class RouteMap(TypedDict):
    """A route map of FRRouting: what it refuses, matches and sets; None where it does not."""

    name: str
    refused_tag: int | None
    prefix_list: str | None
    word: str | None
    without_targets: bool | None
    preference: int | None
    tag: int | None


class CePolicy(TypedDict):
    """What is accepted from CEs and advertised to them."""

    prefix_lists: list[PrefixList]
    route_maps: list[RouteMap]


class CeNeighbour(TypedDict):
    """A BGP neighbour in a VRF; times are in seconds, but for the minutes of the restart."""

    address: str
    family: str
    asn: int
    description: str
    holdtime: int
    keepalive: int
    secret: str | None
    bfd: bool
    gtsm: bool
    as_override: bool
    allowas_in: int | None
    max_prefixes: int
    max_prefixes_restart: int
    originate_default: bool
    soo: str | None
    policy_in: str
    policy_out: str


class Redistribution(TypedDict):
    """What BGP takes from another protocol, by which route map."""

    protocol: str
    policy: str | None


class CeOspf(TypedDict):
    """OSPF of a VRF for one version of IP."""

    version: int
    name: str
    word: str
    router_id: str
    policy_in: str
    policy_out: str
    redistribute: list[str]
    originate_default: bool
    drained: bool


class CeOspfPort(TypedDict):
    """OSPF on a customer's port."""

    name: str
    versions: list[int]
    area: int
    network: str
    cost: int | None
    bfd: bool
    secret: str | None


class CeVrf(CePolicy):
    """What FRRouting is told of the CEs of a VRF."""

    name: str
    static_routes: list[CeStaticRoute]
    neighbours: list[CeNeighbour]
    redistribute: dict[str, list[Redistribution]]
    ospf: list[CeOspf]
    ports: list[CeOspfPort]


class BgpPeer(TypedDict):
    """An iBGP peer; ``client`` of this reflector."""

    name: str
    address: str
    address6: str | None
    client: bool


class RouteTargets(TypedDict):
    """Route targets in one direction or in both."""

    way: str
    numbers: str


class BgpVrf(TypedDict):
    """A VRF in BGP."""

    name: str
    families: list[str]
    rd: str | None
    exports: bool
    imports: bool
    targets: list[RouteTargets]
    ce: CeVrf | None


class FrrBgp(TypedDict):
    """BGP of the router; times are in seconds."""

    asn: int | None
    cluster_id: str | None
    drained: bool
    holdtime: int
    keepalive: int
    secret: str | None
    allowas_in: int | None
    peers: list[BgpPeer]
    vrfs: list[BgpVrf]


class Frr(TypedDict):
    """All that the configuration of FRRouting says; ``secrets`` are names alone."""

    daemons: list[str]
    hostname: str
    router_id: str
    loopback6: str | None
    secrets: list[str]
    bfd_intervals: list[int]
    ports: list[FrrPort]
    igps: list[FrrIgp]
    ldp: FrrLdp | None
    ce_vrfs: list[CeVrf]
    bgp: FrrBgp | None
    reflectors: list[str]
    static_routes: list[FrrStaticRoute]


# --- what verify expects


class ExpectedSessions(TypedDict):
    """What FRRouting shows of neighbours when the network has converged."""

    routing: str
    igps: list[str]
    adjacencies: list[str]
    bfd: list[str]
    ldp_neighbours: list[str]
    neighbours: list[str]
    loopbacks: list[str]
    bgp_peers: list[str]
    bgp_peers6: list[str]


class ExpectedPrefixes(TypedDict):
    """Prefixes of a VRF by where they come from; own ones where no others may be there."""

    remote_prefixes: list[str]
    local_prefixes: list[str]
    own_prefixes: list[str] | None


class ExpectedCes(TypedDict):
    """What a VRF shows of its CEs."""

    static_prefixes: list[str]
    ce_sessions: list[ExpectedCe]


class ExpectedVrf(VrfDevice, ExpectedPrefixes, ExpectedCes):
    """A VRF, its prefixes and its CEs."""


class Expectation(ExpectedSessions):
    """The option ``expect`` of router_verify."""

    label_interfaces: list[str]
    static_routes: list[StaticRoute]
    edge_protection: EdgeProtection | None
    repair: bool
    repair_paths: bool
    ospf_limit: OspfLimit | None
    vrfs: list[ExpectedVrf]


# --- the whole


class RouterModel(TypedDict):
    """All that one router gets; without FRRouting ``frr`` is None."""

    name: str
    role: str
    routing: str
    kernel: Kernel
    needs_kernel_modules: list[str]
    needs_packages: list[str]
    needs_interfaces: list[str]
    configures_interfaces: list[str]
    needs_addresses: dict[str, list[str]]
    has_several_next_hops: bool
    tunnels: list[TunnelDevice]
    needs_mtus: dict[str, int]
    core_interfaces: list[Interface]
    vrfs: list[VrfDevice]
    mss_clamp: MssClamp | None
    edge_protection: EdgeProtection | None
    ospf_limit: OspfLimit | None
    customer_interfaces: list[Interface]
    ce_sessions: list[CeSession]
    frr: Frr | None
    static_routes: list[StaticRoute]
    upgrade_time: str | None
    expect: Expectation
