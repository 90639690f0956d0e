"""Which chunks of a transfer have to be asked for, and which have come."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from jupyter_openbis_server.adapters.pybis.arriving_file import ArrivingFile
from jupyter_openbis_server.adapters.pybis.chunks import CHUNK_BYTES, Chunk
from jupyter_openbis_server.domain.errors import IntegrityError, OpenbisError
from jupyter_openbis_server.domain.model import DataSetFile

_MOST_CHUNKS = 4096
_MOST_BYTES = 1024 * CHUNK_BYTES
_MOST_OPEN_FILES = 64
_ROOM_FOR_MORE = 0.5

OnFailure = Callable[[DataSetFile, OpenbisError], None]


class WantedChunks:
    """Says which chunks to ask for next, and has those that come written. Safe for use from several threads.

    Chunks are asked for in portions and in order, so that files are completed one after another: few are open at a
    time, and little is lost when the transfer ends early. A new portion is due before the one before has come whole:
    streams need not wait for it.

    Args:
        files: The files of the transfer.
        on_failure: Is told of a file that is wrong although all its chunks were right, or that was given up.

    Attributes:
        taken: How many chunks have come.
    """

    def __init__(self, files: Sequence[ArrivingFile], on_failure: OnFailure) -> None:
        self.taken = 0
        self._is_all_asked_for = False
        self._files = sorted(files, key=lambda each: each.numbers.start)
        self._starts = [file.numbers.start for file in self._files]
        self._on_failure = on_failure
        self._numbers = self._all_numbers()
        self._outstanding: dict[int, int] = {}
        self._outstanding_bytes = 0
        self._open: set[ArrivingFile] = set()
        self._lock = threading.Lock()

    @property
    def outstanding(self) -> list[int]:
        """The chunks that were asked for and have not come, in ascending order."""
        with self._lock:
            return sorted(self._outstanding)

    @property
    def mean_bytes(self) -> int:
        """The size of the chunks that were asked for and have not come, on average."""
        with self._lock:
            return self._outstanding_bytes // max(1, len(self._outstanding))

    @property
    def is_finished(self) -> bool:
        """Whether all chunks were asked for and have come."""
        return self._is_all_asked_for and not self._outstanding

    @property
    def needs_attention(self) -> bool:
        """Whether a new portion is due, or all is finished."""
        return not self._outstanding if self._is_all_asked_for else not self._is_full(_ROOM_FOR_MORE)

    def portion(self) -> list[int]:
        """Return the chunks to ask for next; none while enough are on their way, or when there are no more.

        Raises:
            StorageError, InvalidPath: a file cannot be received.
        """
        if self._is_full(_ROOM_FOR_MORE):
            return []
        portion: list[int] = []
        while not self._is_full() and (some := list(islice(self._numbers, 16))):
            portion += some
        return portion

    def take(self, chunk: Chunk) -> None:
        """Write an intact chunk, unless it has come before or nobody has asked for it.

        Raises:
            StorageError, InvalidPath: it cannot be written.
        """
        with self._lock:
            if chunk.number not in self._outstanding:
                return
            self._forget(chunk.number)
            self.taken += 1
        file = self._file_with(chunk.number)
        try:
            file.write(chunk)
        except IntegrityError as error:
            self._on_failure(file.file, error)
        if file.is_over:
            self._forget_file(file)

    def give_up(self, number: int, error: OpenbisError) -> None:
        """Do without the file that a chunk belongs to; what has come of it is kept. No thread may be writing."""
        file = self._file_with(number)
        if not file.is_over:
            file.suspend()
            self._on_failure(file.file, error)
        self._forget_file(file)

    def path_of(self, number: int) -> str:
        """Return the path of the file that a chunk belongs to."""
        return self._file_with(number).file.path

    def end(self) -> None:
        """Suspend all files that are not complete. No thread may be writing any more."""
        for file in self._files:
            file.suspend()

    def _all_numbers(self) -> Iterator[int]:
        """Yield the numbers of all chunks that have to come, and count them as outstanding."""
        for file in self._files:
            for number in chain.from_iterable(self._begin(file)):
                if file.is_over:
                    break
                with self._lock:
                    self._outstanding[number] = file.bytes_per_chunk
                    self._outstanding_bytes += file.bytes_per_chunk
                yield number
        self._is_all_asked_for = True

    def _begin(self, file: ArrivingFile) -> list[range]:
        try:
            numbers = file.begin()
        except IntegrityError as error:
            self._on_failure(file.file, error)
            return []
        if file.is_open:
            with self._lock:
                self._open.add(file)
        return numbers

    def _is_full(self, part: float = 1) -> bool:
        with self._lock:
            return (
                len(self._outstanding) >= part * _MOST_CHUNKS
                or self._outstanding_bytes >= part * _MOST_BYTES
                or len(self._open) >= _MOST_OPEN_FILES
            )

    def _file_with(self, number: int) -> ArrivingFile:
        return self._files[bisect_right(self._starts, number) - 1]

    def _forget(self, number: int) -> None:
        self._outstanding_bytes -= self._outstanding.pop(number, 0)

    def _forget_file(self, file: ArrivingFile) -> None:
        with self._lock:
            self._open.discard(file)
            few = file.numbers if len(file.numbers) < len(self._outstanding) else list(self._outstanding)
            for number in few:
                if number in file.numbers:
                    self._forget(number)
