"""The files of a data set, without the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.availability import must_be_available, must_have_files
from jupyter_openbis_server.domain.containers import data_sets_with_files
from jupyter_openbis_server.domain.errors import DataNotAvailable
from jupyter_openbis_server.domain.model import DataSet, DataSetFile, FileTree, Session, TreeEntry
from jupyter_openbis_server.domain.model.data_set_path import checked_path
from jupyter_openbis_server.domain.ports import DataSets, DataStore
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class ListFiles:
    """List the files of a data set as a download would put them on the disk."""

    keeper: SessionKeeper
    data_sets: DataSets
    data_store: DataStore

    def __call__(self, name: str, perm_id: str) -> FileTree:
        """Return the tree of files. What keeps a component of a container from being listed is told in its folder.

        Args:
            name: The connection.
            perm_id: The data set.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound.
            DataNotAvailable: the files cannot be listed (DataSetArchived), or there are none (DataSetNotPhysical).
            InvalidPath: the data store tells a path that leads out of the data set.
        """

        def read(session: Session) -> FileTree:
            found = list(data_sets_with_files(self.data_sets, session, [perm_id]))
            whole = self.data_sets.get(session, perm_id) if len(found[0][1]) > 1 else found[0][0]
            entries = [entry for each, names in found for entry in self._entries(session, each, names[1:])]
            return FileTree(whole, tuple(entries), self.data_store.reads_parts(session))

        return self.keeper.use(name, read)

    def _entries(self, session: Session, data_set: DataSet, folders: tuple[str, ...]) -> Iterator[TreeEntry]:
        folder = DataSetFile("", is_folder=True)
        try:
            files = self._files(session, data_set)
        except DataNotAvailable as problem:
            if not folders:
                raise
            yield TreeEntry(folders[0], data_set, folder, problem)
            return
        if folders:
            yield TreeEntry(folders[0], data_set, folder)
        for file in files:
            yield TreeEntry("/".join((*folders, *checked_path(file.path))), data_set, file)

    def _files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        must_have_files(data_set)
        try:
            return self.data_store.files(session, data_set)  # it may list what is in the archive
        except DataNotAvailable:
            must_be_available(data_set)
            raise
