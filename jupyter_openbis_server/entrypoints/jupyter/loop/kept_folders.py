"""Begin and end of the folders that the server keeps in openBIS."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from jupyter_openbis_server.adapters.logs import one_line
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import KEEPING, Lane, Workers

_LOGIN_SECONDS = 10.0
_SHUTDOWN_SECONDS = 1.5
_END = Lane("end of keeping", width=1)
"""Not `KEEPING`, which waits for the disk with the list."""


class KeptFolderLife:
    """Begins to keep the folders of the last time when the server starts, and ends that when it stops.

    Args:
        keeping: The kept folders.
        workers: Runs what accesses the disk.
        log: Jupyter's log.
    """

    def __init__(self, keeping: FolderKeeping, workers: Workers, log: logging.Logger) -> None:
        self._keeping, self._workers, self._log = keeping, workers, log
        self.beginning: asyncio.Future[None] | None = None
        """Ends when the folders are kept again."""

    def begin(self, logins: Sequence[asyncio.Future[None]]) -> None:
        """Begin in the background, after the logins if these do not take long: else each folder would miss its own."""
        self.beginning = asyncio.ensure_future(self._begin(logins))

    async def end(self) -> None:
        """End the synchronisations, within two seconds; they go on when the server starts again."""
        if self.beginning:
            self.beginning.cancel()
        await self._workers.run(_END, self._keeping.close, _SHUTDOWN_SECONDS)

    async def _begin(self, logins: Sequence[asyncio.Future[None]]) -> None:
        if logins:
            await asyncio.wait(logins, timeout=_LOGIN_SECONDS)
        try:
            await self._workers.run(KEEPING, self._keeping.resume)
        except OpenbisError as error:
            self._log.warning("openBIS: %s", one_line(error))
