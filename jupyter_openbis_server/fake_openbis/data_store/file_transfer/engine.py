"""The engine of openBIS's fast download: sessions, their queues of chunks and their streams; no HTTP here.

As the library `lib-file-download` does it (openbis-protocol 6): chunk numbers are fixed when a session starts, a chunk
leaves the queue when it begins to be produced, a stream is in use from its first download call until the session is
finished, and nothing ever waits.
"""

import random
import uuid
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from jupyter_openbis_server.fake_openbis.data_store.file_transfer.chunks import (
    CHUNK_SIZE,
    ChunkHeader,
    number_of_chunks,
)
from jupyter_openbis_server.fake_openbis.state.store import StoredFile

_LIBRARY = "ch.ethz.sis.filetransfer"
ILLEGAL_ARGUMENT = "java.lang.IllegalArgumentException"


class TransferFailure(Exception):
    """A request was refused.

    Attributes:
        java_class: Name of the exception on a real server.
        retriable: None except for the library's own exceptions, which have this field (openbis-protocol 6.6).
    """

    def __init__(self, message: str, java_class: str = ILLEGAL_ARGUMENT, retriable: bool | None = None) -> None:
        super().__init__(message)
        self.java_class = java_class
        self.retriable = retriable


class UnreadableChunk(Exception):
    """The file of a chunk cannot be read, or has become shorter; the text is its path inside the data set."""


class Items(Protocol):
    """Where the engine's files come from."""

    def accessible(self, user_session_id: str, item_ids: list[str]) -> list[str]:
        """Return the items whose data sets the user may read; none for a dead session."""

    def files_of(self, item_id: str) -> list[StoredFile]:
        """Return the files of an item: one, or all below a folder. Raises ``TransferFailure``."""


@dataclass(frozen=True)
class Range:
    """Chunk numbers from ``first`` to ``last``, both included."""

    first: int
    last: int


@dataclass(frozen=True)
class Chunk:
    """A chunk to be produced: its header, and the file its payload is in."""

    header: ChunkHeader
    file: StoredFile

    def read_into(self, memory: bytearray) -> memoryview:
        """Return the payload, at the beginning of memory that holds ``CHUNK_SIZE`` bytes.

        Raises:
            UnreadableChunk: When the file cannot be read, or is shorter than it was when the session started.
        """
        payload = memoryview(memory)[: self.header.length]
        try:
            with open(self.file.location, "rb", buffering=0) as content:  # noqa: PTH123 -- a text for speed
                content.seek(self.header.offset)
                length = content.readinto(payload)
        except OSError as error:
            raise UnreadableChunk(self.file.path) from error
        if length != self.header.length:
            raise UnreadableChunk(self.file.path)
        return payload


@dataclass(frozen=True)
class _NumberedFile:
    first: int
    item_id: str
    file: StoredFile


@dataclass
class DownloadSession:
    """One download: the ranges of its items, and the numbers waiting in its queue.

    Attributes:
        id: Names the session in later requests.
        user_session_id: The openBIS session it was started from.
        ranges: Chunk numbers of each item id.
        stream_ids: What parallel download calls name themselves.
    """

    id: str
    user_session_id: str = field(repr=False)
    stream_ids: list[str]
    ranges: dict[str, Range] = field(default_factory=dict)
    _files: list[_NumberedFile] = field(default_factory=list)
    _queue: "OrderedDict[int, None]" = field(default_factory=OrderedDict)
    _used_streams: set[str] = field(default_factory=set)

    @property
    def streams_in_use(self) -> int:
        """How many of the session's streams were ever asked for chunks."""
        return len(self._used_streams)

    def add_item(self, item_id: str, files: list[StoredFile]) -> None:
        """Numbers the chunks of an item; of an item given twice only the last copy stays known."""
        first = self._end()
        number = first
        for file in files:
            self._files.append(_NumberedFile(number, item_id, file))
            number += number_of_chunks(file.length)
        self.ranges.pop(item_id, None)
        self.ranges[item_id] = Range(first, number - 1)

    def enqueue(self, ranges: Iterable[Range]) -> None:
        """Put chunks at the end of the queue; those that wait already stay where they are.

        Raises:
            TransferFailure: At the first unknown number; everything before it stays in the queue.
        """
        for wanted in ranges:
            for number in range(wanted.first, wanted.last + 1):
                if not self._is_known(number):
                    raise TransferFailure(f"Unknown chunk with sequence number: {number}")
                self._queue.setdefault(number)

    def use_stream(self, stream_id: str) -> None:
        """Count a stream as in use from now on.

        Raises:
            TransferFailure: When the session has no such stream.
        """
        if stream_id not in self.stream_ids:
            message = f"Invalid download stream: DownloadStreamId[id={stream_id}]"
            raise TransferFailure(message, f"{_LIBRARY}.InvalidDownloadStreamException", retriable=False)
        self._used_streams.add(stream_id)

    def take(self) -> Chunk | None:
        """Take the next chunk out of the queue; None when the queue is empty."""
        if not self._queue:
            return None
        number, _ = self._queue.popitem(last=False)
        numbered = self._file_with(number)
        offset = (number - numbered.first) * CHUNK_SIZE
        length = min(CHUNK_SIZE, numbered.file.length - offset)
        return Chunk(ChunkHeader(number, numbered.item_id, numbered.file.path, offset, length), numbered.file)

    def _is_known(self, number: int) -> bool:
        if number >= self._end():
            return False
        known = self.ranges[self._file_with(number).item_id]
        return known.first <= number <= known.last

    def _file_with(self, number: int) -> _NumberedFile:
        return self._files[bisect_right(self._files, number, key=lambda numbered: numbered.first) - 1]

    def _end(self) -> int:
        """Return the number after the last one."""
        last = self._files[-1] if self._files else None
        return last.first + number_of_chunks(last.file.length) if last else 0


