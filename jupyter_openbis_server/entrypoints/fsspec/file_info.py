"""What `info` and `ls` of the file system return."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.files.file_tree import TreeEntry
from jupyter_openbis_server.domain.hierarchy.folder import FolderContents
from jupyter_openbis_server.domain.hierarchy.names import FILES
from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath

Info = dict[str, Any]


def folder_info(path: str) -> Info:
    """Return the description of a folder that openBIS has no file entry for."""
    return {"name": path, "size": 0, "type": "directory"}


def file_info(place: OpenbisPath, entry: TreeEntry) -> Info:
    """Return the description of a file or folder of a data set."""
    return {
        "name": place.name_of(entry.path),
        "size": entry.file.size,
        "type": "directory" if entry.file.is_folder else "file",
        "crc32": entry.file.crc32,
        **_timestamps(entry.data_set.registered, entry.file.modified),
        "data_set": entry.data_set.perm_id,
        "data_set_type": entry.data_set.type_code,
    }


def entry_info(path: str, entry: Entity | DataSet) -> Info:
    """Return the description of an entity or data set as a folder. Its `name` is the path, as fsspec wants it."""
    kind = EntityKind.DATA_SET if isinstance(entry, DataSet) else entry.kind
    return {
        **folder_info(path),
        "kind": kind.value,
        "perm_id": entry.perm_id,
        "identifier": None if isinstance(entry, DataSet) else entry.identifier,
        "type_code": entry.type_code,
        "display_name": entry.name,
        **_timestamps(entry.registered, entry.modified),
    }


def own_files_info(path: str, owner: Entity) -> Info:
    """Return the description of the folder of the files that a sample or experiment has itself.

    It has the keys of `entry_info`: both are in one listing. PermId, identifier and dates are those of the owner.
    """
    times = _timestamps(owner.registered, owner.modified)
    of_owner = {"perm_id": owner.perm_id, "identifier": owner.identifier, **times}
    return {**folder_info(path), "kind": FILES, **of_owner, "type_code": None, "display_name": None}


def contents_infos(path: str, folder: Entity | None, contents: FolderContents) -> list[Info]:
    """Return the descriptions of all that is in the folder of an entity; None is the whole instance."""
    infos = [entry_info(f"{path}/{name}", entry) for name, entry in contents.entries.items()]
    return [*infos, own_files_info(f"{path}/{FILES}", folder)] if contents.has_files and folder else infos


def _timestamps(registered: dt.datetime | None, modified: dt.datetime | None) -> Info:
    """Return when something was registered and changed; nothing about what is unknown: programs expect numbers.

    Files of data sets are never changed.
    """
    times = {"created": registered, "mtime": modified or registered}
    return {name: time.timestamp() for name, time in times.items() if time}
