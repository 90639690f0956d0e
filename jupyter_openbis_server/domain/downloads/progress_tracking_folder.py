"""Download folder that reports progress and stores the checksums of received files."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import LocalFile
from jupyter_openbis_server.domain.downloads.manifest import Manifest
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.files.receiving import IncomingFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress


class ProgressTrackingFolder:
    """Port `DownloadFolder` that wraps another one. With any transport, bytes are counted here and only here.

    Args:
        inner: The wrapped folder.
        progress: Notified of the progress.
        present: Bytes of a file, by path, that were counted before the download began; default of a file: 0.
        is_mutable: Whether the files can change. If so, a partial file is kept for a later download only if its
            modification time is known: the rest of a changed file does not fit the part that is present.
    """

    def __init__(
        self, inner: DownloadFolder, progress: Progress, present: Mapping[str, int], *, is_mutable: bool = False
    ) -> None:
        self._inner = inner
        self._is_mutable = is_mutable
        self._progress = progress
        self._counted = dict(present)
        self._lock = threading.Lock()
        self._checksums: dict[str, tuple[int, str | None]] = {}

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

    def inspect(self, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        """See the port."""
        return self._inner.inspect(file, cancellation)

    def make_folder(self, path: str) -> None:
        """See the port."""
        self._inner.make_folder(path)

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> _ProgressTrackingFile:
        """See the port."""
        is_identifiable = not self._is_mutable or file.modified is not None
        incoming = self._inner.receive(file, resumable=resumable and is_identifiable)
        self._progress.began(file.local_path)
        self.count_as(file, file.size - sum(end - start for start, end in incoming.missing()))
        return _ProgressTrackingFile(self, file, incoming)

    def clean_up(self) -> None:
        """See the port."""
        self._inner.clean_up()

    def with_checksums(self, files: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
        """Return the files, with checksums for those that were received completely."""
        return tuple(file.with_checksum(*self._checksums.get(file.path, (file.crc32, file.md5))) for file in files)

    def count(self, file: DataSetFile, bytes_: int) -> None:
        """Add received bytes to the count of a file."""
        with self._lock:
            self._counted[file.path] = self._counted.get(file.path, 0) + bytes_
        self._progress.moved(bytes_)

    def count_as(self, file: DataSetFile, bytes_: int) -> None:
        """Set the count of a file to the number of bytes that are present."""
        with self._lock:
            difference = bytes_ - self._counted.get(file.path, 0)
            self._counted[file.path] = bytes_
        if difference:
            self._progress.moved(difference)

    def finish(self, file: DataSetFile, crc32: int, md5: str | None) -> None:
        """Record a complete file and its checksums."""
        self._checksums[file.path] = (crc32, md5)
        self._progress.completed(file.local_path)


class _ProgressTrackingFile:
    """Port `IncomingFile` that wraps another one and counts its bytes."""

    def __init__(self, folder: ProgressTrackingFolder, file: DataSetFile, inner: IncomingFile) -> None:
        self._folder = folder
        self._file = file
        self._inner = inner

    def missing(self) -> tuple[tuple[int, int], ...]:
        return self._inner.missing()

    def write(self, offset: int, data: bytes | bytearray | memoryview, crc32: int | None = None) -> None:
        self._inner.write(offset, data, crc32)
        self._folder.count(self._file, len(data))

    def complete(self, md5: str | None = None) -> int:
        try:
            crc32 = self._inner.complete(md5)
        except OpenbisError:
            self._folder.count_as(self._file, 0)
            raise
        self._folder.count_as(self._file, self._file.size)
        self._folder.finish(self._file, crc32, md5)
        return crc32

    def suspend(self) -> None:
        self._inner.suspend()

    def discard(self) -> None:
        self._inner.discard()
        self._folder.count_as(self._file, 0)
