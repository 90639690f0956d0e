"""Reading parts of many files by few requests, several at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import TypeVar

from jupyter_openbis_server.adapters.openbis.api.afs.batching import Batch
from jupyter_openbis_server.adapters.openbis.api.afs.chunks import MAX_BYTES
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.errors import FileServerBusy, NoRight
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.transfer.afs.arriving_file import ArrivingFile
from jupyter_openbis_server.adapters.openbis.transfer.afs.changes import Changes, LatestChanges
from jupyter_openbis_server.adapters.openbis.transfer.afs.checksums import Checksums, ListedFile
from jupyter_openbis_server.adapters.openbis.transfer.afs.pieces import Piece, pieces_of
from jupyter_openbis_server.adapters.openbis.transfer.afs.request_slots import RequestSlots, Task
from jupyter_openbis_server.adapters.openbis.transfer.afs.verification import Verification
from jupyter_openbis_server.adapters.openbis.transfer.parallel import run_all
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    FileNotInDataSet,
    IntegrityError,
    OpenbisError,
    RequestRefused,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

OnFailure = Callable[[DataSetFile, OpenbisError], None]
T = TypeVar("T")

_OF_FILES = (FileNotInDataSet, FileServerBusy, RequestRefused)
"""Refusals of a request that one of its files can be the reason of."""


class Reading:
    """Reads files of one owner. A file that cannot be read is reported; the others are read all the same.

    A request fails as a whole if one of its files was removed or has become shorter. Then the files are listed once
    more, which shows what has changed, and the rest is asked for again; in halves, if that does not explain it.

    Args:
        file_server: Where they are.
        owner: PermId of their owner.
        limits: How much at a time.
        on_failure: Called with each file that cannot be read, or is wrong, from several threads.
        batch_bytes: How many bytes of small files are asked for in one request.
    """

    def __init__(
        self,
        file_server: AfsClient,
        owner: str,
        limits: HttpLimits,
        on_failure: OnFailure,
        batch_bytes: int = MAX_BYTES,
    ) -> None:
        self._file_server = file_server
        self._owner = owner
        self._limits = limits
        self._on_failure = on_failure
        self._batch_bytes = batch_bytes
        self._slots = RequestSlots(limits.file_server_requests)
        self._changes = Changes(file_server, owner)
        self._latest_changes = LatestChanges(file_server, owner)
        self._checksums = Checksums(file_server, owner, limits)
        self._begun: set[ArrivingFile] = set()

    def run(self, files: Iterable[ArrivingFile], cancellation: Cancellation) -> None:
        """Read files. Those that are not complete at the end, e.g. after an error, are suspended.

        Raises:
            OpenbisError: what concerns all files, also StorageError and InvalidPath of one.
            Cancelled: on request.
        """
        try:
            run_all(self._tasks(files), self._run, cancellation, threads=self._limits.file_server_requests)
        finally:
            for each in self._begun:
                each.suspend()

    def _run(self, task: Task, _: Cancellation) -> None:
        with self._slots.taken():
            task()

    def _tasks(self, files: Iterable[ArrivingFile]) -> Iterator[Task]:
        """Yield what has to be asked for, in the order of the files. Files are begun here, one after the other."""
        batch: Batch[Piece] = Batch(self._batch_bytes)
        for file in files:
            spans = self._checked(file, file.begin) or ()
            if file.is_finished:
                continue
            self._begun.add(file)
            if file.verification is Verification.ASKED:
                yield partial(self._ask_md5, file)
            for piece in pieces_of(file, spans):
                chunk = piece.chunk(self._owner)
                if batch.takes(piece, chunk):
                    continue
                if piece.is_large:  # alone, so that the batch is filled up with smaller ones
                    yield partial(self._read_and_verify, [piece])
                    continue
                yield partial(self._read_and_verify, batch.items)
                batch = Batch(self._batch_bytes)
                batch.takes(piece, chunk)
        if batch.items:
            yield partial(self._read_and_verify, batch.items)

    def _ask_md5(self, file: ArrivingFile) -> None:
        try:
            md5 = self._file_server.md5(self._owner, file.file.path)
        except NoRight:
            raise
        except _OF_FILES as error:
            self._fail(file, self._changes.of(file.file) or error)
        else:
            self._checked(file, partial(file.add_md5, md5))

    def _read_and_verify(self, pieces: Sequence[Piece]) -> None:
        self._read(pieces)
        self._read_again([each.file for each in pieces if each.file.verification is Verification.READ_TWICE])

    def _read_again(self, files: Sequence[ArrivingFile]) -> None:
        """Read small files that have arrived a second time, and compare.

        Bytes that were added to a file in between do not show in that: a list after the first time does.
        """
        left = [each for each in files if not each.is_finished]
        if not left:
            return
        try:
            md5s, changes = self._second_look(left)
        except NoRight:
            raise
        except _OF_FILES as error:
            if self._fail_changed(left):
                self._read_again(left)
            elif len(left) == 1:
                self._fail(left[0], error)
            else:
                self._read_again(left[: len(left) // 2])
                self._read_again(left[len(left) // 2 :])
            return
        for each in left:
            if change := changes.of(each.file):
                self._fail(each, change)
            else:
                md5 = md5s.get(each.file.path, "")  # empty: fewer bytes came, which is wrong
                self._checked(each, partial(each.add_md5, md5))

    def _second_look(self, files: Sequence[ArrivingFile]) -> tuple[dict[str, str], Changes]:
        """Return MD5s by path, and what has changed since files were listed. Raises as `Checksums.of_group`."""
        md5s: dict[str, str] = {}
        changes: list[Changes] = []
        listed = [ListedFile(each.file.path, each.file.size) for each in files]
        self._slots.run_both(
            lambda: md5s.update(self._checksums.of_group(listed)),
            lambda: changes.append(self._latest_changes.request()),
        )
        return md5s, changes[0]

    def _read(self, pieces: Sequence[Piece], *, waits: bool = True) -> None:
        """Read pieces; what is left of them is asked for again where an answer breaks off."""
        pauses = self._limits.pauses()
        while left := [each for each in pieces if each.is_missing]:
            before = _size(left)
            try:
                self._read_once(left, waits=waits or len(left) == 1)
            except NoRight:
                raise
            except _OF_FILES as error:
                return self._read_others(left, error)
            except TransientFailure:
                if _size(left) < before:
                    pauses = self._limits.pauses()
                pause = next(pauses, None)
                if pause is None:
                    raise
                Cancellation.current().wait(pause)
            else:
                return self._report_short(left)
        return None

    def _read_once(self, pieces: Sequence[Piece], *, waits: bool) -> None:
        chunks = [each.chunk(self._owner) for each in pieces]
        with closing(self._file_server.read(chunks, waits=waits)) as blocks:
            for block in blocks:
                piece = pieces[block.number]
                piece.offset += len(block.data)
                self._checked(piece.file, partial(piece.file.write, block.offset, block.data))

    def _read_others(self, pieces: Sequence[Piece], error: OpenbisError) -> None:
        """Read pieces whose request was refused, without the files that are the reason."""
        files = {each.file for each in pieces}
        changed = self._fail_changed(files)
        if not changed and len(files) == 1:
            self._fail(files.pop(), error)
            return
        middle = 0 if changed else len(pieces) // 2
        waits = not isinstance(error, FileServerBusy)
        self._read(pieces[:middle], waits=waits)
        self._read(pieces[middle:], waits=waits)

    def _fail_changed(self, files: Iterable[ArrivingFile]) -> bool:
        """Report the files that were changed or removed since they were listed; return whether there are any."""
        changed = {each: change for each in files if (change := self._changes.of(each.file))}
        for file, change in changed.items():
            self._fail(file, change)
        return bool(changed)

    def _report_short(self, pieces: Sequence[Piece]) -> None:
        for each in pieces:
            if each.is_missing:
                problem = f"the data store sends {each.end - each.offset} bytes less than it states"
                self._fail(each.file, IntegrityError(each.file.file.path, problem))

    def _checked(self, file: ArrivingFile, action: Callable[[], T]) -> T | None:
        """Do something that can complete a file; None if the file is wrong then, which is reported."""
        try:
            result = action()
        except IntegrityError as error:
            self._fail(file, error)
            result = None
        if file.is_finished:
            self._begun.discard(file)
        return result

    def _fail(self, file: ArrivingFile, error: OpenbisError) -> None:
        if isinstance(error, FileServerBusy):
            file.suspend()
        else:
            file.discard()
        self._begun.discard(file)
        is_missing = isinstance(error, FileNotInDataSet)
        self._on_failure(file.file, DataNotAvailable(str(error)) if is_missing else error)


def _size(pieces: Iterable[Piece]) -> int:
    return sum(each.end - each.offset for each in pieces)
