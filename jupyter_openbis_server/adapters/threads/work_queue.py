"""The queue of background transfers."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import ServerBusy

_EXTRA_THREADS = 16


@dataclass(frozen=True)
class _Piece:
    work: Callable[..., None]
    arguments: tuple[object, ...]
    lane: str
    exclusive: frozenset[str]


class ThreadedWorkQueue:
    """Port `WorkQueue`: daemon threads, started for work and ended when the queue is empty.

    They are daemons because a hanging network call must never keep the program from exiting. For the same reason, a
    lane without running work gets an extra thread if all threads are busy: they may hang because of another lane.

    Args:
        width: Number of concurrent pieces of work.
        most_waiting: Maximum length of the queue.
        more: Number of extra threads for lanes without running work.
    """

    def __init__(self, width: int = 4, most_waiting: int = 1000, more: int = _EXTRA_THREADS) -> None:
        self._width = width
        self._most_waiting = most_waiting
        self._more = more
        self._lock = threading.Lock()
        self._waiting: list[_Piece] = []
        self._lanes: list[str] = []
        """Lanes with waiting work, the next one first."""
        self._in_use: set[str] = set()
        self._running: Counter[str] = Counter()
        """Number of running pieces per lane, each in a thread."""

    def submit(
        self, work: Callable[..., None], *arguments: object, lane: str, exclusive: frozenset[str] = frozenset()
    ) -> None:
        """See the port."""
        with self._lock:
            if len(self._waiting) >= self._most_waiting:
                raise ServerBusy(lane)
            self._waiting.append(_Piece(work, arguments, lane, exclusive))
            if lane not in self._lanes:
                self._lanes.append(lane)
            self._start_threads()

    def _start_threads(self) -> None:
        while piece := self._take():
            threading.Thread(target=self._run, args=(piece,), name="openbis-transfer", daemon=True).start()

    def _run(self, piece: _Piece | None) -> None:
        while piece:
            try:
                piece.work(*piece.arguments)
            finally:
                piece = self._next_after(piece)

    def _next_after(self, ended: _Piece) -> _Piece | None:
        """Return the next piece for this thread, and start threads for other pieces that can run now."""
        with self._lock:
            self._in_use -= ended.exclusive
            self._running -= Counter([ended.lane])
            piece = self._take()
            self._start_threads()
            return piece

    def _take(self) -> _Piece | None:
        """Return the next piece that can run now; its lane moves to the end of the order."""
        for lane in self._lanes:
            if not self._has_thread_for(lane):
                continue
            piece = next((each for each in self._waiting if each.lane == lane and self._is_free(each)), None)
            if piece:
                self._waiting.remove(piece)
                self._in_use |= piece.exclusive
                self._running[lane] += 1
                self._lanes.remove(lane)
                if any(each.lane == lane for each in self._waiting):
                    self._lanes.append(lane)
                return piece
        return None

    def _has_thread_for(self, lane: str) -> bool:
        threads = self._running.total()
        return threads < self._width or (threads < self._width + self._more and not self._running[lane])

    def _is_free(self, piece: _Piece) -> bool:
        return not (piece.exclusive & self._in_use)
