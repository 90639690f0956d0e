"""The connection of scripts: the use cases with arguments suited to scripts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from jupyter_openbis_server.domain.connections import connection as registered
from jupyter_openbis_server.domain.errors import ConnectionClosed, OpenbisError
from jupyter_openbis_server.domain.files.file_tree import FileTree
from jupyter_openbis_server.entrypoints.cluster.download_executor import session_for_workers
from jupyter_openbis_server.entrypoints.library.entities.shown import escaped, html_facts, html_link
from jupyter_openbis_server.entrypoints.library.entities.source import Source
from jupyter_openbis_server.entrypoints.library.methods.catalogue import CatalogueMethods
from jupyter_openbis_server.entrypoints.library.methods.changes import ChangeMethods
from jupyter_openbis_server.entrypoints.library.methods.downloads import DownloadMethods
from jupyter_openbis_server.entrypoints.library.methods.object_files import ObjectFileMethods
from jupyter_openbis_server.entrypoints.library.methods.publications import PublicationMethods
from jupyter_openbis_server.entrypoints.library.methods.research_objects import ResearchObjectMethods
from jupyter_openbis_server.entrypoints.library.methods.searching import SearchMethods
from jupyter_openbis_server.entrypoints.library.methods.synchronising import SyncMethods
from jupyter_openbis_server.entrypoints.library.methods.upload_many import UploadManyMethods
from jupyter_openbis_server.entrypoints.library.methods.uploads import UploadMethods
from jupyter_openbis_server.entrypoints.library.shared_program import SharedProgram
from jupyter_openbis_server.entrypoints.library.worker_login import WorkerLogin
from jupyter_openbis_server.entrypoints.use_cases import UseCases


@dataclass(frozen=True)
class OwnProgram:
    """A program of the caller, used instead of a `SharedProgram`."""

    use_cases: UseCases

    def add_user(self, user: Connection) -> None:
        """Do nothing: the caller manages its users."""

    def ensure(self, name: str) -> None:
        """Do nothing: `connect` has found the connection in this program."""

    def tree(self, connection: str, perm_id: str) -> FileTree:
        """Return the files of a data set. Raises OpenbisError, see `ListFiles`."""
        return self.use_cases.files.list(connection, perm_id)

    def remove_user(self, user: Connection) -> None:
        """Close the sessions that this program has opened."""
        self.use_cases.connections.sessions.end_session(user.name)


class Connection(
    CatalogueMethods,
    SearchMethods,
    ChangeMethods,
    DownloadMethods,
    UploadMethods,
    UploadManyMethods,
    ObjectFileMethods,
    SyncMethods,
    PublicationMethods,
    ResearchObjectMethods,
):
    """A connection to openBIS. Thread-safe; logs in when needed.

    All methods raise `OpenbisError`, whose text says what to do.

    Args:
        name: Name of the connection.
        program: Returns the program to use; a forked process gets another one.
    """

    def __init__(self, name: str, program: Callable[[], SharedProgram | OwnProgram]) -> None:
        self.name = name
        self._program = program
        self._is_closed = False
        self._pybis = threading.local()
        program().add_user(self)

    @property
    def url(self) -> str:
        """Address of the openBIS instance."""
        return self._known.instance.url

    @property
    def username(self) -> str | None:
        """The user, as far as it is known; openBIS is not asked."""
        known = self._known
        return (known.session.username if known.session else known.username) or None

    @property
    def pybis(self) -> Any:  # noqa: ANN401 - pyBIS has no types
        """A `pybis.Openbis` on the session of this connection, for everything else; one for each thread.

        Its requests have the timeouts, certificates and errors (`OpenbisError`) of this connection, and an expired
        session is renewed. It writes nothing to the home folder. `login`, `logout` and `set_token` are refused.

        Raises:
            NotLoggedIn, ConnectionFailed: there is no session.
        """
        use_cases, kept = self._use_cases, self._pybis
        if getattr(kept, "use_cases", None) is not use_cases:  # another program, e.g. in a forked process
            kept.use_cases, kept.openbis = use_cases, use_cases.connections.open_native_client(self.name)
        return kept.openbis

    def worker_login(self) -> Callable[[], None]:
        """Return a function that lets another process use the session of this connection.

        `connect` and `openbis://` use it in the process that has called the function, instead of a login of their own:
        openBIS allows five sessions per user. The function can be pickled, and contains the token of the session, never
        the password: anyone who can read it can use the session. The process neither renews nor closes the session.

            ProcessPoolExecutor(8, initializer=lab.worker_login())
            client.run(lab.worker_login())  # on all present workers of a dask cluster

        Raises:
            NotLoggedIn, ConnectionFailed: there is no session.
        """
        return WorkerLogin.through(session_for_workers(self._use_cases, self.name))

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

    def __enter__(self) -> Connection:  # noqa: PYI034 - typing has no Self in Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<openBIS connection {self.name!r}{', closed' if self._is_closed else self._state()}>"

    def _repr_html_(self) -> str:
        if self._is_closed:
            return html_facts(f"openBIS connection {self.name}", [("state", "closed")])
        try:
            known = self._known
        except OpenbisError as error:
            return html_facts(f"openBIS connection {self.name}", [("state", escaped(error))])
        url = known.instance.url
        user = known.session.username if known.session else known.username
        facts = [("URL", html_link(url, url)), ("user", escaped(user or "")), ("login", escaped(_login(known)))]
        return html_facts(f"openBIS connection {self.name}", facts)

    def _state(self) -> str:
        """Return what is known without a request."""
        try:
            known = self._known
        except OpenbisError:
            return ""
        user = known.session.username if known.session else known.username
        return f": {known.instance.url}{f', {user}' if user else ''}, {_login(known)}"

    @property
    def _use_cases(self) -> UseCases:
        """The use cases. Raises ConnectionClosed, UnknownConnection, AmbiguousConnection.

        The program may have changed since the last use, e.g. in a forked process: the connection is looked up again.
        """
        self._check_open()
        program = self._program()
        program.ensure(self.name)
        return program.use_cases

    @property
    def _source(self) -> Source:
        return Source(self.name, lambda: self._use_cases, self.download, self._list_files)

    def _list_files(self, perm_id: str) -> FileTree:
        self._check_open()
        return self._program().tree(self.name, perm_id)

    @property
    def _known(self) -> registered.Connection:
        self._check_open()
        return self._program().use_cases.connections.known.get(self.name)

    def _check_open(self) -> None:
        if self._is_closed:
            raise ConnectionClosed(self.name)


def _login(known: registered.Connection) -> str:
    """Return the state of the login in words."""
    if known.problem:
        return f"not logged in ({known.problem})"
    if known.session is None:
        return "logs in when needed" if known.credentials and known.auto_login else "not logged in"
    if known.session.is_shared:
        return "the login of the openBIS panel"
    credentials = known.credentials
    if credentials and credentials.is_access_token:
        return "by personal access token"
    return "by token" if credentials and credentials.is_token else "logged in"
