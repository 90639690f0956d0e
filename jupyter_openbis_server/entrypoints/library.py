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
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from jupyter_openbis_server.domain.errors import ConnectionClosed, OpenbisError
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
    ExplicitLogin,
    LocalDownload,
    NoProgress,
    PageRequest,
    Selection,
    UploadRequest,
    Verification,
)
from jupyter_openbis_server.domain.ports import Progress
from jupyter_openbis_server.entrypoints.batch import anywhere, from_anywhere, program
from jupyter_openbis_server.entrypoints.cluster import ExecutorCrew
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.plain_values import plain_value
from jupyter_openbis_server.entrypoints.shared_program import SharedProgram, discard_if_unused, shared_program

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
    """Return a connection, with or without a `with` block.

    Connections of a process share one session, also with `openbis://`, and it is closed at the end of the process.
    Without credentials, the login of the openBIS panel is used in kernels of its Jupyter server, else the credentials
    of the connection file, of the environment, or those that `jupyter openbis login --keep` has stored.

    Args:
        name: Its name in the openBIS panel or `openbis-connections.yaml`, or the host name of `OPENBIS_URL`; not needed
            for the only one.
        username: Who logs in. Without a password, only a login of this user is used.
        password: Password, or a personal access token, of the user; without `username`, of the connection's user.
        token: A session token or personal access token, instead of a password.
        container: A program of your own, which is not shared; `close` logs out in it.

    Raises:
        UnknownConnection, AmbiguousConnection: the connection is not there, or it is not clear which one is meant.
        ConflictingCredentials: both a password and a token are given, or one of the arguments is empty.
        NotLoggedIn, ConnectionFailed: credentials were given, and they do not work or belong to another user.
    """
    login = ExplicitLogin.checked(username, password, token)
    if container:
        return _connect_with(container, name, login)
    known = shared_program().find(name)
    if login is None:
        return OpenbisConnection(known.name, shared_program)
    program = shared_program(known, login)
    program.compare_with_panel(known.name)
    try:
        _log_in(program.container, known.name, login)
    except OpenbisError:
        discard_if_unused(program)
        raise
    return OpenbisConnection(known.name, partial(shared_program, known, login))


def _connect_with(container: Container, name: str | None, login: ExplicitLogin | None) -> OpenbisConnection:
    """Connect with a program of the caller's."""
    known = container.find_connection()(name)
    if login:
        container.leave_openbis()(known.name)
        container.connections().change(known.name, login.applied_to)
        _log_in(container, known.name, login)
    else:
        container.recall_login()(known.name)
    return OpenbisConnection(known.name, lambda: OwnProgram(container))


def _log_in(container: Container, name: str, login: ExplicitLogin) -> None:
    """Open the session now, or keep the one that the same login has opened. Raises NotLoggedIn, ConnectionFailed."""
    if login.has_secret:
        container.login()(name)
    else:
        container.get_session()(name)


@dataclass(frozen=True)
class OwnProgram:
    """A program of the caller's, in the place of a `SharedProgram`."""

    container: Container

    def add_user(self, user: OpenbisConnection) -> None:
        """Do nothing: the caller knows who uses it."""

    def ensure(self, name: str) -> None:
        """Do nothing: `connect` has found the connection in this very program."""

    def remove_user(self, user: OpenbisConnection) -> None:
        """Log out where this program has logged in."""
        self.container.leave_openbis()(user.name)


class OpenbisConnection:
    """A connection to openBIS. Safe for use from several threads; logs in when it has to.

    All methods raise `OpenbisError` (`jupyter_openbis_server.domain.errors`), whose text says what to do.

    Args:
        name: Name of the connection.
        program: Returns the program that it uses; another one in a process that was forked from this one.
    """

    def __init__(self, name: str, program: Callable[[], SharedProgram | OwnProgram]) -> None:
        self.name = name
        self._program = program
        self._is_closed = False
        program().add_user(self)

    def __repr__(self) -> str:
        return f"<openBIS connection {self.name!r}{', closed' if self._is_closed else ''}>"

    @property
    def _container(self) -> Container:
        """The use cases. Raises ConnectionClosed, UnknownConnection, AmbiguousConnection.

        The program may be another one than at the last use, e.g. in a forked process: the connection is found again.
        """
        self._check_open()
        program = self._program()
        program.ensure(self.name)
        return program.container

    def _check_open(self) -> None:
        if self._is_closed:
            raise ConnectionClosed(self.name)

    def datasets(self, entity: str) -> Iterator[DataSet]:
        """Yield the data sets of a sample, experiment, project or space, the newest first, page by page as needed.

        Args:
            entity: Identifier (`/SPACE`, `/SPACE/PROJECT`, `/SPACE/PROJECT/CODE`), permId, or code.
        """
        self._check_open()

        def read(page: PageRequest) -> tuple[Sequence[DataSet], int]:
            found = self._container.list_data_sets()(self.name, entity, page)
            _warn(found.remark)
            return found.rows, found.total

        return _all_rows(read)

    def contents(self, place: str = "/") -> Iterator[Entity | DataSet]:
        """Yield what lies directly in a space, project, experiment or sample; without `place`, the spaces.

        Entities come first, by identifier, then the data sets of an experiment or sample, the newest first.
        """
        self._check_open()

        def read(page: PageRequest) -> tuple[Sequence[Entity | DataSet], int]:
            found = self._container.list_contents()(self.name, place, page)
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
