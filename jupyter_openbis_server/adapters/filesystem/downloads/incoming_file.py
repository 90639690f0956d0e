"""A file of a data set while it is downloaded."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress

from jupyter_openbis_server.adapters.filesystem.downloads.md5_ahead import Md5Ahead
from jupyter_openbis_server.adapters.filesystem.downloads.partials.partials import Partial
from jupyter_openbis_server.adapters.filesystem.downloads.partials.received_bytes import ReceivedBytes, Writing
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.adapters.shared.crc32 import crc32 as crc32_of
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import Cancelled, IntegrityError


class FilesystemIncomingFile:
    """Port `IncomingFile`: a hidden file in its final folder, renamed when size and CRC32 are right.

    Several threads may write pieces concurrently, in any order.
    """

    def __init__(
        self,
        expected: DataSetFile,
        partial: Partial,
        received: ReceivedBytes,
        finalise: Callable[[Partial], None],
        ended: Callable[[], None],
    ) -> None:
        """Take over a hidden file.

        Args:
            expected: What the data store states.
            partial: The hidden file; it is closed here.
            received: The bytes that it already contains.
            finalise: Closes the hidden file and gives it its final name. May raise OSError and StorageError.
            ended: Called once, when this file does not need its folder any more.
        """
        self._expected = expected
        self._partial = partial
        self._received = received
        self._finalise = finalise
        self._ended = ended
        self._lock = threading.Lock()
        self._writers = 0
        self._is_open = True
        self._md5 = Md5Ahead(partial.file.blocks)
        self._wants_md5 = expected.crc32 is None and expected.modified is not None  # of a file server (AFS)

    def missing(self) -> tuple[tuple[int, int], ...]:
        """See the port."""
        with self._lock:
            return self._received.missing(self._expected.size)

    def write(self, offset: int, data: bytes | bytearray | memoryview, crc32: int | None = None) -> None:
        """See the port."""
        writing = self._begin(offset, offset + memoryview(data).nbytes)
        is_written = False
        try:
            with storage_errors(self._expected.path):
                checksum = crc32_of(data) if crc32 is None else crc32
                self._partial.file.write(data, offset)
                self._finish(writing, checksum)
                is_written = True
                if self._wants_md5:
                    self._md5.advance()
        finally:
            self._leave(writing, is_written=is_written)

    def complete(self, md5: str | None = None) -> int:
        """See the port."""
        writers = self._stop_writing()
        put_away = self._partial.remove
        try:
            with storage_errors(self._expected.path):
                if writers:
                    raise IntegrityError(self._expected.path, "it is still being written")
                crc32 = self._checked(md5)
                os.fsync(self._partial.file.descriptor)
                self._finalise(self._partial)
        except Cancelled:
            put_away = self._keep_or_remove()
            raise
        finally:
            self._end(put_away)
        return crc32

    def suspend(self) -> None:
        """See the port. A file without a sidecar cannot be resumed."""
        self._stop_writing()
        self._end(self._keep_or_remove())

    def discard(self) -> None:
        """See the port. Does nothing once the file has its final name."""
        with suppress(ValueError):
            self._stop_writing()
            self._end(self._partial.remove)

    def _keep_or_remove(self) -> Callable[[], None]:
        """Return how to put the hidden file away: it is kept if a later download can resume it."""
        with self._lock:
            is_worth_it = self._partial.sidecar is not None and self._received.total > 0
        return self._partial.release if is_worth_it else self._partial.remove

    def _begin(self, start: int, end: int) -> Writing:
        with self._lock:
            self._ensure_open()
            self._writers += 1
            self._md5.rewrite(start)
            return self._received.begin(start, end)

    def _finish(self, writing: Writing, checksum: int) -> None:
        with self._lock:
            if self._is_open and self._partial.sidecar:
                self._partial.sidecar.note(writing.start, writing.end - writing.start, checksum)
            self._received.finish(writing, checksum)
            if self._wants_md5:
                self._md5.allow(self._received.end_from(self._md5.allowed))

    def _leave(self, writing: Writing, *, is_written: bool) -> None:
        with self._lock:
            if not is_written:
                self._received.give_up(writing)
            self._writers -= 1
            self._close_if_unused()

    def _stop_writing(self) -> int:
        """Refuse further pieces; return how many are being written at the moment."""
        with self._lock:
            self._ensure_open()
            self._is_open = False
            return self._writers

    def _ensure_open(self) -> None:
        if not self._is_open:
            raise ValueError(f"{self._expected.path} is closed")

    def _end(self, put_away: Callable[[], None]) -> None:
        """Close the hidden file and keep or remove it. Never raises: the error that led here is the one to report."""
        with self._lock:
            self._close_if_unused()
        with suppress(OSError):
            put_away()
        self._ended()

    def _close_if_unused(self) -> None:
        # After a close, the descriptor may be reused for another file at once: no thread may still be writing.
        if not self._is_open and not self._writers:
            with suppress(OSError):
                self._partial.close()

    def _checked(self, md5: str | None) -> int:
        """Return the CRC32 of the file, whose MD5 is compared if one is stated. Raises IntegrityError, OSError."""
        expected, received = self._expected, self._received
        if not received.is_all(expected.size):
            difference = f"{received.total} bytes arrived, not those 0 to {expected.size} that the data store states"
            raise IntegrityError(expected.path, difference)
        crc32 = received.crc32_with(self._partial.file.blocks)
        if expected.crc32 not in (None, crc32):
            raise IntegrityError(expected.path, "the checksum differs from what the data store states")
        if md5 is not None and md5 != self._md5.complete(expected.size):
            raise IntegrityError(expected.path, "the checksum differs from what the data store states")
        return crc32
