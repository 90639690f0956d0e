"""The fake openBIS as a server in its own thread."""

import asyncio
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from jupyter_openbis_server.fake_openbis.faults.faults import Faults
from jupyter_openbis_server.fake_openbis.sample_data.afs_files import add_afs_sample_files
from jupyter_openbis_server.fake_openbis.sample_data.initial_objects import DEFAULT_CODE, add_initial_objects
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import INSTALLATION_DATE, fill
from jupyter_openbis_server.fake_openbis.server.application import application
from jupyter_openbis_server.fake_openbis.server.call_log import CallLog, call_log_of_environment
from jupyter_openbis_server.fake_openbis.server.certificates import TlsFiles, throwaway_certificates
from jupyter_openbis_server.fake_openbis.server.requests_log import RequestLog
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.afs import AFS_PATH, add_afs_type
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.sessions import Sessions
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings

if TYPE_CHECKING:
    from jupyter_openbis_server.fake_openbis.sftp.server import SftpServer

DEFAULT_USERS = {"admin": "changeit"}
_DAY = 24 * 3600 * 1000
_MAX_BODY = 16 * 2**30
_BLOCK = 2**20  # uploads come in gigabytes


class FakeOpenbis:
    """An openBIS installation, application server and data store server on one port, as behind a reverse proxy.

    A context manager; ``start`` and ``stop`` do the same by hand. After ``restart`` all sessions are lost and
    everything else is as before, like after a restart of a real server.

    Args:
        folder: Where the state is kept; None for a temporary folder that goes with the server.
        api_version: ``3.5``, ``3.6`` or ``3.7``; None leaves it to ``settings``.
        tls: True makes throwaway certificates (``ca_file`` is what clients have to trust); or files to use.
        sample_data: Whether a laboratory with nothing but the initial objects is filled with the sample data.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        users: The password of each user.
        settings: The switches.
        clock: Seconds since 1970 UTC; sessions age by it.
        sftp: Whether data sets are shown by SFTP as well; needs asyncssh (extra ``demo``).
        sftp_port: Port for that; 0 takes a free one.
        call_log: File to append all JSON-RPC calls to; None: the one of ``FAKE_OPENBIS_CALL_LOG``, if any.

    Raises:
        ValueError: when the settings do not fit together.

    Attributes:
        laboratory: The entities; may be read and changed while the server runs.
        sessions: Sessions and personal access tokens.
        faults: What goes wrong.
        requests: What was asked.
    """

    laboratory: Laboratory
    sessions: Sessions

    def __init__(
        self,
        folder: Path | None = None,
        *,
        api_version: str | None = None,
        tls: bool | TlsFiles = False,
        sample_data: bool = True,
        host: str = "127.0.0.1",
        port: int = 0,
        users: Mapping[str, str] = DEFAULT_USERS,
        settings: ServerSettings | None = None,
        clock: Callable[[], float] = time.time,
        sftp: bool = False,
        sftp_port: int = 0,
        call_log: Path | None = None,
    ) -> None:
        self.settings = settings or ServerSettings()
        if api_version is not None:
            self.settings = replace(self.settings, api_version=api_version)
        self.settings.check()
        self.users = dict(users)
        self.faults = Faults()
        self.requests = RequestLog()
        self._given_folder = folder
        self._call_log = call_log
        self._tls = tls
        self._sample_data = sample_data
        self._host = host
        self._port = port
        self._clock = clock
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._thread: threading.Thread | None = None
        self._sftp = self._sftp_server(sftp_port) if sftp else None

    @property
    def url(self) -> str:
        """The base URL without trailing slash."""
        host = "localhost" if self._host in ("", "0.0.0.0", "::") else self._host  # noqa: S104 -- compared, not bound
        return f"{'https' if self._tls else 'http'}://{host}:{self._port}"

    @property
    def ca_file(self) -> Path:
        """The file with the authority clients have to trust.

        Raises:
            ValueError: when the server does not speak https.
        """
        return self.tls_files.ca_file

    @property
    def tls_files(self) -> TlsFiles:
        """The server's certificate and its authority. Raises ValueError without TLS."""
        if not isinstance(self._tls, TlsFiles):
            raise ValueError("no TLS")  # noqa: TRY004 -- the value of the constructor's argument is wrong, not its type
        return self._tls

    @property
    def afs_url(self) -> str:
        """The URL of the file server AFS; its methods are at ``/api`` below.

        Raises:
            ValueError: when there is none.
        """
        if self.settings.afs == "none":
            raise ValueError("no AFS")
        return self.url + AFS_PATH

    @property
    def sftp(self) -> "SftpServer":
        """The SFTP server.

        Raises:
            ValueError: when there is none.
        """
        if self._sftp is None:
            raise ValueError("no SFTP")
        return self._sftp

    def start(self) -> "FakeOpenbis":
        """Start serving; return when requests are answered.

        Raises:
            OSError: when a port is taken.
        """
        folder = self._folder()
        if self._tls is True:
            self._tls = throwaway_certificates(folder / "tls")
        self.laboratory = Laboratory(folder, self._clock)
        self._prepare_laboratory()
        self.sessions = Sessions(self.laboratory, self.users, self.settings, self._clock)
        self._calls = CallLog(self._call_log or call_log_of_environment())
        self._context = self._new_context()
        ready: Future[int] = Future()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="fake-openbis", daemon=True)
        self._thread.start()
        self._port = ready.result()
        if self._sftp is not None:
            try:
                self._sftp.start()
            except Exception:
                self._halt()
                raise
        return self

    def stop(self) -> None:
        """Stop serving, and close all connections; a temporary folder is removed."""
        self._halt()
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None

    def restart(self) -> None:
        """Stop, and start again with the same port and folder; all sessions are lost."""
        self._halt()
        self.start()

    def __enter__(self) -> "FakeOpenbis":  # noqa: PYI034 -- it has no subclasses
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _folder(self) -> Path:
        if self._given_folder is not None:
            return Path(self._given_folder)
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="fake-openbis-")
        return Path(self._temporary.name)

    def _prepare_laboratory(self) -> None:
        is_empty = all(space.code == DEFAULT_CODE for space in self.laboratory.spaces)
        fills = self._sample_data and is_empty
        add_initial_objects(self.laboratory, INSTALLATION_DATE if fills else self.laboratory.now() - _DAY)
        for user in self.users:
            if user not in self.laboratory.persons:
                self.laboratory.put(e.Person(user_id=user, registration_date=self.laboratory.now()))
        if self.settings.data_store_code not in self.laboratory.data_stores:
            self.laboratory.put(e.DataStore(self.settings.data_store_code, registration_date=self.laboratory.now()))
        if fills:
            fill(self.laboratory, multi_valued=self.settings.has_multi_values)
        if self.settings.afs != "none":
            add_afs_type(self.laboratory)
            if fills:
                add_afs_sample_files(self.laboratory)

    def _new_context(self) -> Context:
        return Context(
            laboratory=self.laboratory,
            sessions=self.sessions,
            faults=self.faults,
            settings=self.settings,
            requests=self.requests,
            calls=self._calls,
            base_url=lambda: self.url,
            clock=self._clock,
        )

    def _sftp_server(self, port: int) -> "SftpServer":
        try:
            from jupyter_openbis_server.fake_openbis.sftp.server import SftpServer  # noqa: PLC0415 -- only who wants SFTP needs asyncssh
        except ModuleNotFoundError as error:
            message = "SFTP needs asyncssh: pip install 'jupyter-openbis-server[demo]'"
            raise ModuleNotFoundError(message, name=error.name) from error
        return SftpServer(lambda: self._context, self._host, port)

    def _run(self, ready: "Future[int]") -> None:
        asyncio.run(self._serve(ready))

    async def _serve(self, ready: "Future[int]") -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        try:
            sockets = bind_sockets(self._port, self._host)
        except OSError as error:
            ready.set_exception(error)
            return
        tls = self._tls.server_context() if isinstance(self._tls, TlsFiles) else None
        server = HTTPServer(application(self._context), ssl_options=tls, max_body_size=_MAX_BODY, chunk_size=_BLOCK)
        server.add_sockets(sockets)
        ready.set_result(sockets[0].getsockname()[1])
        await self._stopping.wait()
        server.stop()
        await server.close_all_connections()

    def _halt(self) -> None:
        if self._thread is None:
            return
        if self._sftp is not None:
            self._sftp.stop()
        self.faults.release()
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = None
        self._calls.close()
        self.laboratory.close()
