"""Planner of downloads: the files, their target paths, and what is present already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.container_data_sets import data_sets_or_problems
from jupyter_openbis_server.domain.catalogue.data_set import ORIGINAL, DataSet, DataSetFile
from jupyter_openbis_server.domain.catalogue.ports import DataSetLookup
from jupyter_openbis_server.domain.downloads.download import DataSetPlan, DownloadPlan, DownloadRequest
from jupyter_openbis_server.domain.downloads.folder_names import FolderNamer
from jupyter_openbis_server.domain.downloads.mutable_files import EarlierDownload, with_outdated
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder, DownloadFolders
from jupyter_openbis_server.domain.downloads.store_failures import StoreFailures
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    DataNotAvailable,
    InvalidPath,
    NoFilesMatch,
    OpenbisError,
    RequestRefused,
)
from jupyter_openbis_server.domain.files.availability import ensure_available
from jupyter_openbis_server.domain.files.ports import FileListings
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached


@dataclass(frozen=True)
class DownloadPlanner:
    """Compares openBIS and the local folder without changes. What is equal in both need not be fetched."""

    data_sets: DataSetLookup
    listings: FileListings
    folders: DownloadFolders

    def plan(self, session: Session, request: DownloadRequest, cancellation: Cancellation) -> DownloadPlan:
        """Return the plan. If a data set cannot be downloaded, the reason is the `problem` of its own plan.

        An unknown, archived or linked data set, or one whose data store does not respond, is such a problem.

        Raises:
            DataSetNotFound, RequestRefused: the only data set of the request is not available.
            ConnectionFailed: openBIS itself (its application server) does not respond.
            NoFilesMatch, InvalidPath: the request is invalid.
            Cancelled: on request.
        """
        self.folders.check(request.folder)
        found = list(data_sets_or_problems(self.data_sets, session, request.perm_ids))
        _raise_if_only_data_set_failed(request, found)
        stores = StoreFailures(limit=1)
        plans = _without_links(
            self._failed(request, path, problem)
            if problem
            else self._plan(session, path, request, stores, cancellation)
            for path, problem in found
        )
        _raise_if_no_files_match(plans)
        return DownloadPlan(session.instance.url, tuple(plans), self.folders.free_bytes(request.folder))

    def _plan(
        self,
        session: Session,
        path: tuple[DataSet, ...],
        request: DownloadRequest,
        stores: StoreFailures,
        cancellation: Cancellation,
    ) -> DataSetPlan:
        cancellation.check()
        data_set = path[-1]
        try:
            ensure_available(data_set)
            names = self._names(request, path)
            folder = self.folders.at(request.folder, *names)
            listed = self._listed(session, data_set, stores)
            entries = _selected(listed, data_set, request)
            wanted = _with_checksums(entries, session, data_set, folder)
            local = tuple(folder.inspect(file, cancellation) for file in wanted)
            earlier = EarlierDownload(session, data_set, folder)
            outdated, removed = earlier.outdated(wanted, local, cancellation), earlier.removed(listed, cancellation)
        except NoFilesMatch as reason:
            return DataSetPlan(data_set, names, folder.path, skipped=detached(reason))
        except (ConnectionFailed, DataNotAvailable, InvalidPath, RequestRefused) as problem:
            return self._failed(request, path, detached(problem))
        folders = tuple(entry for entry in entries if entry.is_folder)
        local = with_outdated(local, wanted, outdated)
        return DataSetPlan(data_set, names, folder.path, folders, wanted, local, outdated, removed)

    def _names(self, request: DownloadRequest, path: tuple[DataSet, ...]) -> tuple[str, ...]:
        return FolderNamer(self.folders, request.folder_names)(request.folder, path)

    def _failed(self, request: DownloadRequest, path: tuple[DataSet, ...], problem: OpenbisError) -> DataSetPlan:
        try:
            names = self._names(request, path)
            folder = self.folders.at(request.folder, *names).path
        except InvalidPath:  # an invalid permId is no folder name
            names, folder = tuple(each.perm_id for each in path), request.folder
        return DataSetPlan(path[-1], names, folder, problem=problem)

    def _listed(self, session: Session, data_set: DataSet, stores: StoreFailures) -> tuple[DataSetFile, ...]:
        """Return all files and folders of a data set; a data store that did not respond gets no more requests."""
        if problem := stores.problem_of(data_set):
            raise detached(problem)
        try:
            return self.listings.files(session, data_set)
        except ConnectionFailed as error:
            stores.note(data_set, error)
            raise


def _raise_if_only_data_set_failed(
    request: DownloadRequest, found: Sequence[tuple[tuple[DataSet, ...], OpenbisError | None]]
) -> None:
    """Raise the problem of the only data set of the request, if there is one."""
    if len(set(request.perm_ids)) == 1 and len(found) == 1:
        path, problem = found[0]
        if problem and len(path) == 1:
            raise detached(problem)


def _selected(listed: tuple[DataSetFile, ...], data_set: DataSet, request: DownloadRequest) -> tuple[DataSetFile, ...]:
    """Return the selected files and folders, with their target paths on the disk."""
    wanted = request.selection.of(data_set.perm_id, listed)
    return _flat(wanted) if request.flat else wanted


def _flat(entries: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
    """Return the entries without openBIS's outermost folder."""
    used_paths: set[str] = set()
    flat = []
    for entry in entries:
        if entry.path == ORIGINAL and entry.is_folder:
            continue
        renamed = replace(entry, renamed=entry.path.removeprefix(f"{ORIGINAL}/"))
        if renamed.local_path in used_paths and not entry.is_folder:
            raise InvalidPath(entry.path, f"without the folder {ORIGINAL!r} two files would have this name")
        used_paths.add(renamed.local_path)
        flat.append(renamed)
    return tuple(flat)


def _with_checksums(
    entries: Iterable[DataSetFile], session: Session, data_set: DataSet, folder: DownloadFolder
) -> tuple[DataSetFile, ...]:
    """Return the files; where openBIS has no checksum, with the one that an earlier download computed.

    Not for mutable data sets whose files have no modification time: an earlier checksum does not apply to a file that
    can have changed.
    """
    files = tuple(entry for entry in entries if not entry.is_folder)
    if all(file.crc32 is not None for file in files):
        return files
    if data_set.is_mutable and any(file.modified is None for file in files):
        return files
    earlier = folder.manifest()
    if earlier is None or not earlier.is_about(session.instance.url, data_set.perm_id):
        return files
    return earlier.with_checksums(files)


def _without_links(plans: Iterable[DataSetPlan]) -> list[DataSetPlan]:
    """Return the plans; data sets whose files are outside openBIS are skipped, unless all of them are such."""
    found = list(plans)
    if all(each.is_link for each in found):
        return found
    return [replace(each, problem=None, skipped=each.problem) if each.is_link else each for each in found]


def _raise_if_no_files_match(plans: Sequence[DataSetPlan]) -> None:
    """Raise NoFilesMatch if no data set has a matching file."""
    if plans and all(plan.skipped for plan in plans):
        raise NoFilesMatch.best(plan.skipped for plan in plans)
