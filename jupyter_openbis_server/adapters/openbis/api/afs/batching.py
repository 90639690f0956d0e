"""Parts of files, put together into requests of at most 10 MiB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from jupyter_openbis_server.adapters.openbis.api.afs.chunks import MAX_BYTES, Chunk, encoded_size

T = TypeVar("T")

MAX_HEAD_BYTES = 512 * 1024
"""Of what says which parts are meant: many proxies refuse requests of more than a megabyte, and the server those of
more than 15 MiB (openbis-afs 4)."""


class Batch(Generic[T]):
    """Items for one request.

    Attributes:
        items: What it contains.
    """

    def __init__(self) -> None:
        self.items: list[T] = []
        self._room = MAX_BYTES
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


def batches(items: Iterable[T], chunk_of: Callable[[T], Chunk]) -> Iterator[list[T]]:
    """Yield items for one request each, in order.

    Args:
        items: Taken one after the other, when they are needed.
        chunk_of: Returns what is read or written for an item.
    """
    batch: Batch[T] = Batch()
    for item in items:
        chunk = chunk_of(item)
        if not batch.takes(item, chunk):
            yield batch.items
            batch = Batch()
            batch.takes(item, chunk)
    if batch.items:
        yield batch.items
