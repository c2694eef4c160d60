# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How much is tried: a few, each, or all ways, as LAB_WAYS says; `make test` takes a few."""

from __future__ import annotations

import os

FEW = "few"
WAYS = os.environ.get("LAB_WAYS", FEW)
