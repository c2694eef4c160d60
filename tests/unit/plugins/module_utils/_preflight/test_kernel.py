# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Kernels that lose labelled packets are warned of by their version."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._kernel import (
    warn_of_next_hops,
)

BUILD = "#1 SMP PREEMPT_DYNAMIC"


@pytest.mark.parametrize(
    "release",
    [
        *("6.19.0", "6.19.14+deb13-amd64", "7.0-rc1", "7.0.0", "7.0.12", "7.1.5", "7.1.0-rc3"),
        *("7.2.0-rc4", "7.2-rc1-amd64"),
    ],
)
def test_kernel_is_warned_of_when_it_is_between_the_fault_and_its_end(release: str) -> None:
    (words,) = warn_of_next_hops(release, BUILD)
    assert words.startswith(f"kernel {release} (")
    assert "several next hops" in words
    assert "expected 7.1.6 or newer, or one before 6.19" in words


@pytest.mark.parametrize(
    "release",
    [
        *("6.1.0-40-cloud-amd64", "6.12.117+deb13-cloud-amd64", "6.18.44", "7.1.6"),
        *("7.2-rc5-amd64", "7.2.0", "7.10.1", "8.0.0", "of our own"),
    ],
)
def test_nothing_is_said_when_the_kernel_is_another_one(release: str) -> None:
    assert warn_of_next_hops(release, BUILD) == []


def test_version_is_that_of_the_build_when_the_release_is_the_abi() -> None:
    assert warn_of_next_hops("7.1.0-2-amd64", f"{BUILD} Debian 7.1.7-1 (2026-09-01)") == []
    (words,) = warn_of_next_hops("7.1.0-2-amd64", f"{BUILD} Debian 7.1.5-1~bpo13+1 (2026-08-01)")
    assert words.startswith("kernel 7.1.0-2-amd64 (7.1.5) drops labelled packets")
    (words,) = warn_of_next_hops("7.2-amd64", f"{BUILD} Debian 7.2~rc4-1~exp1 (2026-08-01)")
    assert "(7.2.0)" in words
