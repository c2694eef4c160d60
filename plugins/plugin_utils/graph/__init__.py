# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Networks as graphs: a dot file in and an intent out, an intent in and a picture out.

Pure Python; nothing of Ansible is in it.
"""
