#!/bin/sh
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

# Begins a cell in its namespaces: a Debian tree with the stand-ins, ports without a far end, and a
# first process, which is syslog's too. What the cell writes is in memory and ends with it.
set -e
here=$(dirname "$0")
layers=/mnt
mount -t tmpfs tmpfs "$layers"
mkdir "$layers/upper" "$layers/work" "$layers/tree"
tree=$layers/tree
mount -t overlay -o "lowerdir=$1,upperdir=$layers/upper,workdir=$layers/work" overlay "$tree"
cp "$here"/bin/* "$tree/usr/local/bin/"
mount -t proc proc "$tree/proc"
mount -t tmpfs tmpfs "$tree/run"
mount -t tmpfs -o mode=1777 tmpfs "$tree/tmp"
mkdir -p "$tree/run/frr" "$tree/run/lock"
chroot "$tree" chown frr:frr /run/frr
for device in null zero random urandom; do
  touch "$tree/dev/$device"
  mount --bind "/dev/$device" "$tree/dev/$device"
done
ip link set lo up
for port in 1 2 4 5; do
  ip link add "eth$port" type veth peer name "far$port"
  ip link set "far$port" up
done
# The address that every guest of the lab has, too.
ip address add 10.0.2.15/24 dev eth5
ip link set eth5 up
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
exec chroot "$tree" python3 -c 'import os, signal, socket
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
if os.path.lexists("/dev/log"):
    os.remove("/dev/log")
log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
log.bind("/dev/log")
os.chmod("/dev/log", 0o666)
with open("/var/log/syslog", "wb", buffering=0) as file:
    while True:
        file.write(log.recv(65536) + b"\n")'
