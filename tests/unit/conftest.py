# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Settings of all unit tests."""

from __future__ import annotations

from hypothesis import settings

# No test is about time: a busy machine must not fail a property.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
