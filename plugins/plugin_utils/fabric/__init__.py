# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The intent of a whole network: read, checked, and turned into one model per router.

Pure Python: nothing here imports Ansible, opens a file or asks a router.
"""
