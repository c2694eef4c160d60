# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""FRR's configuration as a transaction: values and planning (pure), one adapter to vtysh (I/O)."""
