# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Runs inside a guest: python3 -m benchmarks.guest NAME SECONDS COMMANDS.

The last two are what one command of a loop in a playbook takes, and how many were timed for that.
"""

from __future__ import annotations

import sys

from benchmarks.guest_frr import deletions, one_vrf_more
from benchmarks.guest_frr import no_change as same_configuration
from benchmarks.guest_routes import few_changed, first_run, no_change, ten_times
from benchmarks.guest_sysctl import input_keys
from benchmarks.guest_vrfs import devices

BENCHMARKS = {
    "P1": first_run,
    "P1x10": ten_times,
    "P2": no_change,
    "P3": few_changed,
    "P4": input_keys,
    "P5": devices,
    "P6": same_configuration,
    "P7": deletions,
    "P8": one_vrf_more,
}


def main() -> None:
    name, seconds, measured = sys.argv[1:]
    sys.stdout.write(BENCHMARKS[name]((float(seconds), int(measured))).render())


if __name__ == "__main__":
    main()
