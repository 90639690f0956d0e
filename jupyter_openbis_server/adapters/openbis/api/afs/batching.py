"""Parts of files, put together into requests of at most 10 MiB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from jupyter_openbis_server.adapters.openbis.api.afs.chunks import MAX_BYTES, Chunk, encoded_size

T = TypeVar("T")

MAX_HEAD_BYTES = 512 * 1024
"""Of what says which parts are meant: many proxies refuse requests of more than a megabyte, and the server those of
more than 15 MiB (openbis-afs 4)."""
_MIN_BYTES = 512 * 1024
"""Where there is little to transfer, requests have no less than this: each costs two round trips."""


def bytes_per_request(total: int, streams: int) -> int:
    """Return how many bytes to put into a request, so that none of the streams is without one.

    While the server reads or writes the files of one request, the client does that with those of another.

    Args:
        total: Bytes of all requests.
        streams: Number of requests at a time.
    """
    return min(max(-(-total // streams), _MIN_BYTES), MAX_BYTES)


class Batch(Generic[T]):
    """Items for one request.

    Args:
        max_bytes: How many bytes their chunks have, unless the first one has more.

    Attributes:
        items: What it contains.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.items: list[T] = []
        self._room = max_bytes
        self._head_room = MAX_HEAD_BYTES

    def takes(self, item: T, chunk: Chunk) -> bool:
        """Put an item into the batch, if there is room for its chunk; return whether there was."""
        head = encoded_size(chunk)
        if self.items and (chunk.length > self._room or head > self._head_room):
            return False
        self.items.append(item)
        self._room -= chunk.length
        self._head_room -= head
        return True


def batches(items: Iterable[T], chunk_of: Callable[[T], Chunk], max_bytes: int = MAX_BYTES) -> Iterator[list[T]]:
    """Yield items for one request each, in order.

    Args:
        items: Taken one after the other, when they are needed.
        chunk_of: Returns what is read or written for an item.
        max_bytes: As in `Batch`.
    """
    batch: Batch[T] = Batch(max_bytes)
    for item in items:
        chunk = chunk_of(item)
        if not batch.takes(item, chunk):
            yield batch.items
            batch = Batch(max_bytes)
            batch.takes(item, chunk)
    if batch.items:
        yield batch.items
