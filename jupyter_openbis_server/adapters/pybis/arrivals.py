"""Files whose chunks are arriving."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jupyter_openbis_server.adapters.pybis.chunks import Chunk
from jupyter_openbis_server.domain.errors import IntegrityError
from jupyter_openbis_server.domain.model import DataSetFile
from jupyter_openbis_server.domain.ports import DownloadFolder, IncomingFile


@dataclass
class _Arrival:
    """A file, the numbers of its chunks, and how many of them are still to come."""

    file: DataSetFile
    numbers: range
    to_come: int
    incoming: IncomingFile | None = None
    is_given_up: bool = False


class Arrivals:
    """Writes chunks into their files; a file is begun with its first chunk and completed with its last one.

    So few files are open at a time, whatever their number. `end` discards what is not complete.
    """

    def __init__(self, ranges: Mapping[DataSetFile, range], into: DownloadFolder) -> None:
        self._into = into
        self._arrivals = sorted(
            (_Arrival(file, numbers, len(numbers)) for file, numbers in ranges.items()),
            key=lambda arrival: arrival.numbers.start,
        )
        self._starts = [arrival.numbers.start for arrival in self._arrivals]

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of all chunks in ascending order, without those of files that are given up meanwhile."""
        for arrival in self._arrivals:
            for number in arrival.numbers:
                if arrival.is_given_up:
                    break
                yield number

    def take(self, chunk: Chunk) -> None:
        """Write an intact chunk that has not been there before.

        Raises:
            IntegrityError: the chunk lies outside its file, or the file is complete and wrong.
        """
        arrival = self._of(chunk.number)
        file = arrival.file
        if chunk.offset + len(chunk.payload) > file.size:
            raise IntegrityError(file.path, f"has more than the {file.size} bytes that were announced")
        if arrival.incoming is None:
            arrival.incoming = self._into.receive(file)
        if chunk.payload:
            arrival.incoming.write(chunk.offset, chunk.payload)
        arrival.to_come -= 1
        if arrival.to_come == 0:
            incoming, arrival.incoming = arrival.incoming, None
            incoming.complete()

    def file_of(self, number: int) -> DataSetFile:
        """Return the file that a chunk belongs to."""
        return self._of(number).file

    def give_up(self, number: int) -> range:
        """Discard the file that a chunk belongs to; returns the numbers of all its chunks."""
        arrival = self._of(number)
        arrival.is_given_up = True
        _discard(arrival)
        return arrival.numbers

    def end(self) -> None:
        """Discard all files that are not complete."""
        for arrival in self._arrivals:
            _discard(arrival)

    def _of(self, number: int) -> _Arrival:
        return self._arrivals[bisect_right(self._starts, number) - 1]


def _discard(arrival: _Arrival) -> None:
    incoming, arrival.incoming = arrival.incoming, None
    if incoming:
        incoming.discard()
