"""A pool of reusable buffers: allocating a mebibyte for every chunk would cost more than reading the file."""

from collections.abc import Iterator
from contextlib import contextmanager


class BufferPool:
    """Pieces of memory of one size, for use on one thread.

    Args:
        size: Bytes of each.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._free: list[bytearray] = []

    @contextmanager
    def acquire(self) -> Iterator[bytearray]:
        """Return a buffer with arbitrary content."""
        memory = self._free.pop() if self._free else bytearray(self._size)
        try:
            yield memory
        finally:
            self._free.append(memory)
