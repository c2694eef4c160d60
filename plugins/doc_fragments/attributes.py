# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the documentation of all modules has in common."""

from __future__ import annotations


class ModuleDocFragment:
    """Attributes, and the words for states that network engineers know from elsewhere."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    support: full
    description: Can run in C(check_mode) and report what a run would change, without changing it.
  diff_mode:
    support: full
    description: Shows before and after when run with C(--diff); nothing secret is in it.
  idempotent:
    support: full
    description: A second run with the same options changes nothing.
"""

    NETWORKD = r"""
options: {}
requirements:
  - pyroute2 >= 0.7.2 (python3-pyroute2)
notes:
  - systemd-networkd is enabled and started where it is not, and told by
    C(/etc/systemd/networkd.conf.d/90-linuxnet-mpls.conf) to leave the routes, rules and next hops
    of others alone.
  - systemd before 256 (Debian 12) cannot be told so about next hops. It deletes those of FRR, and
    the routes that use them, when an interface changes. There, have C(no zebra nexthop kernel
    enable) in C(frr.conf), so that FRR's routes need none.
  - An interface that another manager configures (files for networkd of others, ifupdown,
    netplan, NetworkManager) is refused before anything is changed.
"""

    STATES = r"""
options: {}
notes:
  - "The states of network resource modules, in this collection's words: I(merged) is
    O(state=present); I(replaced) is O(state=present) as well, as a named object is made exactly as
    written; I(overridden) is O(state=present) with O(purge=true); I(deleted) is O(state=absent);
    I(gathered) is what an C(_info) module returns; I(rendered) is C(--check --diff)."
"""
