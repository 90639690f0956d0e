"""What `info` and `ls` of the file system return."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from jupyter_openbis_server.domain.files.file_tree import TreeEntry
from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath

Info = dict[str, Any]


def folder_info(path: str) -> Info:
    """Return the description of a folder that openBIS has no file entry for."""
    return {"name": path, "size": 0, "type": "directory"}


def file_info(place: OpenbisPath, entry: TreeEntry) -> Info:
    """Return the description of a file or folder of a data set."""
    return {
        "name": str(replace(place, path=entry.path)),
        "size": entry.file.size,
        "type": "directory" if entry.file.is_folder else "file",
        "crc32": entry.file.crc32,
        **_timestamps(entry.data_set.registered, entry.file.modified),
        "data_set": entry.data_set.perm_id,
        "data_set_type": entry.data_set.type_code,
    }


def _timestamps(registered: dt.datetime | None, modified: dt.datetime | None) -> Info:
    """Return when the file was registered and changed; files of data sets are never changed."""
    times = {"created": registered, "mtime": modified or registered}
    return {name: time.timestamp() for name, time in times.items() if time}