class FileTransfer:
    """All download sessions of a server.

    Args:
        items: Where the files come from.
        stream_limit: How many streams may be in use at a time, tested at start only (openbis-protocol 6.7).
    """

    def __init__(self, items: Items, stream_limit: int) -> None:
        self._items = items
        self._stream_limit = stream_limit
        self._sessions: dict[str, DownloadSession] = {}

    def start(self, user_session_id: str, item_ids: list[str], wished_streams: int | None = None) -> DownloadSession:
        """Begins a download. Nothing is queued by it.

        Args:
            user_session_id: An openBIS session token.
            item_ids: What to download, each ``<permId>/<path>``; items without access are left out silently.
            wished_streams: Upper limit of the number of streams.

        Raises:
            TransferFailure: When no item is left, one of them does not exist or is empty, or streams are short.
        """
        accessible = self._items.accessible(user_session_id, item_ids)
        if not accessible:
            raise TransferFailure("Item ids cannot be null or empty")
        files = [(item_id, self._files_of(item_id)) for item_id in accessible]
        stream_ids = [str(uuid.uuid4()) for _ in range(self._streams_for(wished_streams))]
        session = DownloadSession(str(uuid.uuid4()), user_session_id, stream_ids)
        for item_id, files_of_item in files:
            session.add_item(item_id, files_of_item)
        self._sessions[session.id] = session
        return session

    def session(self, session_id: str) -> DownloadSession:
        """Return a session that was started and not finished.

        Raises:
            TransferFailure: When there is none of this id.
        """
        if session_id not in self._sessions:
            message = f"Invalid download session id: DownloadSessionId[id={session_id}]"
            raise TransferFailure(message, f"{_LIBRARY}.InvalidDownloadSessionException", retriable=False)
        return self._sessions[session_id]

    def finish(self, session_id: str) -> None:
        """Forgets a session and gives its streams back; an unknown one is fine. Running replies go on."""
        self._sessions.pop(session_id, None)

    def forget(self, user_session_id: str) -> None:
        """Finishes all downloads of an openBIS session that has ended."""
        for session in list(self._sessions.values()):
            if session.user_session_id == user_session_id:
                self.finish(session.id)

    @property
    def streams_in_use(self) -> int:
        """How many streams count against the limit."""
        return sum(session.streams_in_use for session in list(self._sessions.values()))

    def _files_of(self, item_id: str) -> list[StoredFile]:
        files = self._items.files_of(item_id)
        if not files:
            raise TransferFailure(f"Chunks for item id: DownloadItemId[id={item_id}] were null or empty.")
        return files

    def _streams_for(self, wished: int | None) -> int:
        if wished is not None and wished <= 0:
            raise TransferFailure("Wished number of streams must be > 0")
        half = (self._stream_limit - self.streams_in_use) // 2
        if half <= 0:
            message = "Download server cannot provide any download streams at the moment. Please try again later."
            raise TransferFailure(message, f"{_LIBRARY}.DownloadException", retriable=True)
        return half if wished is None else min(wished, half)


def shuffled(ranges: dict[str, Range]) -> dict[str, str]:
    """Return the ranges as in a start reply: ``first:last`` by item id, in an arbitrary order."""
    items = [(item_id, f"{known.first}:{known.last}") for item_id, known in ranges.items()]
    return dict(random.sample(items, len(items)))
