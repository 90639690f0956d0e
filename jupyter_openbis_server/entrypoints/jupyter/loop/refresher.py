"""Background refresh of the known state of sessions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane, Workers


class Refresher:
    """Checks sessions at openBIS that have not been checked for a while, one request per connection at a time.

    With very many connections, only some are checked each time; those that have waited longest are first.
    """

    def __init__(
        self,
        check_session: Callable[[str], object],
        workers: Workers,
        *,
        every_seconds: float = 20.0,
        max_concurrent: int = 16,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._check = check_session
        self._workers = workers
        self._interval = every_seconds
        self._max_concurrent = max_concurrent
        self._clock = clock
        self._asked: dict[str, float] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._is_closed = False

    def refresh(self, names: Iterable[str]) -> None:
        """Start the checks that are due and return immediately; after `close`, none is."""
        if self._is_closed:
            return
        now = self._clock()
        waiting = {name: self._asked.get(name, float("-inf")) for name in names if name not in self._tasks}
        due = sorted(
            (name for name, asked in waiting.items() if now - asked >= self._interval), key=waiting.__getitem__
        )
        for name in due[: max(0, self._max_concurrent - len(self._tasks))]:
            self._asked[name] = now
            self._tasks[name] = asyncio.get_running_loop().create_task(self._ask(name))

    async def settle(self) -> None:
        """Wait until all running checks have ended."""
        await asyncio.gather(*self._tasks.values())

    async def close(self) -> None:
        """Stop waiting for running checks: a task that outlives its event loop ends with an error in the log."""
        self._is_closed = True
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _ask(self, name: str) -> None:
        try:
            await self._workers.run(Lane("check", name, width=1), self._check, name)
        except OpenbisError:
            self._asked.pop(name, None)  # the connection has been deleted
        finally:
            self._tasks.pop(name, None)
