"""Parallel requests for the chunks of one transfer (openBIS: FileTransferServerServlet).

All streams share one queue on the server. It gives each chunk to one reply, a reply ends at the first empty queue, and
a chunk counts as sent as soon as the server has begun to produce it. So chunks are counted: the end of a reply proves
nothing, and a broken connection loses more than it shows. What is lost may be put into the queue again only when no
request is under way and a reply has been empty; before that it could still arrive, and would arrive twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunk_tracker import ChunkTracker
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import Chunk
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.file_transfer import CannotRead, FileTransfer, Transfer
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import PermanentCorruption
from jupyter_openbis_server.adapters.openbis.transfer.parallel import run_all
from jupyter_openbis_server.domain.errors import DataNotAvailable, OpenbisError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached

_REPLY_BYTES = 64 * 1024 * 1024
_MIN_CHUNKS, _MAX_CHUNKS = 64, 1024
_MAX_ROUNDS_WITHOUT_PROGRESS = 3


@dataclass
class _Reply:
    """The outcome of one request: the number of chunks, and what interrupted it."""

    chunks: int = 0
    failure: TransientFailure | None = None

    @property
    def is_of_unreadable_file(self) -> bool:
        return isinstance(self.failure, CannotRead)


class ChunkStreams:
    """Fetches all chunks of a transfer.

    One thread coordinates: it fills the server's queue and queues lost chunks again. The others, one for each stream,
    request chunks as long as there are any, and then wait for the coordinator.
    """

    def __init__(self, transfers: FileTransfer, transfer: Transfer, wanted: ChunkTracker, limits: HttpLimits) -> None:
        self._transfers = transfers
        self._transfer = transfer
        self._wanted = wanted
        self._limits = limits
        self._changed = threading.Condition()
        self._generation = 0
        self._idle_count = 0
        self._is_over = False
        self._is_one_by_one = False
        self._was_empty = False
        self._refusals_left = 0
        self._met_unreadable_file = False
        self._damaged: set[int] = set()
        self._rounds_without_progress = 0
        self._taken_before = 0

    def run(self, cancellation: Cancellation) -> None:
        """Fetch the chunks. Returns when all files are complete or given up.

        Raises:
            InstanceUnreachable: replies break off in every attempt.
            DataNotAvailable, SessionExpired: the server has ended the transfer.
            StorageError, InvalidPath: a file cannot be written.
            Cancelled: on request.
        """
        streams = [partial(self._run_stream, stream_id) for stream_id in self._transfer.stream_ids]
        tasks: list[Callable[[Cancellation], None]] = [self._run_coordinator, *streams]
        run_all(tasks, lambda task, group: task(group), cancellation, threads=len(tasks))

    # --- the coordinator

    def _run_coordinator(self, group: Cancellation) -> None:
        with group.on_cancel(self._wake_all):
            while not self._wanted.is_finished:
                portion = self._wanted.next_batch()
                if portion:
                    self._put_into_queue(portion)
                elif self._wait_until_idle(group):
                    self._requeue_missing(group)
        self._is_over = True
        self._wake_all()

    def _wait_until_idle(self, group: Cancellation) -> bool:
        """Wait until all streams are idle. Return False if there is something else to do before that."""
        with self._changed:
            self._changed.wait_for(
                lambda: group.is_cancelled or self._wanted.needs_attention or self._idle_count == self._streams
            )
            group.check()
            return not self._wanted.needs_attention

    @property
    def _streams(self) -> int:
        return len(self._transfer.stream_ids)

    def _put_into_queue(self, numbers: list[int], *, one_by_one: bool = False) -> None:
        self._is_one_by_one = one_by_one
        self._met_unreadable_file = self._was_empty = False
        self._refusals_left = len(numbers) + self._streams
        self._transfers.queue(self._transfer, numbers)
        self._wake_streams()

    def _requeue_missing(self, group: Cancellation) -> None:
        """Queue missing chunks again; no request is running. Files that make no progress are abandoned."""
        if not self._was_empty and not self._is_queue_empty(group):
            self._wake_streams()
            return
        missing = self._wanted.outstanding
        self._rounds_without_progress = (
            0 if self._wanted.taken > self._taken_before else self._rounds_without_progress + 1
        )
        self._taken_before = self._wanted.taken
        if self._rounds_without_progress < _MAX_ROUNDS_WITHOUT_PROGRESS:
            # A file that cannot be read breaks every reply, and the chunks beside it are lost.
            self._put_into_queue(missing, one_by_one=self._met_unreadable_file or self._rounds_without_progress > 0)
            return
        for number in missing:
            self._wanted.abandon(number, self._verdict(number))
        self._rounds_without_progress = 0

    def _is_queue_empty(self, group: Cancellation) -> bool:
        """Send requests until one is answered. Return False if chunks arrive, or would but cannot be read."""
        pauses = self._limits.pauses()
        while True:
            reply = self._receive(self._transfer.stream_ids[0], self._count())
            if reply.chunks or reply.is_of_unreadable_file:
                return False
            if reply.failure is None:
                return True
            pause = next(pauses, None)
            if pause is None:
                raise detached(reply.failure)
            group.wait(pause)

    def _verdict(self, number: int) -> OpenbisError:
        path = self._wanted.path_of(number)
        if number in self._damaged:
            return PermanentCorruption(path, "was damaged in every attempt")
        verb = "read" if self._met_unreadable_file else "send"
        return DataNotAvailable(f"the data store cannot {verb} {path}")

    # --- the streams

    def _run_stream(self, stream_id: str, group: Cancellation) -> None:
        seen = 0
        with group.on_cancel(self._wake_all):
            while self._is_called(seen, group):
                seen = self._ask_for_all(stream_id, group)

    def _is_called(self, seen: int, group: Cancellation) -> bool:
        """Wait until the coordinator wakes the streams; return whether there is more to do."""
        with self._changed:
            if self._generation == seen:
                self._idle_count += 1
                self._changed.notify_all()
            self._changed.wait_for(lambda: group.is_cancelled or self._is_over or self._generation > seen)
            group.check()
            return not self._is_over

    def _ask_for_all(self, stream_id: str, group: Cancellation) -> int:
        """Request chunks until the queue seems to be empty; return the generation that was seen."""
        pauses = self._limits.pauses()
        while True:
            seen, count = self._generation, self._count()
            reply = self._receive(stream_id, count)
            if reply.failure is None:
                if reply.chunks < count:
                    return seen
            elif reply.is_of_unreadable_file:
                if not self._is_one_by_one:
                    return seen
            elif not reply.chunks:
                pause = next(pauses, None)
                if pause is None:
                    return seen
                group.wait(pause)

    # --- both

    def _count(self) -> int:
        """Return how many chunks to request: few replies, but none that a proxy takes long to forward."""
        if self._is_one_by_one:
            return 1
        return min(max(_MIN_CHUNKS, _REPLY_BYTES // max(1, self._wanted.mean_bytes)), _MAX_CHUNKS)

    def _receive(self, stream_id: str, count: int) -> _Reply:
        """Request chunks once, and write those that arrive.

        Raises:
            CannotRead: the server says so more often than there are chunks that it could mean.
        """
        reply = _Reply()
        try:
            with closing(self._transfers.chunks(self._transfer, stream_id, count)) as chunks:
                for chunk in chunks:
                    reply.chunks += 1
                    self._take(chunk)
        except CannotRead as failure:
            self._met_unreadable_file = True
            self._refusals_left -= 1
            if self._refusals_left < 0:
                raise
            reply.failure = detached(failure)
        except TransientFailure as failure:
            reply.failure = detached(failure)
        self._was_empty = reply.failure is None and not reply.chunks
        return reply

    def _take(self, chunk: Chunk) -> None:
        if not chunk.is_intact:
            self._damaged.add(chunk.number)
            return
        self._damaged.discard(chunk.number)
        self._wanted.take(chunk)
        if self._wanted.needs_attention:
            self._wake_all()

    def _wake_streams(self) -> None:
        with self._changed:
            self._generation += 1
            self._idle_count = 0
            self._changed.notify_all()

    def _wake_all(self) -> None:
        with self._changed:
            self._changed.notify_all()
