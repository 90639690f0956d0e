"""Data stores as folders, by sshfs."""

from jupyter_openbis_server.adapters.sshfs.binary import find_sshfs
from jupyter_openbis_server.adapters.sshfs.unavailable import UnavailableMounts

__all__ = ["UnavailableMounts", "find_sshfs"]
