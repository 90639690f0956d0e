"""Bringing data sets to the user's disk."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    DataNotAvailable,
    DiskFull,
    DownloadFailed,
    FilesInTheWay,
    IntegrityError,
    InvalidPath,
    OpenbisError,
    RequestRefused,
    SomeDownloadsFailed,
    StorageError,
)
from jupyter_openbis_server.domain.measured_folder import MeasuredFolder
from jupyter_openbis_server.domain.model import (
    Cancellation,
    DataSetFile,
    DataSetPlan,
    Download,
    DownloadPlan,
    DownloadRequest,
    FileState,
    Manifest,
    NoProgress,
    Session,
)
from jupyter_openbis_server.domain.ports import DataStore, DownloadFolder, DownloadFolders, Progress
from jupyter_openbis_server.domain.session_keeper import SessionKeeper

_FAILURES = (ConnectionFailed, DataNotAvailable, IntegrityError, InvalidPath, RequestRefused, StorageError)
_FATAL = (ConnectionFailed, StorageError)
"""What would befall the next data set as well."""


@dataclass(frozen=True)
class DownloadDataset:
    """Download data sets, each file checked before it gets its name. What is there already is not fetched again.

    Attributes:
        program: Name and version of this program, for the manifest.
        clock: The time, with time zone.
    """

    keeper: SessionKeeper
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
            name: The connection.
            request: What, and where to.
            cancellation: By which the caller can end the work.
            progress: Who wants to know how far it has come.

        Returns:
            A download for each data set; for a container, one for each component.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound, NothingSelected, InvalidPath: nothing was done.
            FilesInTheWay: files would be replaced and must not be; nothing was done.
            DownloadFailed: with the cause; files that are complete stay, and of others what can be continued.
            SomeDownloadsFailed: the same for some of several data sets.
            Cancelled: on request; likewise.
        """
        ending, told = cancellation or Cancellation(), progress or NoProgress()

        def run(session: Session) -> tuple[Download, ...]:
            return self._download(session, request, ending, told)

        with ending.governs():
            return self.keeper.use(name, run)

    def _download(
        self, session: Session, request: DownloadRequest, cancellation: Cancellation, progress: Progress
    ) -> tuple[Download, ...]:
        try:
            plan = self.planner.plan(session, request, cancellation)
        except (ConnectionFailed, RequestRefused) as error:
            raise DownloadFailed(", ".join(request.perm_ids), error) from error
        _check(plan, request)
        progress.begin(plan.total, plan.present)
        downloads, failures = [], []
        for each in plan.data_sets:
            try:
                downloads.append(self._fetch(session, each, request, cancellation, progress))
            except _FAILURES as error:
                failures.append(DownloadFailed(each.data_set.perm_id, error))
                if isinstance(error, _FATAL):
                    break
        return _outcome(downloads, failures, len(plan.data_sets))

    def _fetch(
        self,
        session: Session,
        plan: DataSetPlan,
        request: DownloadRequest,
        cancellation: Cancellation,
        progress: Progress,
    ) -> Download:
        if plan.problem:
            raise plan.problem
        folder = self.folders.prepare(request.folder, *plan.names)
        earlier = folder.manifest()
        others = _others(session.instance.url, plan, folder, earlier, cancellation)
        for each in plan.folders:
            folder.make_folder(each.local_path)
        files = plan.wanted
        if plan.to_fetch.files:
            files = self._move(session, plan, others, folder, cancellation, progress)
        manifest = self._manifest(session, plan, (*files, *others), is_complete=True)
        if earlier is None or not manifest.says_the_same_as(earlier):
            folder.write_manifest(manifest)
        folder.tidy()
        return Download(session.instance.url, plan.data_set, plan.path, files, plan.to_fetch)

    def _move(
        self,
        session: Session,
        plan: DataSetPlan,
        others: tuple[DataSetFile, ...],
        folder: DownloadFolder,
        cancellation: Cancellation,
        progress: Progress,
    ) -> tuple[DataSetFile, ...]:
        """Fetch what is missing; return the plan's files with the checksums that were found on the way."""
        missing = [each for each in plan.files if each.is_to_fetch]
        measured = MeasuredFolder(folder, progress, {each.file.path: each.local.present for each in missing})
        folder.write_manifest(self._manifest(session, plan, (*plan.wanted, *others), is_complete=False))
        try:
            wanted = [each.file for each in missing]
            self.data_store.fetch(session, plan.data_set, wanted, measured, cancellation)
        except OpenbisError:
            # Where openBIS tells no checksums, only these let the next download recognise what is complete.
            with suppress(StorageError):
                found = (*measured.with_checksums(plan.wanted), *others)
                folder.write_manifest(self._manifest(session, plan, found, is_complete=False))
            raise
        return measured.with_checksums(plan.wanted)

    def _manifest(
        self, session: Session, plan: DataSetPlan, files: tuple[DataSetFile, ...], *, is_complete: bool
    ) -> Manifest:
        return Manifest.of(
            session.instance.url,
            plan.data_set,
            files,
            is_complete=is_complete,
            written=self.clock(),
            program=self.program,
        )


def _others(
    url: str, plan: DataSetPlan, folder: DownloadFolder, earlier: Manifest | None, cancellation: Cancellation
) -> tuple[DataSetFile, ...]:
    """Return the files that downloads of other selections have put beside these, so that the manifest keeps them."""
    if earlier is None or not earlier.is_about(url, plan.data_set.perm_id):
        return ()
    others = earlier.files_beside(plan.wanted)
    if earlier.is_complete:
        return others
    return tuple(each for each in others if folder.look(each, cancellation).state is FileState.COMPLETE)


def _check(plan: DownloadPlan, request: DownloadRequest) -> None:
    conflicts = [path for each in plan.data_sets for path in each.conflicts]
    if conflicts and not request.overwrite:
        raise FilesInTheWay(conflicts)
    if not plan.fits:
        full = DiskFull(request.folder, plan.to_fetch.bytes, plan.free_bytes)
        raise DownloadFailed(", ".join(request.perm_ids), full)


def _outcome(downloads: list[Download], failures: list[DownloadFailed], number: int) -> tuple[Download, ...]:
    if failures and number == 1:
        raise failures[0] from failures[0].cause
    if failures:
        some: OpenbisError = SomeDownloadsFailed(failures, downloads)
        raise some from failures[0].cause
    return tuple(downloads)
