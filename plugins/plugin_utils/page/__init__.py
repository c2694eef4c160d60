# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A verdict as pages: the network for its engineers, a certificate for one customer (pure).

A page is one file that asks nothing of any other: no network, no font, no picture.
"""
