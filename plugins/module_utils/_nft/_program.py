# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The program that loads the tables of a ruleset, for its unit and for a task (pure).

It is a shell's, as it runs before the network is there and must not need more than that. Tables and
chains of all devices are one transaction, so that no packet meets half of them. Where that fails, a
device may have gone meanwhile: then each device's chain is a transaction of its own, and costs
nobody else's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A load takes nft less than a second; one that hangs for so many seconds has failed.
SECONDS_FOR_NFT = 20
NFT, DEVICES = "/usr/sbin/nft", "/sys/class/net"

PROGRAM = r"""
# 'load' says by its status whether all was loaded. 'guard' loads too, and where it fails keeps
# the ports down that have no rules; 'release' lets them go.
rules={rules}
chains={chains}
tables='{tables}'
ports='{ports}'
hold={hold}

nft() {{ timeout {seconds} {nft} "$@"; }}
is_there() {{ [ -e "{devices}/$1" ]; }}

chains_that_can_be() {{
    while read -r device words; do
        if is_there "$device"; then echo "$words"; fi
    done <"$chains"
}}

load() {{
    for file in "$rules" "$chains"; do
        [ -r "$file" ] || {{ echo "$file: cannot be read" >&2; return 1; }}
    done
    {{ cat "$rules"; chains_that_can_be; }} | nft -f - && return
    nft -f "$rules" || return
    refused=0
    while read -r device words; do
        is_there "$device" || continue
        echo "$words" | nft -f - && continue
        is_there "$device" || continue
        echo "$device: its chain is not loaded" >&2
        refused=1
    done <"$chains"
    return "$refused"
}}

tables_stand() {{
    for table in $tables; do
        nft list table "${{table%:*}}" "${{table#*:}}" >/dev/null 2>&1 || return
    done
}}

ports_without_rules() {{
    tables_stand || {{ echo "$ports"; return; }}
    while read -r device _add _chain family table chain _words; do
        is_there "$device" || continue
        nft list chain "$family" "$table" "$chain" >/dev/null 2>&1 || echo "$device"
    done <"$chains"
}}

# systemd-networkd leaves the ports in this file alone, so that they stay as they are: down.
keep_down() {{
    before=$(sed -n 's/^Name=//p' "$hold" 2>/dev/null)
    if [ -n "$*" ]; then
        mkdir -p "${{hold%/*}}"
        printf '%s\n[Match]\nName=%s\n\n[Link]\nUnmanaged=yes\n' '{mark}' "$*" >"$hold"
        echo "kept down, as their rules are not loaded: $*" >&2
    else
        rm -f "$hold"
    fi
    for port in $*; do
        if is_there "$port"; then ip link set dev "$port" down; fi
    done
    freed=
    for port in $before; do
        case " $* " in *" $port "*) ;; *) freed="$freed $port" ;; esac
    done
    [ -z "$freed" ] || let_go $freed
}}

let_go() {{
    if systemctl --quiet is-active systemd-networkd; then
        timeout 30 networkctl reload
    fi
    for port in $*; do
        is_there "$port" || continue
        ip link set dev "$port" up
        if systemctl --quiet is-active systemd-networkd; then
            timeout 30 networkctl reconfigure "$port"
        fi
    done
}}

case $1 in
load)
    load && keep_down
    ;;
guard)
    if load; then keep_down; exit 0; fi
    keep_down $(ports_without_rules)
    exit 1
    ;;
release)
    keep_down
    ;;
esac
"""


def render_program(
    rules: str, chains: str, hold: str, tables: Iterable[str], ports: Iterable[str]
) -> str:
    """Write the program; ``tables`` by their keys, ``ports`` are those that must not go without."""
    words = (key.split()[1:] for key in tables)
    return PROGRAM.lstrip().format(
        rules=rules,
        chains=chains,
        hold=hold,
        tables=" ".join(f"{family}:{name}" for family, name in words),
        ports=" ".join(ports),
        seconds=SECONDS_FOR_NFT,
        nft=NFT,
        devices=DEVICES,
        mark=MARK.strip(),
    )
