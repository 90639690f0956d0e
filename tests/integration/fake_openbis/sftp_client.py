"""An SFTP client for tests whose calls wait for the response, with a timeout."""

import asyncio
from collections.abc import Awaitable
from types import TracebackType
from typing import Any, TypeVar

import asyncssh

from jupyter_openbis_server.fake_openbis import FakeOpenbis

TIMEOUT = 20
MOMENT = 0.3
"""Seconds after which a test concludes that the server does not answer."""

LOST = (asyncssh.ConnectionLost, asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection)
"""Errors of a call whose connection has ended."""

ResultT = TypeVar("ResultT")


class SftpClient:
    """One connection of one user."""

    def __init__(
        self, openbis: FakeOpenbis, user: str = "alice", password: str = "openbis-alice", **options: Any
    ) -> None:
        self._loop = asyncio.new_event_loop()
        where: dict[str, Any] = {"host": openbis.sftp.host, "port": openbis.sftp.port, "username": user}
        whom: dict[str, Any] = {"password": password, "client_keys": None, "known_hosts": None, "config": None}
        try:
            self.connection = self.wait(asyncssh.connect(**{**where, **whom, **options}))
            self.sftp = self.wait(self.connection.start_sftp_client())
        except BaseException:
            self._end()
            raise

    def wait(self, answer: Awaitable[ResultT]) -> ResultT:
        return self._loop.run_until_complete(asyncio.wait_for(answer, TIMEOUT))

    def close(self) -> None:
        if not self._loop.is_closed():
            self.connection.close()
            try:
                self.wait(self.connection.wait_closed())
            finally:
                self._end()

    def _end(self) -> None:
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        if left:
            self._loop.run_until_complete(asyncio.wait(left))
        self._loop.close()

    def __enter__(self) -> "SftpClient":  # noqa: PYI034 -- it has no subclasses
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, question: Awaitable[ResultT]) -> "asyncio.Task[ResultT]":
        """Send a request without waiting for its response."""
        task = asyncio.ensure_future(question, loop=self._loop)
        self.wait(asyncio.wait({task}, timeout=MOMENT))
        return task

    def names(self, path: str) -> list[str]:
        return sorted(set(self.wait(self.sftp.listdir(path))) - {".", ".."})

    def stat(self, path: str) -> asyncssh.SFTPAttrs:
        return self.wait(self.sftp.stat(path))

    def read(self, path: str, size: int = -1, offset: int = 0) -> bytes:
        async def content() -> bytes:
            async with self.sftp.open(path, "rb") as file:
                return await file.read(size, offset)

        return self.wait(content())
