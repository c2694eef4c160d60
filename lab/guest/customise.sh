#!/bin/sh
# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
#
# Runs once inside the new root file system. It makes a booting guest do nothing that a lab
# does not need; it sets up no MPLS, no forwarding and no FRR daemon.
set -eu

systemctl enable systemd-networkd.service ssh.service frr.service

# Customers' routers have one each, of the lab's own (see lab/identity.py).
systemctl disable bird.service

# An emulated processor pays for each of these at every boot.
systemctl mask \
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
    e2scrub_reap.service fstrim.timer logrotate.timer man-db.timer motd-news.timer \
    systemd-tmpfiles-clean.timer \
    getty@tty1.service systemd-networkd-wait-online.service \
    modprobe@dm_mod.service modprobe@drm.service modprobe@efi_pstore.service \
    modprobe@fuse.service modprobe@loop.service \
    systemd-pcrphase.service systemd-pcrphase-sysinit.service \
    systemd-boot-update.service systemd-binfmt.service systemd-pstore.service \
    systemd-hwdb-update.service
mkdir -p /etc/systemd/system-generators
ln -s /dev/null /etc/systemd/system-generators/systemd-ssh-generator

# One host key is enough; making the others' handshakes costs seconds under emulation.
rm -f /etc/ssh/ssh_host_rsa_key* /etc/ssh/ssh_host_ecdsa_key*

# OpenSSH 9.8 and later shut out who connects and leaves, as those do who wait for a guest.
if dpkg --compare-versions "$(dpkg-query --show --showformat='${Version}' openssh-server)" ge 1:9.8; then
    echo 'PerSourcePenalties no' >> /etc/ssh/sshd_config.d/lab.conf
fi

# Guests reach no network: what a router may have to install, or to install anew, stands in a
# repository of its own.
mkdir /srv/apt
cd /srv/apt
apt-get download frr nftables python3-pyroute2
for package in *.deb; do
    dpkg-deb --field "$package"
    echo "Filename: ./$package"
    echo "Size: $(stat --format=%s "$package")"
    echo "SHA256: $(sha256sum "$package" | cut -d ' ' -f 1)"
    echo
done > Packages
cd /
rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /var/lib/apt/lists/*
echo 'deb [trusted=yes] file:/srv/apt ./' > /etc/apt/sources.list
apt-get update

# Empty, not missing: a missing one would make every first start a "first boot" with presets.
: > /etc/machine-id
rm -f /etc/hostname /etc/resolv.conf /var/lib/dbus/machine-id

# Newer than /usr, or the update services run at the first boot.
touch /etc/.updated /var/.updated
rm -f /root/lab-customise.sh
