"""Downloading by openBIS's file-transfer servlet: many files per request, each chunk with a checksum (API from 3.6).

One stream. Chunks are queued in portions and counted: the end of a reply proves nothing. Chunks that are lost on the
way (openBIS takes them from the queue when it begins to send them) are queued again, but only after an empty reply:
before that they may still be on their way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from jupyter_openbis_server.adapters.pybis.arrivals import Arrivals
from jupyter_openbis_server.adapters.pybis.chunks import DamagedHeader, read_chunks
from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.adapters.pybis.file_transfer import FileTransfer, StreamsExhausted, Transfer
from jupyter_openbis_server.adapters.pybis.servlet_download import ServletDownload
from jupyter_openbis_server.adapters.pybis.translation import Interruption
from jupyter_openbis_server.domain.errors import DataNotAvailable, InstanceUnreachable, IntegrityError
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile
from jupyter_openbis_server.domain.ports import DownloadFolder

_FILES_PER_TRANSFER = 256
_CHUNKS_PER_QUEUE = 1024  # of 1 MiB each
_FRUITLESS_REPLIES = 8
_BREAKS_UNTIL_SINGLY = 2
_TRIES_SINGLY = 2


@dataclass
class _Reply:
    """What came of one request for chunks."""

    is_empty: bool = True
    is_broken: bool = False


@dataclass
class _Portion:
    """Chunks that are queued, and what went wrong with them so far."""

    transfer: Transfer
    arrivals: Arrivals
    missing: set[int]
    fruitless: int = 0
    breaks: int = 0
    damaged: set[int] = field(default_factory=set)


class FastDownload:
    """Downloads files of one data set."""

    def __init__(self, client: Client, data_set: DataSet, into: DownloadFolder, cancellation: Cancellation) -> None:
        self._client = client
        self._into = into
        self._cancellation = cancellation
        self._servlet = ServletDownload(client, data_set)
        self._transfers = FileTransfer(client, data_set)
        self._unreadable: list[DataSetFile] = []

    def fetch(self, files: Sequence[DataSetFile]) -> None:
        """Bring files to the disk. A file that the data store cannot read does not keep the others away.

        Raises:
            DataNotAvailable: the data store could not read these files; all others are complete.
            IntegrityError: a chunk or a whole file is wrong, again and again.
        """
        named = [file for file in files if self._transfers.can_name(file)]
        others = [file for file in files if not self._transfers.can_name(file)]
        for start in range(0, len(named), _FILES_PER_TRANSFER):
            others += self._fetch_some(named[start : start + _FILES_PER_TRANSFER])
        self._servlet.fetch(others, self._into, self._cancellation)
        if self._unreadable:
            raise DataNotAvailable(f"the data store cannot read {', '.join(file.path for file in self._unreadable)}")

    def _fetch_some(self, files: Sequence[DataSetFile]) -> list[DataSetFile]:
        """Bring files to the disk; returns those that have to be fetched in another way."""
        for pause in self._client.http.limits.pauses():
            try:
                return self._transfer(files)
            except StreamsExhausted:
                self._cancellation.wait(pause)
        return list(files)

    def _transfer(self, files: Sequence[DataSetFile]) -> list[DataSetFile]:
        self._cancellation.check()
        with self._transfers.begin(files) as transfer:
            arrivals = Arrivals(transfer.ranges, self._into)
            try:
                self._receive_all(transfer, arrivals)
            finally:
                arrivals.end()
        return [file for file in files if file not in transfer.ranges]

    def _receive_all(self, transfer: Transfer, arrivals: Arrivals) -> None:
        numbers = arrivals.numbers()
        while missing := set(islice(numbers, _CHUNKS_PER_QUEUE)):
            self._receive_portion(_Portion(transfer, arrivals, missing))

    def _receive_portion(self, portion: _Portion) -> None:
        self._transfers.queue(portion.transfer, portion.missing)
        while portion.missing:
            before = len(portion.missing)
            reply = self._receive(portion, len(portion.missing))
            if len(portion.missing) < before:
                portion.fruitless = portion.breaks = 0
                continue
            portion.fruitless += 1
            portion.breaks += reply.is_broken
            if portion.fruitless > _FRUITLESS_REPLIES:
                raise self._verdict(portion)
            if reply.is_empty and not reply.is_broken:
                self._receive_lost(portion)

    def _receive_lost(self, portion: _Portion) -> None:
        """The queue is empty and nothing is on its way: what is missing was lost."""
        if portion.breaks < _BREAKS_UNTIL_SINGLY:
            self._transfers.queue(portion.transfer, portion.missing)
            return
        # A file that cannot be read breaks every reply and takes its neighbours along.
        for number in self._still_missing(portion):
            if not self._receive_singly(portion, number):
                self._give_up(portion, number)

    def _still_missing(self, portion: _Portion) -> Iterator[int]:
        for number in sorted(portion.missing):
            if number in portion.missing:
                yield number

    def _receive_singly(self, portion: _Portion, number: int) -> bool:
        for _ in range(_TRIES_SINGLY):
            self._transfers.queue(portion.transfer, [number])
            self._receive(portion, 1)
            if number not in portion.missing:
                return True
        return False

    def _give_up(self, portion: _Portion, number: int) -> None:
        if number in portion.damaged:
            raise self._verdict(portion)
        self._unreadable.append(portion.arrivals.file_of(number))
        portion.missing.difference_update(portion.arrivals.give_up(number))

    def _receive(self, portion: _Portion, count: int) -> _Reply:
        """Ask once for chunks, and write what comes."""
        self._cancellation.check()
        reply = _Reply()
        try:
            with self._transfers.download(portion.transfer, count) as answer:
                self._write(portion, self._watched(answer.pieces(), reply))
        except (DamagedHeader, Interruption):
            reply.is_broken = True
        return reply

    def _write(self, portion: _Portion, pieces: Iterator[bytes]) -> None:
        for chunk in read_chunks(pieces):
            self._cancellation.check()
            if chunk.number not in portion.missing:
                continue
            if not chunk.is_intact:
                portion.damaged.add(chunk.number)
                continue
            portion.arrivals.take(chunk)
            portion.missing.discard(chunk.number)
            portion.damaged.discard(chunk.number)

    def _watched(self, pieces: Iterator[bytes], reply: _Reply) -> Iterator[bytes]:
        for piece in pieces:
            self._cancellation.check()
            reply.is_empty = False
            yield piece

    def _verdict(self, portion: _Portion) -> IntegrityError | InstanceUnreachable:
        if portion.damaged:
            file = portion.arrivals.file_of(min(portion.damaged))
            return IntegrityError(file.path, "arrives damaged again and again")
        return InstanceUnreachable(
            self._client.instance.name, "downloads from its data store break off again and again"
        )
