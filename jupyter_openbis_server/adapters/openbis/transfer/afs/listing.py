"""The files of a sample or experiment on the file server (AFS)."""

from __future__ import annotations

from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.errors import FileServerNotFound
from jupyter_openbis_server.adapters.openbis.api.afs.file_lines import AfsFile
from jupyter_openbis_server.adapters.openbis.api.afs.paths import is_hidden
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import DataSetInAfs, FileNotInDataSet
from jupyter_openbis_server.domain.shared.sorting import sorted_in_steps


def file_server_of(client: Client, data_set: DataSet) -> AfsClient:
    """Return the file server that has the files of a data set. Raises DataSetInAfs if there is no address of it."""
    try:
        return AfsClient.of(client)
    except FileServerNotFound as error:
        raise DataSetInAfs(data_set.perm_id, str(error)) from error


def list_files(file_server: AfsClient, owner: str) -> tuple[DataSetFile, ...]:
    """Return all files and folders of an owner, parents before children; empty if it never had files.

    Folders of the server itself are left out, with all that is in them.
    """
    try:
        found = file_server.list_files(owner, recursively=True)
    except FileNotInDataSet:
        return ()
    files = [_file(each) for each in found if each.path != "/" and not is_hidden(each.path)]
    # As if by lists of names: no character of a name is below the one that takes the separator's place.
    return tuple(sorted_in_steps(files, lambda file: file.path.replace("/", "\0")))


def _file(entry: AfsFile) -> DataSetFile:
    path = entry.path.removeprefix("/")
    return DataSetFile(path, entry.size, is_folder=entry.is_folder, modified=entry.modified)
