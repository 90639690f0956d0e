"""Files on their way to a data store: cut into parts that are read from the disk while they are sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

PART_BYTES = 10 * 1024 * 1024
BLOCK_BYTES = 256 * 1024


class OutgoingFile:
    """A file that several threads read at different places. It is opened once, so all parts are of the same file.

    Attributes:
        source: The file.
        name: What it is called on the other side.
    """

    def __init__(self, source: SourceFile, name: str) -> None:
        self.source = source
        self.name = name
        self._lock = threading.Lock()
        self._stream: BinaryIO | None = None
        self._parts_left = max(1, -(-source.size // PART_BYTES))

    def parts(self) -> Iterator[Part]:
        """Yield its parts; an empty file has one, which is empty."""
        size = self.source.size
        for start in range(0, max(size, 1), PART_BYTES):
            yield Part(self, start, min(PART_BYTES, size - start))

    def open(self) -> None:
        """Open the file, if it is not: also an empty one must be there. Raises SourceNotReadable."""
        with self._lock:
            self._opened()

    def read(self, start: int, size: int) -> bytes:
        """Return bytes from an offset. Raises SourceNotReadable, also where the file ends early."""
        try:
            with self._lock:
                stream = self._opened()
                stream.seek(start)
                block = stream.read(size)
        except OSError as error:
            raise SourceNotReadable(self.source.name, "cannot be read") from error
        if not block:
            raise SourceNotReadable(self.source.name, "has become shorter while it was sent")
        return block

    def part_is_done(self) -> bool:
        """Count a part as sent; return whether it was the last one."""
        with self._lock:
            self._parts_left -= 1
            is_last = self._parts_left == 0
        if is_last:
            self.close()
        return is_last

    def close(self) -> None:
        """Close the file, if it is open."""
        with self._lock:
            stream, self._stream = self._stream, None
        if stream:
            stream.close()

    def _opened(self) -> BinaryIO:
        if self._stream is None:
            self._stream = self.source.open()
        return self._stream


@dataclass(frozen=True)
class Part:
    """A piece of a file that is sent in one request."""

    file: OutgoingFile
    start: int
    length: int


class PartBody:
    """A part as the body of one attempt to send it: read when it is sent, so never more than a block is in memory.

    Attributes:
        sent: How many bytes have been taken so far.
    """

    def __init__(self, part: Part, cancellation: Cancellation, moved: Callable[[int], None]) -> None:
        self.sent = 0
        self._part = part
        self._cancellation = cancellation
        self._moved = moved

    def __iter__(self) -> Iterator[bytes]:
        """Yield the blocks. Raises SourceNotReadable or Cancelled."""
        while self.sent < self._part.length:
            self._cancellation.check()
            wanted = min(self._part.length - self.sent, BLOCK_BYTES)
            block = self._part.file.read(self._part.start + self.sent, wanted)
            self.sent += len(block)
            self._moved(len(block))
            yield block

    def undo_progress(self) -> None:
        """Subtract what was sent from the progress: the attempt has failed."""
        self._moved(-self.sent)
