"""The connection of scripts: the use cases with arguments suited to scripts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from jupyter_openbis_server.domain.catalogue.container_data_sets import each_once
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome, DownloadReport
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.verification import Verification
from jupyter_openbis_server.domain.errors import ConnectionClosed, OpenbisError
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.properties.data_set_type import DataSetType
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.paging import all_rows
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.cluster import FuturesDownloadExecutor
from jupyter_openbis_server.entrypoints.library.local_paths import expanded
from jupyter_openbis_server.entrypoints.library.object_files import ObjectFileMethods
from jupyter_openbis_server.entrypoints.library.publications import PublicationMethods
from jupyter_openbis_server.entrypoints.library.shared_program import SharedProgram
from jupyter_openbis_server.entrypoints.library.upload_requests import several, upload_request
from jupyter_openbis_server.entrypoints.use_cases import UseCases

_PAGE = 200


_DEFAULT_CONCURRENT = 4


_DEFAULT_SUBMITTED = 32


@dataclass(frozen=True)
class OwnProgram:
    """A program of the caller, used instead of a `SharedProgram`."""

    use_cases: UseCases

    def add_user(self, user: OpenbisConnection) -> None:
        """Do nothing: the caller manages its users."""

    def ensure(self, name: str) -> None:
        """Do nothing: `connect` has found the connection in this program."""

    def remove_user(self, user: OpenbisConnection) -> None:
        """Close the sessions that this program has opened."""
        self.use_cases.connections.sessions.end_session(user.name)


class OpenbisConnection(ObjectFileMethods, PublicationMethods):
    """A connection to openBIS. Thread-safe; logs in when needed.

    All methods raise `OpenbisError` (`jupyter_openbis_server.domain.errors`), whose text says what to do.

    Args:
        name: Name of the connection.
        program: Returns the program to use; a forked process gets another one.
    """

    def __init__(self, name: str, program: Callable[[], SharedProgram | OwnProgram]) -> None:
        self.name = name
        self._program = program
        self._is_closed = False
        program().add_user(self)

    def __repr__(self) -> str:
        return f"<openBIS connection {self.name!r}{', closed' if self._is_closed else ''}>"

    @property
    def _use_cases(self) -> UseCases:
        """The use cases. Raises ConnectionClosed, UnknownConnection, AmbiguousConnection.

        The program may have changed since the last use, e.g. in a forked process: the connection is looked up again.
        """
        self._check_open()
        program = self._program()
        program.ensure(self.name)
        return program.use_cases

    def _check_open(self) -> None:
        if self._is_closed:
            raise ConnectionClosed(self.name)

    def datasets(self, entity: str) -> Iterator[DataSet]:
        """Yield the data sets of a sample, experiment, project or space, newest first; pages are requested as needed.

        Each is yielded once. Data sets that exist all the time are never missed; those that are deleted or registered
        meanwhile may be yielded or not.

        Args:
            entity: Identifier (`/SPACE`, `/SPACE/PROJECT`, `/SPACE/PROJECT/CODE`), permId, or code.
        """
        self._check_open()

        def read(page: PageRequest) -> tuple[Sequence[DataSet], int]:
            found = self._use_cases.catalogue.list_data_sets(self.name, entity, page)
            _warn(found.remark)
            return found.rows, found.total

        return all_rows(read, _key, _PAGE)

    def contents(self, place: str = "/") -> Iterator[Entity | DataSet]:
        """Yield the direct content of a space, project, experiment or sample; without `place`, the spaces.

        Entities come first, by identifier, then the data sets of an experiment or sample, newest first.
        """
        self._check_open()

        def read(page: PageRequest) -> tuple[Sequence[Entity | DataSet], int]:
            found = self._use_cases.catalogue.list_contents(self.name, place, page)
            _warn(found.remark)
            return (*found.entities, *found.data_sets), found.total

        return all_rows(read, _key, _PAGE)

    def types(self) -> tuple[DataSetType, ...]:
        """Return the data set types with their properties."""
        return self._use_cases.catalogue.list_data_set_types(self.name)

    def download(
        self,
        data_sets: str | DataSet | Iterable[str | DataSet],
        to: str | Path = ".",
        *,
        files: Iterable[str] = (),
        flat: bool = False,
        overwrite: bool = True,
        max_concurrent: int | None = None,
        on_outcome: Callable[[DownloadOutcome], None] = lambda _: None,
        cancellation: Cancellation | None = None,
        executor: Executor | None = None,
    ) -> DownloadReport:
        """Download data sets, each into a folder named after its permId. Repeating the call resumes and repairs.

        A failed data set does not stop the others; read the report, or call its `raise_first`.

        Args:
            data_sets: One or many, by permId or as `datasets` yields them; an iterable is consumed as needed. The
                permId, identifier or link of a sample or experiment means the files that it has itself, in openBIS's
                file server (AFS). Each data set that `datasets` yields is downloaded once: components that follow their
                container only into its folder. Link data sets are reported as such: their files are outside openBIS.
            to: Target folder; `~` is the home folder.
            files: Only files with these paths, or that match one of these patterns, e.g. `**/*.csv`. Data sets without
                such files are reported as skipped; if no data set has such files, the report is not complete and
                `raise_first` raises NoFilesMatch.
            flat: Leave out openBIS's folder `original`.
            overwrite: Replace files that differ from openBIS's.
            max_concurrent: Number of data sets downloaded at the same time, default 4; with an executor, the
                number submitted at the same time, default 32; best a few more than it has workers.
            on_outcome: Called with the outcome of each data set.
            cancellation: Cancels it from another thread.
            executor: Runs the downloads instead of threads of this process: any executor of `concurrent.futures`, e.g.
                a `ProcessPoolExecutor`, or dask's `client.get_executor()`. Its workers need the folder under the same
                path, and receive the session's token, never a password. It is not shut down. Downloads that have
                started when the download is cancelled run to their end.
        """
        request = DownloadRequest((), str(expanded(to).absolute()), Selection(tuple(files)), flat, overwrite)
        download_executor = None if executor is None else FuturesDownloadExecutor(self._use_cases, executor)
        number = max_concurrent or (_DEFAULT_SUBMITTED if download_executor else _DEFAULT_CONCURRENT)
        return self._use_cases.downloads.download_many(
            self.name,
            request,
            self._each_once(data_sets),
            cancellation,
            max_concurrent=number,
            on_outcome=on_outcome,
            download_executor=download_executor,
        )

    def _each_once(self, data_sets: str | DataSet | Iterable[str | DataSet]) -> Iterator[str]:
        several = [data_sets] if isinstance(data_sets, (str, DataSet)) else data_sets

        def contained(perm_id: str) -> Sequence[str]:
            try:
                return self._use_cases.catalogue.list_components(self.name, perm_id)
            except OpenbisError:  # the download of the container reports it
                return (perm_id,)

        return each_once(several, contained)

    def upload(
        self,
        files: str | Path | Iterable[str | Path],
        type: str,  # noqa: A002 - what openBIS calls it
        to: str,
        *,
        properties: Mapping[str, object] | None = None,
        parents: Iterable[str] = (),
        hidden: bool = False,
        exclude: Iterable[str] = (),
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
    ) -> str:
        """Register files and folders as one new data set; return its permId.

        Args:
            files: Files and folders.
            type: Code of the data set type.
            to: Identifier or permId of the sample or experiment that will own it.
            properties: Property code to value: None, a text, Boolean, number, date or datetime, a list for a
                multi-valued or ARRAY_* property, a dict or list for JSON; also of numpy and pandas. None, NaN, NaT and
                NA mean "not set".
            parents: PermIds of parent data sets.
            hidden: Also send hidden files and folders, manifests of downloads and junk (`.DS_Store`, `__pycache__`,
                `Thumbs.db` …) in folders. Files that `files` names are always sent.
            exclude: Leave out files that match one of these patterns, e.g. `*.tmp`, `raw/**`: without a slash, names at
                any depth; with a slash, paths below the folder that `files` names.
            progress: Notified of the progress.
            cancellation: Cancels it from another thread, as long as nothing is registered.

        Raises:
            InvalidUpload: with all its `problems`; nothing was sent.
            UploadUnconfirmed: the data set may have been registered; search for it before a retry.
            UploadFailed: nothing was registered.
        """
        request = upload_request(files, type, to, properties, parents, Exclusion(hidden, several(exclude)))
        use_case = self._use_cases.uploads.upload
        return use_case(self.name, request, cancellation, progress or NoProgress()).perm_id

    def check_upload(
        self,
        files: str | Path | Iterable[str | Path],
        type: str,  # noqa: A002 - as in `upload`
        to: str,
        *,
        properties: Mapping[str, object] | None = None,
        parents: Iterable[str] = (),
        hidden: bool = False,
        exclude: Iterable[str] = (),
    ) -> DataSetDraft:
        """Return what `upload` would register with the same arguments and send (`total`); send nothing.

        Its `left_out_files` are not sent.

        Raises:
            InvalidUpload: with all `problems` that `upload` would have.
        """
        exclusion = Exclusion(hidden, several(exclude))
        request = upload_request(files, type, to, properties, parents, exclusion)
        return self._use_cases.uploads.plan(self.name, request)

    def verify(self, folder: str | Path) -> Iterator[Verification]:
        """Compare downloads in a folder with their manifests: the function `verify`."""
        return self._use_cases.downloads.verify(str(expanded(folder).absolute()))

    def mount(self) -> Path:
        """Mount the data store as a folder, and return it. It stays until it is unmounted."""
        mount = self._use_cases.mounts.mount(self.name).mount
        assert mount is not None  # noqa: S101 - for mypy: it was mounted just now
        return Path(mount.mountpoint)

    def unmount(self, *, force: bool = False) -> None:
        """Unmount the data store; with `force` also while programs use it."""
        self._use_cases.mounts.unmount(self.name, force=force)

    def close(self) -> None:
        """End the use of this object. The session stays for the process's other connections until the process ends."""
        if not self._is_closed:
            self._is_closed = True
            self._program().remove_user(self)

    def __enter__(self) -> OpenbisConnection:  # noqa: PYI034 - typing has no Self in Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _warn(remark: str | None) -> None:
    """Warn of missing rows, at the line of the script that iterates."""
    if remark:
        warnings.warn(remark, stacklevel=4)


def _key(row: Entity | DataSet) -> tuple[type, str]:
    return type(row), row.perm_id
