"""Use cases that plan and run a download."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.download import (
    DataSetPlan,
    Download,
    DownloadPlan,
    DownloadRequest,
    FileState,
)
from jupyter_openbis_server.domain.downloads.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.downloads.manifest import Manifest
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder, DownloadFolders
from jupyter_openbis_server.domain.downloads.progress_tracking_folder import ProgressTrackingFolder
from jupyter_openbis_server.domain.downloads.store_failures import StoreFailures
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    DataNotAvailable,
    DiskFull,
    DownloadFailed,
    FileConflict,
    IntegrityError,
    InvalidPath,
    OpenbisError,
    PartialDownloadFailure,
    RequestRefused,
    StorageError,
)
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress


@dataclass(frozen=True)
class PlanDownload:
    """Plan a download: files to fetch, files already present, and problems. No file is transferred."""

    session_manager: SessionManager
    planner: DownloadPlanner

    def __call__(self, name: str, request: DownloadRequest, cancellation: Cancellation | None = None) -> DownloadPlan:
        """Return the plan.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound, NoFilesMatch, InvalidPath.
            Cancelled: on request.
        """
        cancellation = cancellation or Cancellation()
        with cancellation.as_current():
            return self.session_manager.use(name, self.planner.plan, request, cancellation)


_FAILURES = (ConnectionFailed, DataNotAvailable, IntegrityError, InvalidPath, RequestRefused, StorageError)


_STORE_FAILURES = 2
"""Consecutive data sets that fail since their data store does not respond; others of that store then fail at once."""


@dataclass(frozen=True)
class DownloadDataset:
    """Download data sets. Each file is verified before it gets its name; files already present are not fetched again.

    Attributes:
        program: Name and version of this program, for the manifest.
        clock: Returns the current time, with time zone.
    """

    session_manager: SessionManager
    planner: DownloadPlanner
    data_store: DataStore
    folders: DownloadFolders
    program: str
    clock: Callable[[], dt.datetime]

    def __call__(
        self,
        name: str,
        request: DownloadRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> tuple[Download, ...]:
        """Download data sets.

        Args:
            name: Name of the connection.
            request: The data sets and the folder.
            cancellation: Cancels the work.
            progress: Notified of the progress.

        Returns:
            A download for each data set; for a container, one for each component. A data set without files that match
            the selection is marked as skipped.

        Raises:
            UnknownConnection, NotLoggedIn, NoFilesMatch, InvalidPath: nothing was done.
            DataSetNotFound, RequestRefused: the only data set of the request is not available; nothing was done.
            FileConflict: files would be replaced, and `overwrite` is false; nothing was done.
            DownloadFailed: with the cause; complete files are kept, and partial files that can be resumed.
            PartialDownloadFailure: some of several data sets failed, including unknown ones and those whose data store
                does not respond; all others were downloaded. `cause` is the cause of the first failure.
            Cancelled: on request; complete and resumable partial files are kept.
        """
        cancellation, progress = cancellation or Cancellation(), progress or NoProgress()
        with cancellation.as_current():
            return self.session_manager.use(name, self._download, request, cancellation, progress)

    def _download(
        self, session: Session, request: DownloadRequest, cancellation: Cancellation, progress: Progress
    ) -> tuple[Download, ...]:
        try:
            plan = self.planner.plan(session, request, cancellation)
        except (ConnectionFailed, RequestRefused) as error:
            raise DownloadFailed(", ".join(request.perm_ids), error) from error
        progress.identified({each.perm_id: each.name for each in plan.known_data_sets})
        _check(plan, request)
        progress.begin(plan.total, plan.present)
        downloads, failures = [], []
        stores, disk_full = StoreFailures(_STORE_FAILURES), None
        for each in plan.data_sets:
            problem = each.problem or disk_full or stores.problem_of(each.data_set)
            if problem is None:
                try:
                    downloads.append(self._fetch(session, each, request, cancellation, progress))
                except _FAILURES as error:
                    problem = detached(error)
                stores.note(each.data_set, problem)
            if problem:
                failures.append(DownloadFailed(each.data_set.perm_id, problem))
            if isinstance(problem, DiskFull):
                disk_full = problem
        return _outcome(downloads, failures, len(plan.data_sets))

    def _fetch(
        self,
        session: Session,
        plan: DataSetPlan,
        request: DownloadRequest,
        cancellation: Cancellation,
        progress: Progress,
    ) -> Download:
        if plan.skipped:
            return Download(session.instance.url, plan.data_set, plan.path, (), skipped=plan.skipped)
        folder = self.folders.prepare(request.folder, *plan.names)
        earlier = folder.manifest()
        others = _others(session.instance.url, plan, folder, earlier, (), cancellation)
        for each in plan.folders:
            folder.make_folder(each.local_path)
        files = plan.wanted
        if plan.to_fetch.files:
            files = self._transfer(session, plan, others, folder, cancellation, progress)
            # The download has marked the manifest as incomplete; other programs may have written it in the meantime.
            earlier = folder.manifest()
            others = _others(session.instance.url, plan, folder, earlier, others, cancellation)
        manifest = self._manifest(session, plan, (*files, *others), is_complete=True)
        if earlier is None or not manifest.says_the_same_as(earlier):
            folder.write_manifest(manifest)
        folder.clean_up()
        return Download(session.instance.url, plan.data_set, plan.path, files, plan.to_fetch, removed=plan.removed)

    def _transfer(
        self,
        session: Session,
        plan: DataSetPlan,
        others: tuple[DataSetFile, ...],
        folder: DownloadFolder,
        cancellation: Cancellation,
        progress: Progress,
    ) -> tuple[DataSetFile, ...]:
        """Fetch what is missing; return the plan's files with the checksums that were computed."""
        present = {each.file.path: each.local.present for each in plan.files if each.is_to_fetch and each.local.present}
        tracking = ProgressTrackingFolder(folder, progress, present, is_mutable=plan.data_set.is_mutable)
        folder.write_manifest(self._manifest(session, plan, (*plan.wanted, *others), is_complete=False))
        try:
            missing = [each.file for each in plan.files if each.is_to_fetch]
            self.data_store.fetch(session, plan.data_set, missing, tracking, cancellation)
        except OpenbisError:
            # Where openBIS has no checksums, the next download needs these to recognise complete files.
            found = tracking.with_checksums(plan.wanted)
            if found != plan.wanted:
                with suppress(StorageError):
                    folder.write_manifest(self._manifest(session, plan, (*found, *others), is_complete=False))
            raise
        return tracking.with_checksums(plan.wanted)

    def _manifest(
        self, session: Session, plan: DataSetPlan, files: tuple[DataSetFile, ...], *, is_complete: bool
    ) -> Manifest:
        return Manifest.of(
            session.instance.url,
            plan.data_set,
            files if is_complete else _not_yet_replaced(files, plan),
            is_complete=is_complete,
            written=self.clock(),
            program=self.program,
            removed=plan.removed,
        )


