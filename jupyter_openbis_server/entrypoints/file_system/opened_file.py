"""Files that are open for reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Protocol

from fsspec.spec import AbstractBufferedFile, AbstractFileSystem


class Source(Protocol):
    """Where the bytes of an open file come from."""

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` to `end`. Raises OSError."""

    def close(self) -> None:
        """Let go of what is held."""


class OpenbisFile(AbstractBufferedFile):  # type: ignore[misc]  # fsspec has no types
    """A file of a data set. What is read from openBIS, and how far ahead, is decided by fsspec's caches."""

    def __init__(self, file_system: AbstractFileSystem, path: str, source: Source, **options: Any) -> None:  # noqa: ANN401
        self._source = source
        super().__init__(file_system, path, **options)

    def close(self) -> None:
        """Close it; what it was read from is let go."""
        if not self.closed:
            super().close()
            self._source.close()

    def _fetch_range(self, start: int, end: int) -> bytes:
        return self._source.read(start, end)


class Parts:
    """Source for data stores that give parts of files."""

    def __init__(self, read: Callable[[int, int], bytes]) -> None:
        self.read = read

    def close(self) -> None:
        """Do nothing: nothing is held."""


class TemporaryCopy:
    """Source for data stores that give whole files only: copies the file when it is first read, and reads the copy."""

    def __init__(self, copy_to: Callable[[str], None]) -> None:
        self._copy_to = copy_to
        self._folder: TemporaryDirectory[str] | None = None
        self._file: BinaryIO | None = None

    def read(self, start: int, end: int) -> bytes:
        """See `Source.read`."""
        if self._file is None:
            self._folder = self._folder or TemporaryDirectory(prefix="openbis-")
            target = Path(self._folder.name, "copy")
            self._copy_to(str(target))
            self._file = target.open("rb")
        self._file.seek(start)
        return self._file.read(end - start)

    def close(self) -> None:
        """Remove the copy."""
        if self._file:
            self._file.close()
        if self._folder:
            self._folder.cleanup()
