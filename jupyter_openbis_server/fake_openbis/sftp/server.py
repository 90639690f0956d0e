"""The SFTP server of the fake openBIS, on a port, a thread and an event loop of its own (openbis-protocol 8.1)."""

import asyncio
import functools
import socket
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

import asyncssh

from jupyter_openbis_server.fake_openbis.sftp.connection import SftpConnection, files_of
from jupyter_openbis_server.fake_openbis.sftp.host_key import HostKey
from jupyter_openbis_server.fake_openbis.sftp.logins import SftpLogins
from jupyter_openbis_server.fake_openbis.sftp.plugins import SftpViewWithPlugins
from jupyter_openbis_server.fake_openbis.sftp.view import SftpView
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.store import Store

OLD_KEY_EXCHANGE = "diffie-hellman-group14-sha1"
_CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes256-ctr")
"""Without ChaCha20, which OpenSSH likes best: it makes reading slower by a third here."""

_TIMEOUT = 20  # seconds; nothing here takes one


class SftpServer:
    """Shows the data sets by SFTP, and misbehaves on demand.

    ``start`` and ``stop`` are called by the fake openBIS with its own; they may be called alone as well, and the port
    stays the same. Methods may be called from any thread. While the server hangs, ``drop`` cuts what there is, and
    every other method lets it go on first. Faults need a running server: otherwise they are a RuntimeError.

    Args:
        context: Gives the fake openBIS as it is; asked at each start.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one at the first start.

    Attributes:
        host: Where clients find the server.
        port: The same; 0 before the first start.
        logins: Each attempted user name, and whether it was accepted, oldest first.
    """

    def __init__(self, context: Callable[[], Context], host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = "localhost" if host in ("", "0.0.0.0", "::") else host  # noqa: S104 -- compared, not bound
        self.port = port
        self.logins: list[tuple[str, bool]] = []
        self._context = context
        self._address = host
        self._old_key_exchange = False
        self._thread: threading.Thread | None = None
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._connections: set[SftpConnection] = set()
        self._going_on = threading.Event()
        self._going_on.set()

    @property
    def host_key(self) -> str:
        """The public key of the server, known from the first start on: ``ssh-ed25519 AAAA...``."""
        return self._key.public

    @property
    def fingerprint(self) -> str:
        """The fingerprint of that key: ``SHA256:...``."""
        return self._key.fingerprint

    @property
    def connections(self) -> int:
        """How many clients are connected right now."""
        return len(self._connections)

    def start(self) -> None:
        """Start serving; return when clients can connect. Do nothing when the server runs.

        Raises:
            OSError: When the port is taken.
        """
        if self._thread is not None:
            return
        context = self._context()
        laboratory, code = context.laboratory, context.settings.data_store_code
        view_class = SftpViewWithPlugins if context.settings.file_system_plugins else SftpView
        self._view = view_class(laboratory, Store(laboratory), code)
        self._users = SftpLogins(context.sessions)
        self._key = HostKey(laboratory.folder / "sftp" / "host_key")
        ready: Future[None] = Future()
        thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), name="fake-openbis-sftp", daemon=True)
        thread.start()
        ready.result()
        self._thread = thread

    def stop(self) -> None:
        """Stop serving, and cut all connections, whose sessions end. Do nothing when the server does not run."""
        if self._thread is None:
            return
        self.go_on()
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = None

    def change_host_key(self) -> None:
        """Make a new host key, and use it for new connections."""
        self._key.change()
        self._restart_listening()

    def old_key_exchange(self, *, old: bool = True) -> None:
        """Has new connections begin with a key exchange that clients no longer accept; ``old=False`` takes it back."""
        self._old_key_exchange = old
        self._restart_listening()

    def refuse(self) -> None:
        """Refuses new connections until ``accept``; those that are there stay."""
        self._run(self._close)

    def accept(self) -> None:
        """Accept new connections again."""
        self._run(self._listen)

    def hang(self) -> None:
        """Stop answering, as a frozen process does, until ``go_on``: new connections are made, and nothing is said."""
        self._must_run()
        if self._going_on.is_set():
            self._going_on.clear()
            frozen: Future[None] = Future()
            self._loop.call_soon_threadsafe(self._freeze, frozen)
            frozen.result(_TIMEOUT)

    def go_on(self) -> None:
        """End ``hang``: what was asked meanwhile is answered."""
        self._going_on.set()

    def drop(self) -> None:
        """Cuts all connections now; their sessions have ended on return, or end when the server no longer hangs."""
        self._must_run()
        for connection in list(self._connections):
            connection.cut()
        if self._going_on.is_set():
            self._run(self._all_closed)

    # --- inside --------------------------------------------------------------------------------------------------

    def _run(self, action: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._must_run()
        self.go_on()
        asyncio.run_coroutine_threadsafe(action(), self._loop).result(_TIMEOUT)

    def _must_run(self) -> None:
        if self._thread is None:
            raise RuntimeError("the SFTP server does not run")

    def _freeze(self, frozen: "Future[None]") -> None:
        frozen.set_result(None)
        self._going_on.wait()

    async def _serve(self, ready: "Future[None]") -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        try:
            await self._listen()
        except OSError as error:
            ready.set_exception(error)
            return
        ready.set_result(None)
        await self._stopping.wait()
        await self._close()
        for connection in list(self._connections):
            connection.cut()
        await self._all_closed()

    async def _listen(self) -> None:
        await self._close()
        self._acceptor = await asyncssh.listen(
            self._address,
            self.port,
            family=socket.AF_INET6 if ":" in self._address else socket.AF_INET,
            server_factory=lambda: SftpConnection(self._users, self._note, self._connections),
            sftp_factory=functools.partial(files_of, view=self._view),
            server_host_keys=[self._key.private],
            encryption_algs=_CIPHERS,
            kex_algs=[OLD_KEY_EXCHANGE] if self._old_key_exchange else (),
            public_key_auth=False,
            host_based_auth=False,
            gss_host=None,
            encoding=None,
        )
        self.port = self._acceptor.get_port()

    async def _close(self) -> None:
        if self._acceptor is not None:
            self._acceptor.close()
            self._acceptor = None

    def _restart_listening(self) -> None:
        if self._thread is not None and self._acceptor is not None:
            self._run(self._listen)

    def _note(self, user: str, accepted: bool) -> None:
        self.logins.append((user, accepted))

    async def _all_closed(self) -> None:
        await asyncio.gather(*(connection.wait_closed() for connection in list(self._connections)))
