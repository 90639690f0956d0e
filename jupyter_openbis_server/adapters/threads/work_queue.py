"""A few threads for much work."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import TooBusy

_MORE_LANES = 16


@dataclass(frozen=True)
class _Piece:
    work: Callable[[], None]
    lane: str
    exclusive: frozenset[str]


class ThreadedWorkQueue:
    """Port `WorkQueue`: daemon threads, started when there is work and gone when there is none.

    They are daemons because work that hangs in a network call must never keep the program from ending. For the same
    reason a lane of which nothing runs gets a thread of its own when all are taken: what hangs in them may be another
    lane's.

    Args:
        width: How many pieces run at a time.
        most_waiting: How many may wait.
        more: For how many lanes there is a thread more.
    """

    def __init__(self, width: int = 4, most_waiting: int = 1000, more: int = _MORE_LANES) -> None:
        self._width = width
        self._most_waiting = most_waiting
        self._more = more
        self._lock = threading.Lock()
        self._waiting: list[_Piece] = []
        self._lanes: list[str] = []
        """Lanes with waiting work, the one whose turn it is first."""
        self._in_use: set[str] = set()
        self._running: Counter[str] = Counter()
        """How many pieces of each lane run, each in a thread."""

    def submit(self, work: Callable[[], None], *, lane: str, exclusive: frozenset[str] = frozenset()) -> None:
        """See the port."""
        with self._lock:
            if len(self._waiting) >= self._most_waiting:
                raise TooBusy(lane)
            self._waiting.append(_Piece(work, lane, exclusive))
            if lane not in self._lanes:
                self._lanes.append(lane)
            self._start_threads()

    def _start_threads(self) -> None:
        while piece := self._take():
            threading.Thread(target=self._run, args=(piece,), name="openbis-transfer", daemon=True).start()

    def _run(self, piece: _Piece | None) -> None:
        while piece:
            try:
                piece.work()
            finally:
                piece = self._next_after(piece)

    def _next_after(self, ended: _Piece) -> _Piece | None:
        """Return what this thread does next, and have other threads do what else can be done now."""
        with self._lock:
            self._in_use -= ended.exclusive
            self._running -= Counter([ended.lane])
            piece = self._take()
            self._start_threads()
            return piece

    def _take(self) -> _Piece | None:
        """Return the next piece that can run now, of the lane whose turn it is; that lane goes to the end."""
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
