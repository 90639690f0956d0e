"""Errors about imports of `.eln` archives."""

from __future__ import annotations

from jupyter_openbis_server.domain.object_files.errors import NoFileServer


class FilesNeedDataSets(NoFileServer):
    """The entries have files, and openBIS keeps none of objects: a type for data sets must be named."""

    def __init__(self) -> None:
        super().__init__("this openBIS keeps no files of objects", "name a type, and they are stored in data sets")