def _not_yet_replaced(files: tuple[DataSetFile, ...], plan: DataSetPlan) -> tuple[DataSetFile, ...]:
    """Return the files; those of an older version that are still on the disk as this version, to recognise them."""
    older = {each.path: each for each in plan.outdated}
    return tuple(older.get(each.path, each) if each.crc32 is None else each for each in files) if older else files


def _others(
    url: str,
    plan: DataSetPlan,
    folder: DownloadFolder,
    manifest: Manifest | None,
    known: tuple[DataSetFile, ...],
    cancellation: Cancellation,
) -> tuple[DataSetFile, ...]:
    """Return the complete files of other selections in the same folder, so that the manifest keeps them.

    Files of `known` were just found to be complete and are not read again. `manifest` is the current one.
    """
    if manifest is None or not manifest.is_about(url, plan.data_set.perm_id):
        return known
    others = manifest.files_beside((*plan.wanted, *plan.removed))
    if manifest.is_complete:
        return others
    present = set(known)
    return tuple(
        each for each in others if each in present or folder.inspect(each, cancellation).state is FileState.COMPLETE
    )


def _check(plan: DownloadPlan, request: DownloadRequest) -> None:
    conflicts = [path for each in plan.data_sets for path in each.conflicts]
    if conflicts and not request.overwrite:
        raise FileConflict(conflicts)
    if not plan.fits:
        full = DiskFull(request.folder, plan.to_fetch.bytes, plan.free_bytes)
        raise DownloadFailed(", ".join(request.perm_ids), full)


def _outcome(downloads: list[Download], failures: list[DownloadFailed], number: int) -> tuple[Download, ...]:
    if failures and number == 1:
        raise detached(failures[0]) from failures[0].cause
    if failures:
        raise PartialDownloadFailure(failures, downloads) from failures[0].cause
    return tuple(downloads)
