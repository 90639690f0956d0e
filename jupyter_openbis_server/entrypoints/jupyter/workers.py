"""Blocking work, kept off the event loop.

Each connection has lanes of its own, one per kind of work, each with a few threads and a queue that is bounded in
length and time: a silent openBIS fills its own lanes and delays nobody else, and a running download does not keep a
listing waiting.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from jupyter_openbis_server.domain.errors import TooBusy

T = TypeVar("T")

_PATIENCE_SECONDS = 30.0
_MOST_THREADS = 256


@dataclass(frozen=True)
class Lane:
    """A kind of work for one connection.

    Attributes:
        kind: What is done, e.g. `download`.
        connection: For which connection; empty for work that concerns none.
        width: How many threads it may have at a time.
        queue: How many requests may wait for one of them.
    """

    kind: str
    connection: str = ""
    width: int = field(default=4, compare=False)
    queue: int = field(default=250, compare=False)


LOCAL = Lane("local", queue=1000)
"""Work that waits for no network: all users of all connections share it, and it is done in milliseconds."""

JOBS = Lane("jobs", width=1, queue=1000)
"""The same, with the lock of the transfers."""


@dataclass
class _Load:
    slots: asyncio.Semaphore
    waiting: int = 0
    running: int = 0


class Workers:
    """Runs blocking functions in threads. To be used from the event loop only.

    The threads are daemons: work that hangs in a network call never keeps the program from ending.

    Args:
        patience: Seconds for which work waits in a queue before it is refused.
        most_threads: How many threads all connections together may have; work that concerns none is not refused.
    """

    def __init__(self, patience: float = _PATIENCE_SECONDS, most_threads: int = _MOST_THREADS) -> None:
        self._patience = patience
        self._most_threads = most_threads
        self._loads: dict[Lane, _Load] = {}

    async def run(self, lane: Lane, work: Callable[[], T]) -> T:
        """Return what `work` returns, or raise what it raises.

        Raises:
            TooBusy: too many others wait in the lane already, they take too long, or there are too many threads.
        """
        if lane.connection and self.running >= self._most_threads:
            raise TooBusy(lane.connection)
        load = self._loads.setdefault(lane, _Load(asyncio.Semaphore(lane.width)))
        if load.waiting >= lane.queue:
            raise TooBusy(lane.connection or lane.kind)
        load.waiting += 1
        try:
            await asyncio.wait_for(load.slots.acquire(), self._patience if load.slots.locked() else None)
        except asyncio.TimeoutError:
            raise TooBusy(lane.connection or lane.kind) from None
        finally:
            load.waiting -= 1
        load.running += 1
        return await self._in_thread(lane, load, work)

    @property
    def waiting(self) -> int:
        """How many pieces of work wait for a thread."""
        return sum(load.waiting for load in self._loads.values())

    @property
    def running(self) -> int:
        """How many pieces of work are running now."""
        return sum(load.running for load in self._loads.values())

    def _in_thread(self, lane: Lane, load: _Load, work: Callable[[], T]) -> asyncio.Future[T]:
        """Start `work`. Its slot is free again when the thread ends, not when somebody stops waiting for it."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        context = contextvars.copy_context()

        def finish(result: T | None, error: BaseException | None) -> None:
            self._free(lane, load)
            if future.cancelled():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]

        def target() -> None:
            result: T | None = None
            error: BaseException | None = None
            try:
                result = context.run(work)
            except BaseException as raised:  # noqa: BLE001 - it is raised again where the result is awaited
                error = raised
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, result, error)

        threading.Thread(target=target, name=f"openbis-{lane.kind}", daemon=True).start()
        return future

    def _free(self, lane: Lane, load: _Load) -> None:
        load.running -= 1
        load.slots.release()
        if not load.running and not load.waiting:
            self._loads.pop(lane, None)
