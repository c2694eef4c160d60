# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for the secrets of the core (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.ce_sessions import (
    ce_secrets,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import HIDDEN, Problem

#: RFC 2328 appendix D.3: a key of cryptographic authentication has 16 octets.
OSPF_SECRET = 16


def secrets_are_there(intent: Intent) -> Iterator[Problem]:
    """A link names a secret that there is, and OSPF takes 16 octets of it (RFC 2328, D.3)."""
    if not intent.is_read("mpls_secrets"):
        return
    names = ", ".join(sorted(intent.secrets)) or "none yet"
    too_long = set()
    for link in intent.links:
        for key, name in (("igp_secret", link.igp_secret), ("ldp_secret", link.ldp_secret)):
            if name is not None and name not in intent.secrets:
                expected = f"a name in mpls_secrets ({names})"
                yield Problem(f"{link.path}.{key}", repr(HIDDEN), expected)
        if link.igp_secret and intent.secrets.get(link.igp_secret, 0) > OSPF_SECRET:
            too_long.add(link.igp_secret)
    for name in sorted(too_long) if "ospf" in intent.igp.protocols else ():
        yield Problem(
            f"mpls_secrets.{name}",
            f"{intent.secrets[name]} characters",
            f"at most {OSPF_SECRET}, which is what OSPF takes",
        )


def secrets_are_used(intent: Intent) -> Iterator[Problem]:
    """A secret that nothing uses is a misspelt one, and leaves something open."""
    if not intent.is_read("mpls_links"):
        return
    used = {"bgp", "igp"} if intent.has_segments else {"bgp", "igp", "ldp"}
    used |= {name for link in intent.links for name in (link.igp_secret, link.ldp_secret) if name}
    used |= ce_secrets(site for vpn in intent.vpns for site in vpn.sites)
    for name in sorted(intent.secrets.keys() - used):
        yield Problem(
            f"mpls_secrets.{name}",
            "unused",
            "bgp, igp, ldp, or a name that a link has as igp_secret or ldp_secret, or a CE as"
            " secret",
        )


def parallel_links_have_one_ldp_secret(intent: Intent) -> Iterator[Problem]:
    """Two routers have one LDP session, over however many links."""
    if not intent.is_read("mpls_links"):
        return
    first: dict[frozenset[str], Link] = {}
    for link in intent.links:
        other = first.setdefault(frozenset(end.router for end in link.ends), link)
        if other.ldp_secret != link.ldp_secret:
            yield Problem(
                f"{link.path}.ldp_secret",
                repr(HIDDEN),
                f"the one of {other.path}, as both have one session",
            )


RULES = (secrets_are_there, secrets_are_used, parallel_links_have_one_ldp_secret)
