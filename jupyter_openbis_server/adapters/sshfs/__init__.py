"""Data stores as folders, by sshfs."""

from jupyter_openbis_server.adapters.sshfs.mounts import SshfsMounts
from jupyter_openbis_server.adapters.sshfs.program import find_program

__all__ = ["SshfsMounts", "find_program"]
