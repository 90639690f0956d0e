"""A download folder that tells how far the download has come, and remembers the checksums of what arrives."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import Cancellation, DataSetFile, LocalFile, Manifest
from jupyter_openbis_server.domain.ports import DownloadFolder, IncomingFile, Progress


class MeasuredFolder:
    """Port `DownloadFolder` around another one: whatever the transport, bytes are counted here and only here.

    Args:
        inner: The folder.
        progress: Who is told.
        present: How many bytes of a file, by path, have been counted before the download began.
    """

    def __init__(self, inner: DownloadFolder, progress: Progress, present: Mapping[str, int]) -> None:
        self._inner = inner
        self._progress = progress
        self._counted = dict(present)
        self._lock = threading.Lock()
        self._checksums: dict[str, int] = {}

    @property
    def path(self) -> str:
        """See the port."""
        return self._inner.path

    def manifest(self) -> Manifest | None:
        """See the port."""
        return self._inner.manifest()

    def write_manifest(self, manifest: Manifest) -> None:
        """See the port."""
        self._inner.write_manifest(manifest)

    def look(self, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        """See the port."""
        return self._inner.look(file, cancellation)

    def make_folder(self, path: str) -> None:
        """See the port."""
        self._inner.make_folder(path)

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> _MeasuredFile:
        """See the port."""
        incoming = self._inner.receive(file, resumable=resumable)
        self.count_as(file, file.size - sum(end - start for start, end in incoming.missing()))
        return _MeasuredFile(self, file, incoming)

    def tidy(self) -> None:
        """See the port."""
        self._inner.tidy()

    def with_checksums(self, files: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
        """Return files with the checksums of those that have arrived complete."""
        return tuple(replace(file, crc32=self._checksums.get(file.path, file.crc32)) for file in files)

    def count(self, file: DataSetFile, bytes_: int) -> None:
        """Count bytes of a file that have arrived."""
        with self._lock:
            self._counted[file.path] = self._counted.get(file.path, 0) + bytes_
        self._progress.moved(bytes_)

    def count_as(self, file: DataSetFile, bytes_: int) -> None:
        """Correct the count of a file: so many of its bytes are there."""
        with self._lock:
            difference = bytes_ - self._counted.get(file.path, 0)
            self._counted[file.path] = bytes_
        if difference:
            self._progress.moved(difference)

    def finish(self, file: DataSetFile, crc32: int) -> None:
        """Take note of a complete file."""
        self._checksums[file.path] = crc32
        self._progress.completed(file.local_path)


class _MeasuredFile:
    """Port `IncomingFile` around another one."""

    def __init__(self, folder: MeasuredFolder, file: DataSetFile, inner: IncomingFile) -> None:
        self._folder = folder
        self._file = file
        self._inner = inner

    def missing(self) -> tuple[tuple[int, int], ...]:
        return self._inner.missing()

    def write(self, offset: int, data: bytes | bytearray | memoryview, crc32: int | None = None) -> None:
        self._inner.write(offset, data, crc32)
        self._folder.count(self._file, len(data))

    def complete(self) -> int:
        try:
            crc32 = self._inner.complete()
        except OpenbisError:
            self._folder.count_as(self._file, 0)
            raise
        self._folder.count_as(self._file, self._file.size)
        self._folder.finish(self._file, crc32)
        return crc32

    def suspend(self) -> None:
        self._inner.suspend()

    def discard(self) -> None:
        self._inner.discard()
        self._folder.count_as(self._file, 0)
