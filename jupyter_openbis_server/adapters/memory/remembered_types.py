"""Data set types change rarely and are asked for often: ask once, remember for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.errors import ConnectionFailed
from jupyter_openbis_server.domain.model import DataSetType, Session
from jupyter_openbis_server.domain.ports import DataSetTypes


@dataclass(frozen=True)
class _Answer:
    types: tuple[DataSetType, ...]
    time: float


@dataclass
class _Shelf:
    """What one user of one instance was told.

    Attributes:
        asking: Held by whoever asks openBIS.
        asked: How many questions have come to an end that those who waited for it can share.
        answer: The last good answer.
        failure: Why there was no answer to the last question; None if there was one.
    """

    asking: threading.Lock = field(default_factory=threading.Lock)
    asked: int = 0
    answer: _Answer | None = None
    failure: ConnectionFailed | None = None


class RememberedDataSetTypes:
    """`DataSetTypes` that remember the answers of others, for each user of each instance.

    Several threads that ask at the same time cause one question to openBIS and share what comes of it, also an
    instance that does not answer. Errors are not remembered: whoever comes later asks anew.

    Args:
        inner: Who knows.
        max_age_seconds: How long an answer is good.
        clock: Seconds, from any beginning, never going back.
    """

    def __init__(
        self, inner: DataSetTypes, max_age_seconds: float = 300.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._inner = inner
        self._max_age = max_age_seconds
        self._clock = clock
        self._shelves: dict[tuple[str, str], _Shelf] = {}
        self._shelves_lock = threading.Lock()

    def all(self, session: Session, *, fresh: bool = False) -> tuple[DataSetType, ...]:
        """See `DataSetTypes.all`."""
        shelf = self._shelf(session)
        seen = shelf.asked
        known = shelf.answer
        if known and not fresh and self._is_young(known):
            return known.types
        with shelf.asking:
            somebody_asked_meanwhile = shelf.asked != seen
            if somebody_asked_meanwhile and shelf.failure:
                raise shelf.failure
            if somebody_asked_meanwhile and shelf.answer:
                return shelf.answer.types
            return self._ask(session, shelf)

    def _ask(self, session: Session, shelf: _Shelf) -> tuple[DataSetType, ...]:
        """Ask openBIS. An expired session is the asker's own affair: others who wait may have a better one."""
        time_of_question = self._clock()
        try:
            types = self._inner.all(session, fresh=True)
        except ConnectionFailed as error:
            shelf.failure = error
            shelf.asked += 1
            raise
        shelf.answer = _Answer(types, time_of_question)
        shelf.failure = None
        shelf.asked += 1
        return types

    def _is_young(self, answer: _Answer) -> bool:
        return self._clock() - answer.time < self._max_age

    def _shelf(self, session: Session) -> _Shelf:
        with self._shelves_lock:
            return self._shelves.setdefault((session.instance.url, session.username), _Shelf())
