"""A file, or a part of one, that arrives from the file server (AFS)."""

from __future__ import annotations

import threading
from collections.abc import Callable

from jupyter_openbis_server.adapters.openbis.transfer.afs.verification import MIN_BYTES, Verification
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.files.receiving import IncomingFile, Receiver

Span = tuple[int, int]
"""Offsets of the first byte and after the last one."""


class ArrivingFile:
    """Writes the bytes of one file from several threads, each byte once; completes it when all is there.

    Large files are begun before they are asked for, since a part of them may be on the disk already. Small ones are
    begun when they arrive: thousands of them are asked for at a time.

    Args:
        file: The file as it was listed.
        into: Where it goes.
        span: The part that is wanted; None for the whole file.
        verification: How its MD5 is found out; without one it is complete when all bytes are there, else only when
            `add_md5` was called, too.
    """

    def __init__(
        self,
        file: DataSetFile,
        into: Receiver,
        span: Span | None = None,
        *,
        verification: Verification = Verification.NONE,
    ) -> None:
        self.file = file
        self.verification = verification
        self._into = into
        self._span = span
        self._incoming: IncomingFile | None = None
        self._md5: str | None = None
        self._missing_bytes = 0
        self._writing = 0
        self._is_finished = False
        self._put_away: Callable[[IncomingFile], None] | None = None
        self._lock = threading.Lock()

    @property
    def is_finished(self) -> bool:
        """Whether it is complete or abandoned: nothing more is needed of it."""
        return self._is_finished

    def begin(self) -> tuple[Span, ...]:
        """Return the parts to ask for, in order; a file without any is complete, unless its MD5 is needed.

        Raises:
            IntegrityError: it is complete, and wrong.
            StorageError, InvalidPath: the file cannot be received.
        """
        spans: tuple[Span, ...] = (self._span or (0, self.file.size),)
        if self._span is None and self.file.size >= MIN_BYTES:
            self._incoming = self._into.receive(self.file, resumable=True)
            spans = self._incoming.missing()
        spans = tuple(each for each in spans if each[0] < each[1])
        self._missing_bytes = sum(end - start for start, end in spans)
        self._complete_if_all_is_there()
        return spans

    def write(self, offset: int, data: bytes) -> None:
        """Write bytes; those of a finished file are ignored.

        Raises:
            IntegrityError: it is complete, and wrong.
            StorageError, InvalidPath: it cannot be written.
        """
        incoming = self._begin_writing()
        if incoming is None:
            return
        written = 0
        try:
            incoming.write(offset, data)
            written = len(data)
        finally:
            self._end_writing(written)
        self._complete_if_all_is_there()

    def add_md5(self, md5: str) -> None:
        """Give the MD5 that the file must have. Raises as `write`."""
        with self._lock:
            self._md5 = md5
        self._complete_if_all_is_there()

    def suspend(self) -> None:
        """End the file, if it is not finished; what has arrived is kept for a later download if that is possible."""
        self._abandon(lambda incoming: incoming.suspend())

    def discard(self) -> None:
        """End the file, if it is not finished; what has arrived is removed."""
        self._abandon(lambda incoming: incoming.discard())

    def _abandon(self, put_away: Callable[[IncomingFile], None]) -> None:
        with self._lock:
            if not self._is_finished:
                self._put_away = put_away
            self._is_finished = True
        self._put_away_if_unused()

    def _begin_writing(self) -> IncomingFile | None:
        with self._lock:
            if self._is_finished:
                return None
            self._incoming = self._incoming or self._into.receive(self.file)
            self._writing += 1
            return self._incoming

    def _end_writing(self, written: int) -> None:
        with self._lock:
            self._writing -= 1
            self._missing_bytes -= written
        self._put_away_if_unused()

    def _put_away_if_unused(self) -> None:
        """End an abandoned file as soon as no thread writes to it."""
        with self._lock:
            put_away, incoming = self._put_away, self._incoming
            if put_away is None or incoming is None or self._writing:
                return
            self._incoming = None
        put_away(incoming)

    def _complete_if_all_is_there(self) -> None:
        with self._lock:
            waits_for_md5 = self.verification is not Verification.NONE and self._md5 is None
            if self._is_finished or self._missing_bytes or waits_for_md5:
                return
            self._is_finished = True
            incoming = self._incoming or self._into.receive(self.file)
        incoming.complete(self._md5)
