"""Keeps what is known of the sessions fresh, behind the answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.entrypoints.jupyter.workers import Lane, Workers


class Refresher:
    """Asks openBIS about sessions that nobody has asked about for a while, one question per connection at a time.

    Of very many connections, some are asked about each time, those first that have waited longest.
    """

    def __init__(
        self,
        check_session: Callable[[str], object],
        workers: Workers,
        *,
        every_seconds: float = 20.0,
        at_a_time: int = 16,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._check = check_session
        self._workers = workers
        self._every = every_seconds
        self._at_a_time = at_a_time
        self._clock = clock
        self._asked: dict[str, float] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def refresh(self, names: Iterable[str]) -> None:
        """Start what is due and return at once."""
        now = self._clock()
        waiting = {name: self._asked.get(name, float("-inf")) for name in names if name not in self._tasks}
        due = sorted((name for name, asked in waiting.items() if now - asked >= self._every), key=waiting.__getitem__)
        for name in due[: max(0, self._at_a_time - len(self._tasks))]:
            self._asked[name] = now
            self._tasks[name] = asyncio.get_running_loop().create_task(self._ask(name))

    async def settle(self) -> None:
        """Wait until all questions that are under way are answered."""
        await asyncio.gather(*self._tasks.values())

    async def _ask(self, name: str) -> None:
        try:
            await self._workers.run(Lane("check", name, width=1), lambda: self._check(name))
        except OpenbisError:
            self._asked.pop(name, None)  # the connection is gone
        finally:
            self._tasks.pop(name, None)
