"""Parallel requests for the chunks of one transfer (openBIS: FileTransferServerServlet).

All streams share one queue on the server. It gives each chunk to one reply, a reply ends at the first empty queue, and
a chunk counts as sent as soon as the server has begun to produce it. So chunks are counted: the end of a reply proves
nothing, and a broken connection loses more than it shows. What is lost may be put into the queue again only when no
request is under way and a reply has been empty; before that it could still come, and would come twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.adapters.pybis.chunks import Chunk
from jupyter_openbis_server.adapters.pybis.crew import work_off
from jupyter_openbis_server.adapters.pybis.failed_files import LastingDamage
from jupyter_openbis_server.adapters.pybis.file_transfer import CannotRead, FileTransfer, Transfer
from jupyter_openbis_server.adapters.pybis.http_limits import HttpLimits
from jupyter_openbis_server.adapters.pybis.translation import Interruption
from jupyter_openbis_server.adapters.pybis.wanted_chunks import WantedChunks
from jupyter_openbis_server.domain.errors import DataNotAvailable, OpenbisError
from jupyter_openbis_server.domain.model import Cancellation

_REPLY_BYTES = 64 * 1024 * 1024
_FEWEST_CHUNKS, _MOST_CHUNKS = 64, 1024
_ROUNDS_IN_VAIN = 3


@dataclass
class _Reply:
    """What came of one request: how many chunks, and what broke it."""

    chunks: int = 0
    failure: Interruption | None = None

    @property
    def is_of_unreadable_file(self) -> bool:
        return isinstance(self.failure, CannotRead)


class ChunkStreams:
    """Brings all chunks of a transfer.

    One thread leads: it fills the server's queue and sees to what is lost. The others, one for each stream, ask for
    chunks as long as there are any, and rest until the leader calls.
    """

    def __init__(self, transfers: FileTransfer, transfer: Transfer, wanted: WantedChunks, limits: HttpLimits) -> None:
        self._transfers = transfers
        self._transfer = transfer
        self._wanted = wanted
        self._limits = limits
        self._changed = threading.Condition()
        self._calls = 0
        self._resting = 0
        self._is_over = False
        self._is_one_by_one = False
        self._was_empty = False
        self._refusals_left = 0
        self._met_unreadable_file = False
        self._damaged: set[int] = set()
        self._rounds_in_vain = 0
        self._taken_before = 0

    def run(self, cancellation: Cancellation) -> None:
        """Bring the chunks. Returns when all files are complete or given up.

        Raises:
            InstanceUnreachable: replies break off again and again.
            DataNotAvailable, SessionExpired: the server has ended the transfer.
            StorageError, InvalidPath: a file cannot be written.
            Cancelled: on request.
        """
        streams = [partial(self._follow, stream_id) for stream_id in self._transfer.stream_ids]
        tasks: list[Callable[[Cancellation], None]] = [self._lead, *streams]
        work_off(tasks, lambda task, group: task(group), cancellation, threads=len(tasks))

    # --- the leader

    def _lead(self, group: Cancellation) -> None:
        with group.calls(self._wake_all):
            while not self._wanted.is_finished:
                portion = self._wanted.portion()
                if portion:
                    self._put_into_queue(portion)
                elif self._are_all_at_rest(group):
                    self._see_to_the_missing(group)
        self._is_over = True
        self._wake_all()

    def _are_all_at_rest(self, group: Cancellation) -> bool:
        """Wait until all streams rest; or, and then the answer is no, until there is something else to do."""
        with self._changed:
            self._changed.wait_for(
                lambda: group.is_cancelled or self._wanted.needs_attention or self._resting == self._streams
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
        self._call_all()

    def _see_to_the_missing(self, group: Cancellation) -> None:
        """No request is under way, and chunks have not come."""
        if not self._was_empty and not self._is_queue_empty(group):
            self._call_all()
            return
        missing = self._wanted.outstanding
        self._rounds_in_vain = 0 if self._wanted.taken > self._taken_before else self._rounds_in_vain + 1
        self._taken_before = self._wanted.taken
        if self._rounds_in_vain < _ROUNDS_IN_VAIN:
            # A file that cannot be read breaks every reply and takes its neighbours along.
            self._put_into_queue(missing, one_by_one=self._met_unreadable_file or self._rounds_in_vain > 0)
            return
        for number in missing:
            self._wanted.give_up(number, self._verdict(number))
        self._rounds_in_vain = 0

    def _is_queue_empty(self, group: Cancellation) -> bool:
        """Ask until a reply says so. The answer is no if chunks come, or one would come that cannot be read."""
        pauses = self._limits.pauses()
        while True:
            reply = self._receive(self._transfer.stream_ids[0], self._count())
            if reply.chunks or reply.is_of_unreadable_file:
                return False
            if reply.failure is None:
                return True
            pause = next(pauses, None)
            if pause is None:
                raise reply.failure
            group.wait(pause)

    def _verdict(self, number: int) -> OpenbisError:
        path = self._wanted.path_of(number)
        if number in self._damaged:
            return LastingDamage(path, "arrives damaged again and again")
        verb = "read" if self._met_unreadable_file else "send"
        return DataNotAvailable(f"the data store cannot {verb} {path}")

    # --- the streams

    def _follow(self, stream_id: str, group: Cancellation) -> None:
        seen = 0
        with group.calls(self._wake_all):
            while self._is_called(seen, group):
                seen = self._ask_for_all(stream_id, group)

    def _is_called(self, seen: int, group: Cancellation) -> bool:
        """Rest until the leader calls again; tells whether there is more to do."""
        with self._changed:
            if self._calls == seen:
                self._resting += 1
                self._changed.notify_all()
            self._changed.wait_for(lambda: group.is_cancelled or self._is_over or self._calls > seen)
            group.check()
            return not self._is_over

    def _ask_for_all(self, stream_id: str, group: Cancellation) -> int:
        """Ask for chunks until the queue seems to be empty; returns the last call that this takes account of."""
        pauses = self._limits.pauses()
        while True:
            seen, count = self._calls, self._count()
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
        """How many chunks to ask for: few replies, but none that a proxy would take long to pass on."""
        if self._is_one_by_one:
            return 1
        return min(max(_FEWEST_CHUNKS, _REPLY_BYTES // max(1, self._wanted.mean_bytes)), _MOST_CHUNKS)

    def _receive(self, stream_id: str, count: int) -> _Reply:
        """Ask once for chunks, and write what comes.

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
            reply.failure = failure
        except Interruption as failure:
            reply.failure = failure
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

    def _call_all(self) -> None:
        with self._changed:
            self._calls += 1
            self._resting = 0
            self._changed.notify_all()

    def _wake_all(self) -> None:
        with self._changed:
            self._changed.notify_all()
