"""Memory that is used again and again: a fresh mebibyte for every chunk would cost more than reading the file."""

from collections.abc import Iterator
from contextlib import contextmanager


class Memories:
    """Pieces of memory of one size, for use on one thread.

    Args:
        size: Bytes of each.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._free: list[bytearray] = []

    @contextmanager
    def borrowed(self) -> Iterator[bytearray]:
        """One of them, with whatever is in it from earlier."""
        memory = self._free.pop() if self._free else bytearray(self._size)
        try:
            yield memory
        finally:
            self._free.append(memory)
