"""A recording download folder."""

from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import LocalFile
from jupyter_openbis_server.domain.downloads.manifest import Manifest
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder
from jupyter_openbis_server.domain.files.receiving import IncomingFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


@dataclass
class RecordedFile:
    """An `IncomingFile` that records how it ended."""

    inner: IncomingFile
    path: str
    resumable: bool
    before_write: Callable[[], None]
    ends: list[str]
    writes: list[int] = field(default_factory=list)

    def missing(self) -> tuple[tuple[int, int], ...]:
        return self.inner.missing()

    def write(self, offset: int, data: bytes | bytearray | memoryview, crc32: int | None = None) -> None:
        self.before_write()
        self.inner.write(offset, data, crc32)
        self.writes.append(len(data))

    def complete(self, md5: str | None = None) -> int:
        self.ends.append("failed to complete")
        crc32 = self.inner.complete(md5)
        self.ends[-1] = "completed"
        return crc32

    def suspend(self) -> None:
        self.ends.append("suspended")
        self.inner.suspend()

    def discard(self) -> None:
        self.ends.append("discarded")
        self.inner.discard()


class RecordingFolder:
    """A `DownloadFolder` around another one; `before_write` is called before any bytes are stored and may raise."""

    def __init__(self, inner: DownloadFolder, before_write: Callable[[], None] = lambda: None) -> None:
        self.received: list[RecordedFile] = []
        self._inner = inner
        self._before_write = before_write

    @property
    def path(self) -> str:
        return self._inner.path

    def manifest(self) -> Manifest | None:
        return self._inner.manifest()

    def write_manifest(self, manifest: Manifest) -> None:
        self._inner.write_manifest(manifest)

    def inspect(self, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        return self._inner.inspect(file, cancellation)

    def make_folder(self, path: str) -> None:
        self._inner.make_folder(path)

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> RecordedFile:
        incoming = self._inner.receive(file, resumable=resumable)
        recorded = RecordedFile(incoming, file.path, resumable, self._before_write, [])
        self.received.append(recorded)
        return recorded

    def clean_up(self) -> None:
        self._inner.clean_up()

    def bytes_written(self, suffix: str) -> int:
        """Return the number of bytes stored for files whose paths end with a suffix."""
        return sum(sum(each.writes) for each in self.received if each.path.endswith(suffix))

    @property
    def left_open(self) -> list[str]:
        """Paths of the files that were not ended."""
        return [each.path for each in self.received if not each.ends]

    @property
    def completed(self) -> list[str]:
        """Paths of the files that have their final name."""
        return [each.path for each in self.received if "completed" in each.ends]

    @property
    def suspended(self) -> list[str]:
        """Paths of the suspended files."""
        return [each.path for each in self.received if "suspended" in each.ends]
