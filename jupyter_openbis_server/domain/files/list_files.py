"""Use case that lists the files of a data set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.container_data_sets import data_sets_with_files
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.catalogue.eln_link import data_set_perm_id
from jupyter_openbis_server.domain.catalogue.ports import DataSetLookup
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import DataNotAvailable
from jupyter_openbis_server.domain.files.availability import ensure_available, ensure_has_files
from jupyter_openbis_server.domain.files.data_set_path import checked_path
from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.kept_errors import detached


@dataclass(frozen=True)
class ListFiles:
    """List the files of a data set as a download would store them."""

    session_manager: SessionManager
    data_sets: DataSetLookup
    data_store: DataStore

    def __call__(self, name: str, perm_id: str) -> FileTree:
        """Return the tree of files. If a component of a container cannot be listed, its folder has the error.

        Args:
            name: The connection.
            perm_id: The data set, as a permId or link of the ELN; or a sample or experiment with files of its own.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound, EntityNotFound.
            DataNotAvailable: the files cannot be listed (DataSetArchived), or there are none (DataSetNotPhysical,
                NoFilesOfOwner).
            InvalidPath: the data store returns a path outside the data set.
        """
        return self.session_manager.use(name, self._tree, data_set_perm_id(perm_id))

    def _tree(self, session: Session, perm_id: str) -> FileTree:
        found = list(data_sets_with_files(self.data_sets, session, [perm_id]))
        whole = self.data_sets.get(session, perm_id) if len(found[0][1]) > 1 else found[0][0]
        entries = [entry for each, names in found for entry in self._entries(session, each, names[1:])]
        return FileTree(whole, tuple(entries), self.data_store.reads_parts(session, whole))

    def _entries(self, session: Session, data_set: DataSet, folders: tuple[str, ...]) -> Iterator[TreeEntry]:
        folder = DataSetFile("", is_folder=True)
        try:
            files = self._files(session, data_set)
        except DataNotAvailable as problem:
            if not folders:
                raise
            yield TreeEntry(folders[0], data_set, folder, detached(problem))
            return
        if folders:
            yield TreeEntry(folders[0], data_set, folder)
        for file in files:
            path = "/".join((*folders, *checked_path(file.path)))
            yield TreeEntry(file.path if path == file.path else path, data_set, file)  # share one text in memory

    def _files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        ensure_has_files(data_set)
        try:
            return self.data_store.files(session, data_set)  # it may list archived files
        except DataNotAvailable:
            ensure_available(data_set)
            raise
