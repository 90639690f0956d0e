"""Threads for blocking work, outside the event loop.

Each connection has lanes of its own, one per kind of work, each with a few threads and a queue that is bounded in
length and time: an openBIS that does not respond fills its own lanes and delays no other work, and a running download
does not delay a listing. Each folder also has lanes of its own: a network share that hangs delays only work on it.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

from jupyter_openbis_server.domain.errors import FolderNotResponding, ServerBusy

P = ParamSpec("P")
T = TypeVar("T")

_QUEUE_TIMEOUT_SECONDS = 30.0
_MAX_THREADS = 256
_MAX_FOLDER_THREADS = 64
_FOLDER_SECONDS = 30.0


@dataclass(frozen=True)
class Lane:
    """A kind of work for one connection.

    Attributes:
        kind: The kind of work, e.g. `download`.
        connection: Name of the connection; empty for work without one.
        folder: The folder that the work accesses; empty for work that accesses none.
        width: Maximum number of threads.
        queue: Maximum number of waiting requests.
        seconds: Timeout for the result; None for none.
    """

    kind: str
    connection: str = ""
    folder: str = ""
    width: int = field(default=4, compare=False)
    queue: int = field(default=250, compare=False)
    seconds: float | None = field(default=None, compare=False)


def folder_lane(folder: str, seconds: float = _FOLDER_SECONDS) -> Lane:
    """Return the lane for work that accesses a folder and no openBIS.

    Args:
        folder: Its absolute path; it is not accessed here. Different paths have different lanes, also if they lead
            to the same folder: to find that out, its file system would have to respond.
        seconds: Timeout after which the folder counts as not responding.
    """
    return Lane("folder", folder=os.path.normpath(folder), width=2, seconds=seconds)


KNOWN = Lane("known", queue=1000)
"""Work in memory, without access to network or folders. Shared by all users of all connections."""

BODIES = Lane("bodies", width=2, queue=1000)
"""Parsing of long requests."""

RESPONSES = Lane("responses", width=2, queue=1000)
"""Encoding of long responses."""

KEEPING = Lane("keeping", width=2)
"""Begin and end of all folders that are kept in openBIS."""

JOBS = Lane("jobs", width=1, queue=1000)
"""Work in memory that needs the lock of the transfers."""


@dataclass
class _Load:
    slots: asyncio.Semaphore
    waiting: int = 0
    running: int = 0
    late: set[object] = field(default_factory=set)
    """Work that has timed out and still occupies its thread."""


class Workers:
    """Runs blocking functions in threads. Use it from the event loop only.

    The threads are daemons: work that hangs in a network call does not prevent the program from ending.

    Args:
        queue_timeout: Timeout in seconds for work that waits in a queue; it is refused then.
        max_threads: Maximum number of threads of all connections together; work without a connection is not refused.
        max_folder_threads: The same for all folders together: folders that hang keep their threads.
    """

    def __init__(
        self,
        queue_timeout: float = _QUEUE_TIMEOUT_SECONDS,
        max_threads: int = _MAX_THREADS,
        max_folder_threads: int = _MAX_FOLDER_THREADS,
    ) -> None:
        self._queue_timeout = queue_timeout
        self._max_threads = max_threads
        self._max_folder_threads = max_folder_threads
        self._loads: dict[Lane, _Load] = {}

    async def run(self, lane: Lane, work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Call `work` with the arguments in a thread; return its result, or raise its error.

        Raises:
            ServerBusy: the queue of the lane is full, the work has waited too long, or there are too many threads.
            FolderNotResponding: the work touches a folder and has not ended in time, or earlier work has not.
        """
        self._refuse_too_many(lane)
        load = self._loads.setdefault(lane, _Load(asyncio.Semaphore(lane.width)))
        if load.waiting >= lane.queue:
            raise ServerBusy(_name_of(lane))
        if len(load.late) >= lane.width:
            raise FolderNotResponding(lane.folder)
        load.waiting += 1
        try:
            await asyncio.wait_for(load.slots.acquire(), self._queue_timeout if load.slots.locked() else None)
        except asyncio.TimeoutError:
            raise (FolderNotResponding(lane.folder) if load.late else ServerBusy(_name_of(lane))) from None
        finally:
            load.waiting -= 1
        load.running += 1
        result = self._in_thread(lane, load, partial(work, *arguments, **options))
        try:
            # Not `wait_for`: its frame, which would be part of an error's traceback, holds the future with the error.
            if lane.seconds is not None and not (await asyncio.wait((result,), timeout=lane.seconds))[0]:
                load.late.add(result)
                raise FolderNotResponding(lane.folder)
            return await result
        finally:
            result.cancel()
            del result  # this frame is part of it, too

    def _refuse_too_many(self, lane: Lane) -> None:
        if lane.connection and self._running(lambda each: bool(each.connection)) >= self._max_threads:
            raise ServerBusy(lane.connection)
        if not lane.connection and lane.folder:
            in_folders = self._running(lambda each: bool(each.folder) and not each.connection)
            if in_folders >= self._max_folder_threads:
                raise ServerBusy(lane.folder)

    def _running(self, counts: Callable[[Lane], bool]) -> int:
        return sum(load.running for lane, load in self._loads.items() if counts(lane))

    @property
    def waiting(self) -> int:
        """Number of waiting pieces of work."""
        return sum(load.waiting for load in self._loads.values())

    @property
    def running(self) -> int:
        """Number of running pieces of work."""
        return sum(load.running for load in self._loads.values())

    def _in_thread(self, lane: Lane, load: _Load, work: Callable[[], T]) -> asyncio.Future[T]:
        """Start `work`. Its slot is released when the thread ends, not when the caller stops waiting for it."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        waiting: list[asyncio.Future[T]] = [future]
        context = contextvars.copy_context()

        def finish(result: T | None, error: BaseException | None) -> None:
            self._free(lane, load)
            awaited = waiting.pop()  # `target` holds this function, and the error's traceback holds `target`
            load.late.discard(awaited)
            if awaited.cancelled():
                return
            if error is not None:
                awaited.set_exception(error)
            else:
                awaited.set_result(result)  # type: ignore[arg-type]

        def target() -> None:
            result: T | None = None
            error: BaseException | None = None
            try:
                result = context.run(work)
            except BaseException as raised:  # noqa: BLE001 - it is raised again where the result is awaited
                error = raised
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, result, error)
            result = error = None  # this frame is part of the error's traceback: a cycle would keep both

        threading.Thread(target=target, name=f"openbis-{lane.kind}", daemon=True).start()
        return future

    def _free(self, lane: Lane, load: _Load) -> None:
        load.running -= 1
        load.slots.release()
        if not load.running and not load.waiting:
            self._loads.pop(lane, None)


def _name_of(lane: Lane) -> str:
    return lane.connection or lane.folder or lane.kind
