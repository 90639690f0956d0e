"""What the fake openBIS was asked, so that tests can count requests."""

import threading
from collections import deque
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
    """The last requests, oldest first. ``connection`` numbers tell whether a client reused its connection."""

    def __init__(self, limit: int = 20_000) -> None:
        self._lock = threading.Lock()
        self._requests: deque[RecordedRequest] = deque(maxlen=limit)

    def add(self, request: RecordedRequest) -> None:
        """Records one request."""
        with self._lock:
            self._requests.append(request)

    def clear(self) -> None:
        """Forgets everything recorded so far."""
        with self._lock:
            self._requests.clear()

    def methods(self) -> list[str]:
        """The JSON-RPC and servlet methods asked for, oldest first."""
        return [request.method for request in self if request.method]

    def __len__(self) -> int:
        with self._lock:
            return len(self._requests)

    def __iter__(self) -> Iterator[RecordedRequest]:
        with self._lock:
            return iter(list(self._requests))
