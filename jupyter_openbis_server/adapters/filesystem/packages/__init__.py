"""Folders and zip archives of research objects: written completely or not at all, and read with limits."""

from jupyter_openbis_server.adapters.filesystem.packages.packages import FilesystemPackages

__all__ = ["FilesystemPackages"]
