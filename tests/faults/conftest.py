# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The routers of the scenario `faults`."""

from support.lab.routers import routers

__all__ = ["routers"]
