"""The local file system: the workspace, downloads, connection files and tokens."""

from jupyter_openbis_server.adapters.filesystem.connection_file import YamlConnectionFile
from jupyter_openbis_server.adapters.filesystem.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.filesystem.download_places import ANYWHERE, DownloadPlaces
from jupyter_openbis_server.adapters.filesystem.token_files import TokenFiles
from jupyter_openbis_server.adapters.filesystem.workspace import FilesystemWorkspace

__all__ = [
    "ANYWHERE",
    "ConnectionFiles",
    "DownloadPlaces",
    "FilesystemDownloadFolders",
    "FilesystemWorkspace",
    "TokenFiles",
    "YamlConnectionFile",
]
