"""A file of a data set on its way to the disk."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.atomic import write_all
from jupyter_openbis_server.adapters.filesystem.os_errors import storage_errors
from jupyter_openbis_server.adapters.filesystem.received_bytes import ReceivedBytes
from jupyter_openbis_server.domain.errors import IntegrityError
from jupyter_openbis_server.domain.model import DataSetFile


class FilesystemIncomingFile:
    """Port `IncomingFile`: a hidden file beside its final place, renamed when size and CRC32 are right.

    Pieces may be written by several threads, in any order.
    """

    def __init__(self, expected: DataSetFile, unfinished: FileIO, publish: Callable[[Path], None]) -> None:
        """Take over an empty file.

        Args:
            expected: What the data store states.
            unfinished: The hidden file, open to write and read; it is closed here.
            publish: Gives the hidden file its final name. May raise OSError and StorageError.
        """
        self._expected = expected
        self._file = unfinished
        self._unfinished = Path(os.fsdecode(unfinished.name))
        self._publish = publish
        self._received = ReceivedBytes()
        self._lock = threading.Lock()

    def write(self, offset: int, data: bytes | memoryview) -> None:
        """See the port."""
        with self._lock, storage_errors(self._expected.path):
            self._file.seek(offset)
            write_all(self._file, data)
            self._received.add(offset, data)

    def complete(self) -> None:
        """See the port."""
        try:
            with storage_errors(self._expected.path):
                self._check()
                os.fsync(self._file.fileno())
                self._file.close()
                self._publish(self._unfinished)
        finally:
            self.discard()

    def discard(self) -> None:
        """See the port. Once the file has its final name, there is nothing left to remove."""
        # The caller is about to report why; that a hidden file stays behind must not take that report's place.
        with self._lock, suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._unfinished.unlink(missing_ok=True)

    def _check(self) -> None:
        expected = self._expected
        if not self._received.is_all(expected.size):
            difference = (
                f"{self._received.total} bytes arrived, not those 0 to {expected.size} that the data store states"
            )
            raise IntegrityError(expected.path, difference)
        if expected.crc32 is not None and self._received.crc32_of(self._file) != expected.crc32:
            raise IntegrityError(expected.path, "the checksum differs from what the data store states")
