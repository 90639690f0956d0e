"""What a download would do: which files, where to, and what of it is there already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.availability import must_be_available
from jupyter_openbis_server.domain.containers import data_sets_with_files
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InvalidPath,
    NothingSelected,
)
from jupyter_openbis_server.domain.model import (
    Cancellation,
    DataSet,
    DataSetFile,
    DataSetPlan,
    DownloadPlan,
    DownloadRequest,
    PlannedFile,
    Session,
)
from jupyter_openbis_server.domain.model.data_set import ORIGINAL
from jupyter_openbis_server.domain.ports import DataSets, DataStore, DownloadFolder, DownloadFolders


@dataclass(frozen=True)
class DownloadPlanner:
    """Looks at both sides and changes nothing. What is the same on both sides does not have to move."""

    data_sets: DataSets
    data_store: DataStore
    folders: DownloadFolders

    def plan(self, session: Session, request: DownloadRequest, cancellation: Cancellation) -> DownloadPlan:
        """Return what would be done. What keeps a single data set from being downloaded is told in its plan.

        Raises:
            DataSetNotFound, NothingSelected, InvalidPath: the request is wrong.
            Cancelled: on request.
        """
        self.folders.check(request.folder)
        plans = [
            self._plan(session, data_set, names, request, cancellation)
            for data_set, names in data_sets_with_files(self.data_sets, session, request.perm_ids)
        ]
        _must_select_something(request, plans)
        return DownloadPlan(session.instance.url, tuple(plans), self.folders.free_bytes(request.folder))

    def _plan(
        self,
        session: Session,
        data_set: DataSet,
        names: tuple[str, ...],
        request: DownloadRequest,
        cancellation: Cancellation,
    ) -> DataSetPlan:
        cancellation.check()
        folder = self.folders.at(request.folder, *names)
        nothing = DataSetPlan(data_set, names, folder.path)
        try:
            must_be_available(data_set)
            entries = self._entries(session, data_set, request)
            files = _compared(_with_checksums(entries, session, data_set, folder), folder, cancellation)
        except (DataNotAvailable, InvalidPath) as problem:
            return replace(nothing, problem=problem)
        return replace(nothing, folders=tuple(entry for entry in entries if entry.is_folder), files=files)

    def _entries(self, session: Session, data_set: DataSet, request: DownloadRequest) -> tuple[DataSetFile, ...]:
        """Return the files and folders that are wanted, with the paths that they get on the disk."""
        listed = self.data_store.files(session, data_set)
        try:
            wanted = request.selection.of(data_set.perm_id, listed)
        except NothingSelected:
            return ()
        return _flat(wanted) if request.flat else wanted


def _flat(entries: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
    """Return the entries without openBIS's outermost folder."""
    taken: set[str] = set()
    flat = []
    for entry in entries:
        if entry.path == ORIGINAL and entry.is_folder:
            continue
        moved = replace(entry, renamed=entry.path.removeprefix(f"{ORIGINAL}/"))
        if moved.local_path in taken and not entry.is_folder:
            raise InvalidPath(entry.path, f"without the folder {ORIGINAL!r} two files would have this name")
        taken.add(moved.local_path)
        flat.append(moved)
    return tuple(flat)


def _with_checksums(
    entries: Iterable[DataSetFile], session: Session, data_set: DataSet, folder: DownloadFolder
) -> tuple[DataSetFile, ...]:
    """Return the files; where openBIS tells no checksum, with the one that an earlier download has found."""
    files = tuple(entry for entry in entries if not entry.is_folder)
    if all(file.crc32 is not None for file in files):
        return files
    earlier = folder.manifest()
    if earlier is None or not earlier.is_about(session.instance.url, data_set.perm_id):
        return files
    return earlier.with_checksums(files)


def _compared(
    files: Iterable[DataSetFile], folder: DownloadFolder, cancellation: Cancellation
) -> tuple[PlannedFile, ...]:
    return tuple(PlannedFile(file, folder.look(file, cancellation)) for file in files)


def _must_select_something(request: DownloadRequest, plans: Iterable[DataSetPlan]) -> None:
    if request.selection.patterns and not any(plan.files or plan.folders or plan.problem for plan in plans):
        raise NothingSelected(", ".join(request.perm_ids), request.selection.patterns)
