"""Ports that receive the files of a data set, on the disk or in memory."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile


class IncomingFile(Protocol):
    """A file that is being received. Exactly one of `complete`, `suspend` and `discard` ends it.

    Chunks may be written by several threads, in any order.
    """

    def missing(self) -> tuple[tuple[int, int], ...]:
        """Return the missing ranges (start, end), in order; not the whole file if a part of it is stored."""

    def write(self, offset: int, data: bytes | bytearray | memoryview, crc32: int | None = None) -> None:
        """Store bytes at an offset of the file.

        Args:
            offset: The offset in the file.
            data: The bytes; the buffer may be reused after the return.
            crc32: Their checksum, if it is known to be right: it is not computed again.

        Raises:
            TargetNotWritable, DiskFull.
        """

    def complete(self, md5: str | None = None) -> int:
        """Check size and checksums, give the file its final name, and return its CRC32.

        Args:
            md5: The MD5 that the data store states, in lower-case hex; not checked if None.

        Raises:
            IntegrityError: size or a checksum differ from those of the data store; the file is removed.
            TargetNotWritable, DiskFull: the file is removed, too.
            Cancelled: by the current cancellation of the thread, while an MD5 is computed; the file is suspended.
        """

    def suspend(self) -> None:
        """Stop receiving. A resumable file keeps the received bytes for a later download if they are worth it."""

    def discard(self) -> None:
        """Remove the received bytes. An earlier file of that name remains unchanged."""


class Receiver(Protocol):
    """The destination of the files of a data set."""

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> IncomingFile:
        """Start to receive a file at its `local_path`; it is not yet visible under its name.

        Args:
            file: The file as the data store lists it.
            resumable: Whether each chunk is known to be right when it is written, so that it may be kept for a later
                download if this one ends early. Bytes that an earlier download kept are reused.

        Raises:
            InvalidPath: the path leads outside the folder, also by a link in it, or is not a valid name here.
            TargetNotWritable, DiskFull: the file system refuses.
        """
