"""The chunks of a transfer that have to be requested, and those that have arrived."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunked_file import ChunkedFile
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import CHUNK_BYTES, Chunk
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import IntegrityError, OpenbisError

_MAX_CHUNKS = 4096
_MAX_BYTES = 1024 * CHUNK_BYTES
_MAX_OPEN_FILES = 64
_ROOM_FOR_MORE = 0.5

OnFailure = Callable[[DataSetFile, OpenbisError], None]


class ChunkTracker:
    """Chooses the chunks to request next, and writes those that arrive. Safe for use from several threads.

    Chunks are requested in batches and in order, so that files are completed one after another: few are open at a time,
    and little is lost when the transfer ends early. A new batch is due before the previous one is complete, so that
    streams do not wait.

    Args:
        files: The files of the transfer.
        on_failure: Called with a file that is wrong although all its chunks were right, or that was abandoned.

    Attributes:
        taken: Number of chunks that have arrived.
    """

    def __init__(self, files: Sequence[ChunkedFile], on_failure: OnFailure) -> None:
        self.taken = 0
        self._is_all_asked_for = False
        self._files = sorted(files, key=lambda each: each.numbers.start)
        self._starts = [file.numbers.start for file in self._files]
        self._on_failure = on_failure
        self._numbers = self._all_numbers()
        self._outstanding: dict[int, int] = {}
        self._outstanding_bytes = 0
        self._open: set[ChunkedFile] = set()
        self._lock = threading.Lock()

    @property
    def outstanding(self) -> list[int]:
        """The chunks that were requested and have not arrived, in ascending order."""
        with self._lock:
            return sorted(self._outstanding)

    @property
    def mean_bytes(self) -> int:
        """The mean size of the chunks that were requested and have not arrived."""
        with self._lock:
            return self._outstanding_bytes // max(1, len(self._outstanding))

    @property
    def is_finished(self) -> bool:
        """Whether all chunks were requested and have arrived."""
        return self._is_all_asked_for and not self._outstanding

    @property
    def needs_attention(self) -> bool:
        """Whether a new batch is due, or all is finished."""
        return not self._outstanding if self._is_all_asked_for else not self._is_full(_ROOM_FOR_MORE)

    def next_batch(self) -> list[int]:
        """Return the chunks to request next; empty while enough are outstanding, or when there are no more.

        Raises:
            StorageError, InvalidPath: a file cannot be received.
        """
        if self._is_full(_ROOM_FOR_MORE):
            return []
        batch: list[int] = []
        while not self._is_full() and (some := list(islice(self._numbers, 16))):
            batch += some
        return batch

    def take(self, chunk: Chunk) -> None:
        """Write an intact chunk; one that is not outstanding is ignored.

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
        if file.is_finished:
            self._forget_file(file)

    def abandon(self, number: int, error: OpenbisError) -> None:
        """Abandon the file that a chunk belongs to; what has arrived of it is kept. No thread may be writing."""
        file = self._file_with(number)
        if not file.is_finished:
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
        """Yield the numbers of all chunks that are missing, and count them as outstanding."""
        for file in self._files:
            for number in chain.from_iterable(self._begin(file)):
                if file.is_finished:
                    break
                with self._lock:
                    self._outstanding[number] = file.bytes_per_chunk
                    self._outstanding_bytes += file.bytes_per_chunk
                yield number
        self._is_all_asked_for = True

    def _begin(self, file: ChunkedFile) -> list[range]:
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
                len(self._outstanding) >= part * _MAX_CHUNKS
                or self._outstanding_bytes >= part * _MAX_BYTES
                or len(self._open) >= _MAX_OPEN_FILES
            )

    def _file_with(self, number: int) -> ChunkedFile:
        return self._files[bisect_right(self._starts, number) - 1]

    def _forget(self, number: int) -> None:
        self._outstanding_bytes -= self._outstanding.pop(number, 0)

    def _forget_file(self, file: ChunkedFile) -> None:
        with self._lock:
            self._open.discard(file)
            few = file.numbers if len(file.numbers) < len(self._outstanding) else list(self._outstanding)
            for number in few:
                if number in file.numbers:
                    self._forget(number)
