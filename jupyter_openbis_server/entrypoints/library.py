"""The use cases for scripts: `from jupyter_openbis_server import connect`.

    with connect("my lab") as lab:
        report = lab.download(lab.datasets("/YEAST/GROWTH/S1"), to="data")
    print(len(report.outcomes), "data sets,", len(report.failed), "failed")

No logic of its own: it finds the connection, and names the use cases' arguments as a script would.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from jupyter_openbis_server.domain.model import (
    Cancellation,
    CaptureRequest,
    DataSet,
    DataSetDraft,
    DataSetType,
    DownloadOutcome,
    DownloadReport,
    DownloadRequest,
    Entity,
    LocalDownload,
    NoProgress,
    PageRequest,
    Secret,
    Selection,
    UploadRequest,
    Verification,
)
from jupyter_openbis_server.domain.ports import Progress
from jupyter_openbis_server.entrypoints.batch import anywhere, from_anywhere, program
from jupyter_openbis_server.entrypoints.cluster import ExecutorCrew
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.plain_values import plain_value

T = TypeVar("T")

_PAGE = 200
_AT_A_TIME = 4
_SUBMITTED_AT_A_TIME = 32


def connect(
    name: str | None = None,
    *,
    username: str | None = None,
    password: str | None = None,
    token: str | None = None,
    container: Container | None = None,
) -> OpenbisConnection:
    """Return a connection for use in a `with` block.

    Args:
        name: Its name in `openbis-connections.yaml`, or the host name of `OPENBIS_URL`; not needed for the only one.
        username: Who logs in, if the connection does not say.
        password: Likewise; or a personal access token.
        token: A session token or personal access token, instead of both.
        container: A program that is wired already; a new one if left out.

    Raises:
        UnknownConnection, AmbiguousConnection: the connection is not there, or it is not clear which one is meant.
        NotLoggedIn, ConnectionFailed: credentials were given, and they do not work.
    """
    wired = container or program(anywhere())
    known = wired.get_connection()(name).connection if name is not None else wired.get_only_connection()()
    if token:
        wired.login()(known.name, token=Secret(token))
    elif password:
        wired.login()(known.name, username, Secret(password))
    else:
        wired.recall_login()(known.name)
    return OpenbisConnection(wired, known.name)


class OpenbisConnection:
    """A connection to openBIS. Safe for use from several threads; logs in when it has to, and out at the end.

    All methods raise `OpenbisError` (`jupyter_openbis_server.domain.errors`), whose text says what to do.
    """

    def __init__(self, container: Container, name: str) -> None:
        self.name = name
        self._container = container

    def datasets(self, entity: str) -> Iterator[DataSet]:
        """Yield the data sets of a sample, experiment, project or space, the newest first, page by page as needed.

        Args:
            entity: Identifier (`/SPACE`, `/SPACE/PROJECT`, `/SPACE/PROJECT/CODE`), permId, or code.
        """
        use_case = self._container.list_data_sets()

        def read(page: PageRequest) -> tuple[Sequence[DataSet], int]:
            found = use_case(self.name, entity, page)
            _warn(found.remark)
            return found.rows, found.total

        return _all_rows(read)

    def contents(self, place: str = "/") -> Iterator[Entity | DataSet]:
        """Yield what lies directly in a space, project, experiment or sample; without `place`, the spaces.

        Entities come first, by identifier, then the data sets of an experiment or sample, the newest first.
        """
        use_case = self._container.list_contents()

        def read(page: PageRequest) -> tuple[Sequence[Entity | DataSet], int]:
            found = use_case(self.name, place, page)
            _warn(found.remark)
            return (*found.entities, *found.data_sets), found.total

        return _all_rows(read)

    def types(self) -> tuple[DataSetType, ...]:
        """Return the data set types with their properties."""
        return self._container.list_data_set_types()(self.name)

    def download(
        self,
        data_sets: str | DataSet | Iterable[str | DataSet],
        to: str | Path = ".",
        *,
        files: Iterable[str] = (),
        flat: bool = False,
        overwrite: bool = True,
        at_a_time: int | None = None,
        told: Callable[[DownloadOutcome], None] = lambda _: None,
        cancellation: Cancellation | None = None,
        executor: Executor | None = None,
    ) -> DownloadReport:
        """Download data sets, each into a folder called by its permId. The same call again continues and repairs.

        One that fails does not keep the others away; look at the report, or call `raise_first` of it.

        Args:
            data_sets: One or many, by permId or as `datasets` yields them; they are taken as they are needed.
            to: Into which folder.
            files: Only files that fit one of these patterns, e.g. `**/*.csv`.
            flat: Leave out openBIS's folder `original`.
            overwrite: Replace files that differ from openBIS's.
            at_a_time: How many data sets are downloaded at a time, 4 if left out; with an executor, how many it has in
                hand at a time, 32 if left out, and best a few more than it has workers.
            told: Is told of each data set that has ended.
            cancellation: Ends it from another thread.
            executor: Who downloads, instead of threads of this process: any executor of `concurrent.futures`, e.g. a
                `ProcessPoolExecutor`, or dask's `client.get_executor()`. Its workers need the folder under the same
                path, and are given the session's token, never a password. It is not shut down. What it has begun when
                the download is cancelled ends by itself.
        """
        request = DownloadRequest((), str(Path(to).absolute()), Selection(tuple(files)), flat, overwrite)
        crew = None if executor is None else ExecutorCrew(self._container, executor)
        number = at_a_time or (_SUBMITTED_AT_A_TIME if crew else _AT_A_TIME)
        return self._container.download_many()(
            self.name, request, _perm_ids(data_sets), cancellation, at_a_time=number, told=told, crew=crew
        )

    def upload(
        self,
        files: str | Path | Iterable[str | Path],
        type: str,  # noqa: A002 - what openBIS calls it
        to: str,
        *,
        properties: Mapping[str, object] | None = None,
        parents: Iterable[str] = (),
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
    ) -> str:
        """Register files and folders as one new data set; return its permId.

        Args:
            files: Files and folders.
            type: Code of the data set type.
            to: Identifier or permId of the sample or experiment that will own it.
            properties: Property code to value: None, a text, truth value, number, date or datetime, a list for a
                multi-valued or ARRAY_* property, a dict or list for JSON; also of numpy and pandas. None, NaN, NaT and
                NA mean "not set".
            parents: PermIds of parent data sets.
            progress: Is told how far it has come.
            cancellation: Ends it from another thread, as long as nothing is registered.

        Raises:
            InvalidUpload: with all its `problems`; nothing was sent.
            UploadUnconfirmed: the data set may have been registered all the same; look for it before you try again.
            UploadFailed: nothing was registered.
        """
        request = _upload_request(files, type, to, properties, parents)
        use_case = self._container.upload_dataset()
        return use_case(self.name, request, cancellation, progress or NoProgress()).perm_id

    def check_upload(
        self,
        files: str | Path | Iterable[str | Path],
        type: str,  # noqa: A002 - as in `upload`
        to: str,
        *,
        properties: Mapping[str, object] | None = None,
        parents: Iterable[str] = (),
    ) -> DataSetDraft:
        """Return what `upload` would register with the same arguments, and send (its `total`). Sends nothing.

        Raises:
            InvalidUpload: with all `problems` that `upload` would have.
        """
        return self._container.plan_upload()(self.name, _upload_request(files, type, to, properties, parents))

    def verify(self, folder: str | Path) -> Iterator[Verification]:
        """Compare downloads in a folder with their manifests: the function `verify`."""
        return self._container.verify_downloads()(str(Path(folder).absolute()))

    def mount(self) -> Path:
        """Mount the data store as a folder, and return it. It stays until it is unmounted."""
        mount = self._container.mount()(self.name).mount
        assert mount is not None  # noqa: S101 - for mypy: it was mounted just now
        return Path(mount.mountpoint)

    def unmount(self, *, force: bool = False) -> None:
        """Take the data store out of the file system again; with `force` also where programs use it."""
        self._container.unmount()(self.name, force=force)

    def close(self) -> None:
        """Log out where this connection has logged in."""
        self._container.leave_openbis()(self.name)

    def __enter__(self) -> OpenbisConnection:  # noqa: PYI034 - typing has no Self in Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def verify(folder: str | Path) -> Iterator[Verification]:
    """Compare downloads in a folder with their manifests: all files are read. Needs no openBIS and no connection.

    Args:
        folder: A data set's folder, or one that holds such.

    Returns:
        What is found of each, by path, as soon as it is known.

    Raises:
        NothingToVerify: there is no download in it.
    """
    return program(anywhere()).verify_downloads()(str(Path(folder).absolute()))


def local_downloads(folder: str | Path) -> tuple[LocalDownload, ...]:
    """Return the downloads in a folder as their manifests tell of them, complete or not, by path.

    Needs no openBIS and no connection. Only the manifests are read: `verify` tells whether the files are right.
    """
    return program(anywhere()).list_downloads()(str(Path(folder).absolute()))


def save_requirements(
    notebook: str | Path,
    *,
    kernel: str | None = None,
    requirements_file: str = "requirements.txt",
    runtime_file: str = "runtime.txt",
    seconds: float = 60.0,
    cancellation: Cancellation | None = None,
) -> tuple[Path, ...]:
    """Save what the kernel of a notebook has installed beside the notebook; return the files. Needs no openBIS.

    Args:
        notebook: Its file; no cell of it is executed.
        kernel: Name of another kernel than the notebook names.
        requirements_file: Name of the file for the packages.
        runtime_file: Name of the file for the version of the language.
        seconds: How long the kernel is waited for.
        cancellation: Ends it from another thread.

    Raises:
        InvalidInput: the notebook or its kernel cannot be used.
        KernelFailed: the kernel did not answer.
        StorageError: there is no such notebook, or its folder cannot be written.
    """
    request = CaptureRequest(from_anywhere(Path(notebook)), kernel, requirements_file, runtime_file, seconds)
    captured = program(anywhere()).capture_requirements()(request, cancellation)
    return tuple(anywhere() / each for each in captured.files)


def _warn(remark: str | None) -> None:
    """Warn, at the line of the script that iterates, of what its rows do not show."""
    if remark:
        warnings.warn(remark, stacklevel=4)


def _all_rows(read: Callable[[PageRequest], tuple[Sequence[T], int]]) -> Iterator[T]:
    """Yield the rows of all pages; each is read when it is needed, and tells how many rows there are in all."""
    start = 0
    while True:
        rows, total = read(PageRequest(start, _PAGE))
        yield from rows
        start += len(rows)
        if not rows or start >= total:
            return


def _upload_request(
    files: str | Path | Iterable[str | Path],
    type_code: str,
    owner: str,
    properties: Mapping[str, object] | None,
    parents: Iterable[str],
) -> UploadRequest:
    paths = [files] if isinstance(files, (str, Path)) else files
    return UploadRequest(
        type_code,
        owner,
        tuple(from_anywhere(Path(path)) for path in paths),
        tuple(parents),
        {code: plain_value(value) for code, value in (properties or {}).items()},
    )


def _perm_ids(data_sets: str | DataSet | Iterable[str | DataSet]) -> Iterator[str]:
    several = [data_sets] if isinstance(data_sets, (str, DataSet)) else data_sets
    return (each.perm_id if isinstance(each, DataSet) else each for each in several)
