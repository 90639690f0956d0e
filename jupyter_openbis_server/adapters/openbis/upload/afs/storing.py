"""Storing files on the file server (AFS): send, verify, and give them their final names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain

from jupyter_openbis_server.adapters.openbis.api.afs.batching import batches, bytes_per_request
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.errors import FileExists
from jupyter_openbis_server.adapters.openbis.api.afs.file_lines import AfsFile
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.transfer.afs.checksums import Checksums, ListedFile
from jupyter_openbis_server.adapters.openbis.transfer.parallel import run_all
from jupyter_openbis_server.adapters.openbis.upload.afs.confirmed import entries
from jupyter_openbis_server.adapters.openbis.upload.afs.local_files import LocalFile, Piece, pieces_of
from jupyter_openbis_server.adapters.openbis.upload.afs.placing import Entries, Placing
from jupyter_openbis_server.adapters.openbis.upload.afs.temporary import TemporaryFiles
from jupyter_openbis_server.domain.errors import (
    FileConflict,
    IntegrityError,
    OpenbisError,
    RequestRefused,
    SourceNotReadable,
)
from jupyter_openbis_server.domain.object_files.object_files import FileToStore, StoredFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress

_FINAL = (RequestRefused, SourceNotReadable, IntegrityError, FileConflict)
"""Errors after which the same upload would not succeed: what it has sent is deleted."""

_Task = Callable[[], None]


class Storing:
    """Stores files of one owner, by few requests (openbis-afs 2 to 4).

    Args:
        file_server: Where to.
        owner: PermId of the sample or experiment.
        limits: How much at a time.
        progress: Notified of bytes that openBIS has received, and of files that have their final names.
    """

    def __init__(self, file_server: AfsClient, owner: str, limits: HttpLimits, progress: Progress) -> None:
        self._file_server = file_server
        self._owner = owner
        self._limits = limits
        self._progress = progress

    def store(self, wanted: Sequence[FileToStore], cancellation: Cancellation) -> tuple[StoredFile, ...]:
        """Store files and empty folders. Errors as `ObjectFiles.store`."""
        temporary = TemporaryFiles(self._file_server, self._owner, self._limits.file_server_requests)
        placing = Placing(self._file_server, self._owner, self._limits)
        files = self._read_all(wanted, temporary, cancellation)
        try:
            folder = temporary.assign(files)
            there = self._send_verified(files, temporary, cancellation)
            there = placing.place(files, cancellation, there)
        except _FINAL:
            if not placing.gaps:  # else what was sent is the only version outside the trash
                temporary.delete()
            raise
        finally:
            for file in files:
                file.close()
        if folder and folder in there:
            # Everything is stored: nothing is left to be cancelled, and nothing that could fail.
            with Cancellation().as_current(), suppress(OpenbisError):
                temporary.delete_file(folder)
        for file in files:
            if not file.is_folder:
                self._progress.completed(file.wanted.source.name)
        return tuple(StoredFile(each.path, each.size, each.md5 or None) for each in files)

    def _read_all(
        self, wanted: Sequence[FileToStore], temporary: TemporaryFiles, cancellation: Cancellation
    ) -> list[LocalFile]:
        """Return the local files, large ones with samples and small ones with their MD5; openBIS lists its own."""
        found: dict[int, LocalFile] = {}

        def read(number: int, file: FileToStore) -> None:
            found[number] = LocalFile(file)

        tasks: Iterator[_Task] = (partial(read, number, file) for number, file in enumerate(wanted))
        threads = self._limits.file_server_requests
        run_all(chain([temporary.find_existing], tasks), _run, cancellation, threads=threads)
        return [found[number] for number in range(len(wanted))]

    def _send_verified(
        self, files: Sequence[LocalFile], temporary: TemporaryFiles, cancellation: Cancellation
    ) -> Entries | None:
        """Send files; send those again that openBIS lists as missing or different.

        Returns:
            What openBIS has just listed; None if time has passed since then.
        """
        self._progress.moved(sum(each.stored for each in files))
        left = files
        for pause in (*self._limits.pauses(), None):
            run_all(self._tasks(left), _run, cancellation, threads=self._limits.file_server_requests)
            listed, left = self._compared(left, cancellation)
            for file in left or [each for each in files if each.is_large]:
                file.check_unchanged()
            if not left:
                return None if any(each.is_large for each in files) else listed
            if pause is not None:
                cancellation.wait(pause)
                self._begin_again(left, temporary)
        raise IntegrityError(left[0].path, "openBIS stored different content in every attempt")

    def _tasks(self, files: Sequence[LocalFile]) -> Iterator[_Task]:
        for file in files:
            if not file.size:
                yield partial(self._create, file)
        max_bytes = bytes_per_request(sum(each.size - each.stored for each in files), self._limits.file_server_requests)
        for batch in batches(pieces_of(files), lambda piece: piece.chunk(self._owner), max_bytes):
            yield partial(self._write, batch)

    def _create(self, file: LocalFile) -> None:
        """Create an empty file or folder. Whether it is there is seen in the list."""
        with suppress(FileExists, TransientFailure):
            self._file_server.create(self._owner, file.temporary, is_folder=file.is_folder)

    def _write(self, pieces: Sequence[Piece]) -> None:
        chunks = [each.chunk(self._owner) for each in pieces]
        for each in pieces:
            each.hash()
        self._progress.began(pieces[0].file.wanted.source.name)
        self._file_server.write(chunks, pieces)
        self._progress.moved(sum(each.length for each in pieces))

    def _compared(self, files: Sequence[LocalFile], cancellation: Cancellation) -> tuple[Entries, list[LocalFile]]:
        """Return what openBIS has, and the files that it has not, or with another size or MD5.

        Files are listed and read back at the same time. If one is missing, those that are not are read back after that.
        """
        there: dict[str, AfsFile] = {}
        md5s: dict[str, str] = {}
        streams = self._limits.file_server_requests
        checksums = Checksums(self._file_server, self._owner, self._limits, max(1, streams - 1))

        def ask(of: Sequence[LocalFile], *, is_final: bool) -> None:
            listed = [ListedFile(each.temporary, each.size) for each in of if not each.is_folder]
            md5s.update(checksums.of(listed, cancellation, is_final=is_final))

        tasks: list[_Task] = [
            lambda: there.update(entries(self._file_server, self._owner)),
            lambda: ask(files, is_final=False),
        ]
        run_all(tasks, _run, cancellation, threads=min(len(tasks), streams))
        sized = [each for each in files if _has_size(there.get(each.temporary), each)]
        ask([each for each in sized if each.temporary not in md5s], is_final=True)
        right = {each for each in sized if md5s.get(each.temporary, "") == each.md5}
        return there, [each for each in files if each not in right]

    def _begin_again(self, files: Sequence[LocalFile], temporary: TemporaryFiles) -> None:
        for file in files:
            self._progress.moved(-file.size)
            temporary.delete_file(file.temporary)
            file.begin_at(0)


def _run(task: _Task, cancellation: Cancellation) -> None:
    cancellation.check()
    task()


def _has_size(there: AfsFile | None, file: LocalFile) -> bool:
    return there is not None and (there.is_folder, there.size) == (file.is_folder, file.size)
