"""Parts of files by file transfer, and the transfers that are kept for the next part of the same file."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.file_transfer import StreamsExhausted
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.range_transfer import NotInTransfer, RangeTransfer
from jupyter_openbis_server.adapters.openbis.transfer.protocol import Source
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.errors import DataNotAvailable, IntegrityError
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

MAX_KEPT = 4
"""Each takes one of the 50 streams that all clients of a data store share."""

KEPT_SECONDS = 10.0
Key = tuple[Session, str, tuple[DataSetFile, ...]]
"""Who reads, the permId of the data set, and the files of the transfer."""

_TRY_THE_USUAL_WAY = (NotInTransfer, StreamsExhausted, TransientFailure, DataNotAvailable, IntegrityError)


class RangeReader:
    """Reads parts of files. Safe for several threads: each transfer is used by one at a time."""

    def __init__(self) -> None:
        self._kept = KeptTransfers()

    def read(
        self,
        source: Source,
        ranges: Sequence[FileRange],
        cancellation: Cancellation,
        *,
        keep: bool = False,
    ) -> tuple[bytes, ...] | None:
        """Return bytes of files; None if they have to be read in the usual way, which repeats what fails.

        Args:
            source: Whose files, and who reads.
            ranges: At least one.
            cancellation: Ends it.
            keep: Whether the transfer is kept for the next part of the same files.

        Raises:
            Cancelled: on request.
            OpenbisError: what the usual way would not change, such as a session that has expired.
        """
        files = tuple(dict.fromkeys(each.file for each in ranges))
        key = (source.session, source.data_set.perm_id, files)
        transfer = self._kept.take(key) if keep else None
        is_whole = False
        try:
            transfer = transfer or RangeTransfer(source.client, source.data_set, files)
            content = transfer.read(ranges, cancellation)
            is_whole = True
        except _TRY_THE_USUAL_WAY:
            return None
        finally:
            if transfer and not (keep and is_whole):
                transfer.finish()
        if keep:
            self._kept.give(key, transfer)
        return content

    def end(self, data_set: DataSet | None = None, file: DataSetFile | None = None) -> None:
        """Finish the transfers that are kept, of a file or all."""
        if data_set is None or file is None:
            self._kept.end(lambda _: True)
        else:
            self._kept.end(lambda key: key[1:] == (data_set.perm_id, (file,)))


class KeptTransfers:
    """Idle transfers; the oldest is finished when there are too many, and each after some seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._idle: OrderedDict[RangeTransfer, tuple[Key, float]] = OrderedDict()
        self._timer: threading.Timer | None = None

    def take(self, key: Key) -> RangeTransfer | None:
        """Return one that was kept under the key, the last one; it is the caller's from now on."""
        with self._lock:
            found = next((each for each in reversed(self._idle) if self._idle[each][0] == key), None)
            if found:
                del self._idle[found]
            return found

    def give(self, key: Key, transfer: RangeTransfer) -> None:
        """Keep one for a while."""
        with self._lock:
            self._idle[transfer] = (key, self._clock() + KEPT_SECONDS)
            surplus = list(self._idle)[:-MAX_KEPT]
            for each in surplus:
                del self._idle[each]
            self._set_timer()
        _finish(surplus)

    def end(self, is_meant: Callable[[Key], bool]) -> None:
        """Finish those whose key is meant."""
        with self._lock:
            surplus = [each for each, (key, _) in self._idle.items() if is_meant(key)]
            for each in surplus:
                del self._idle[each]
            if self._timer and not self._idle:
                self._timer.cancel()
                self._timer = None
        _finish(surplus)

    def _set_timer(self) -> None:
        """See that the first one is finished in time; with the lock held."""
        if self._timer is None and self._idle:
            _, due = next(iter(self._idle.values()))
            self._timer = threading.Timer(max(0.0, due - self._clock()), self._end_of_old_ones)
            self._timer.daemon = True
            self._timer.start()

    def _end_of_old_ones(self) -> None:
        with self._lock:
            self._timer = None
            now = self._clock()
            surplus = [each for each, (_, due) in self._idle.items() if due <= now]
            for each in surplus:
                del self._idle[each]
            self._set_timer()
        _finish(surplus)


def _finish(transfers: Sequence[RangeTransfer]) -> None:
    for each in transfers:
        each.finish()
