"""The log of received requests, which tests count."""

import threading
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class RecordedRequest:
    """One request: HTTP ``verb``, ``path`` without query, JSON-RPC or servlet ``method``, lower-case ``headers``."""

    verb: str
    path: str
    method: str | None
    headers: dict[str, str]
    connection: int


class RequestLog:
    """The last requests, oldest first, and how many there were at all.

    ``connection`` numbers show whether a client reused its connection.
    """

    def __init__(self, limit: int = 20_000) -> None:
        self._lock = threading.Lock()
        self._requests: deque[RecordedRequest] = deque(maxlen=limit)
        self._counts: Counter[str] = Counter()

    def add(self, request: RecordedRequest) -> None:
        """Record one request."""
        with self._lock:
            self._requests.append(request)
            self._counts[request.method or request.verb] += 1

    def clear(self) -> None:
        """Forgets everything recorded so far."""
        with self._lock:
            self._requests.clear()
            self._counts.clear()

    def counts(self) -> dict[str, int]:
        """How many requests there were since the beginning or ``clear``, also those that are forgotten by now.

        By JSON-RPC or servlet method; requests that name none by HTTP verb.
        """
        with self._lock:
            return dict(self._counts)

    def methods(self) -> list[str]:
        """Return the JSON-RPC and servlet methods asked for, oldest first."""
        return [request.method for request in self if request.method]

    def __len__(self) -> int:
        with self._lock:
            return len(self._requests)

    def __iter__(self) -> Iterator[RecordedRequest]:
        with self._lock:
            return iter(list(self._requests))
