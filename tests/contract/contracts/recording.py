"""A download folder that keeps book of what became of each file."""

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.model import DataSetFile
from jupyter_openbis_server.domain.ports import DownloadFolder, IncomingFile


@dataclass
class RecordedFile:
    """An `IncomingFile` that remembers how it was ended."""

    inner: IncomingFile
    path: str
    before_write: Callable[[], None]
    ends: list[str]

    def write(self, offset: int, data: bytes | memoryview) -> None:
        self.before_write()
        self.inner.write(offset, data)

    def complete(self) -> None:
        self.ends.append("failed to complete")
        self.inner.complete()
        self.ends[-1] = "completed"

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

    def make_folder(self, path: str) -> None:
        self._inner.make_folder(path)

    def receive(self, file: DataSetFile) -> RecordedFile:
        recorded = RecordedFile(self._inner.receive(file), file.path, self._before_write, [])
        self.received.append(recorded)
        return recorded

    @property
    def left_open(self) -> list[str]:
        """Paths of the files that were neither completed nor discarded."""
        return [each.path for each in self.received if not each.ends]

    @property
    def completed(self) -> list[str]:
        """Paths of the files that have their final name."""
        return [each.path for each in self.received if "completed" in each.ends]
