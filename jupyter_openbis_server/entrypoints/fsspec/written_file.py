"""Files that are open for writing."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, NoReturn

from jupyter_openbis_server.adapters.filesystem.workspace.spool import Spool
from jupyter_openbis_server.domain.object_files.store_files import FileTarget
from jupyter_openbis_server.entrypoints.fsspec.storing import Pending, store_together

_log = logging.getLogger(__name__)


class WrittenFile(io.BufferedIOBase):
    """A file that is written here, and stored in openBIS by `close`; by a transaction, at its end.

    Nothing is stored if it is not closed, or closed by an error. The end of its `with` block knows whether there is
    one. `close` alone does not: while Python handles an error that did not exist when the file was opened, the file is
    discarded, and a warning is logged. Wrappers that do not pass the error on, and `finally` blocks, call only `close`.

    Args:
        path: As `OpenbisPath`.
        mode: As that of `open`.
        target: Where it is stored.
        autocommit: Whether `close` stores it.
    """

    def __init__(self, path: str, mode: str, target: FileTarget, *, autocommit: bool = True) -> None:
        self.path = self.name = path
        self.mode = mode
        self.autocommit = autocommit
        self.is_complete = False
        self._is_confirmed = False
        self._handled = _handled_errors()
        self._spool = Spool(path)
        self._is_discarded = False
        self.pending = Pending(path, target, self._spool)

    def writable(self) -> bool:
        """Return whether it is not closed."""
        return not self.closed

    def seekable(self) -> bool:
        """Return whether it is not closed."""
        return not self.closed

    def write(self, data: Any) -> int:  # noqa: ANN401 - bytes, or what has the buffer protocol
        """Write data; return the number of bytes."""
        return self._open_spool().write(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Change the place at which data are written."""
        return self._open_spool().seek(offset, whence)

    def tell(self) -> int:
        """Return the place at which data are written."""
        return self._open_spool().place

    def truncate(self, size: int | None = None) -> int:
        """Change the size."""
        return self._open_spool().truncate(size)

    def close(self) -> None:
        """Store the file. Raises OSError if it cannot be stored; it is neither there then, nor changed.

        In an `except` or `finally` block, for an error that was raised after the file was opened, it is discarded, and
        a warning is logged: the error may have interrupted the writing. Use the file in a `with` block inside of that
        block, or close it behind it.
        """
        if self.closed:
            return
        if not self._is_confirmed and self._is_interrupted():
            self._abandon("an error occurred while it was written")
            return
        super().close()
        self.is_complete = not self._is_discarded
        if self.autocommit:
            self.commit()

    def confirm(self) -> None:
        """Note that the file is complete: `close` stores it, also while an error is handled."""
        self._is_confirmed = True

    def _is_interrupted(self) -> bool:
        """Return whether an error is being handled that is newer than the file, or was raised again since."""
        error = sys.exc_info()[1]
        return error is not None and not any(
            error is known and error.__traceback__ is traceback for known, traceback in self._handled
        )

    def commit(self) -> None:
        """Store the file, if it was closed."""
        if not self.is_complete:
            return
        try:
            store_together([self.pending])
        finally:
            self.discard()

    def discard(self) -> None:
        """Remove the data; nothing is stored if it is not yet."""
        self._is_discarded = True
        self._handled = ()  # they keep the frames of their tracebacks alive
        self.is_complete = False
        super().close()
        self.pending.discard()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Store the file, or discard it after an error."""
        if kind is not None:
            self.discard()
        self.confirm()
        self.close()

    def __del__(self) -> None:
        """Discard the file: what was not closed may be incomplete."""
        if getattr(self, "pending", None) is not None and not self.closed:
            self._dealloc_warn(self)

    def _dealloc_warn(self, _: object) -> None:
        """Discard the file; Python's wrapper for text calls this before it closes what was not closed."""
        with suppress(Exception):  # at the end of the interpreter
            self._abandon("it was not closed; use it in a 'with' block, or call its 'close'")

    def _abandon(self, reason: str) -> None:
        self.discard()
        _log.warning("openbis://%s was not stored: %s", self.path, reason)

    def _open_spool(self) -> Spool:
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._spool

    def __reduce__(self) -> NoReturn:
        raise TypeError("a file that is open for writing cannot be sent to another process; open it there")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} openbis://{self.path} mode={self.mode!r}>"


def _handled_errors() -> tuple[tuple[BaseException, TracebackType | None], ...]:
    """Return the errors that are being handled, innermost first, with tracebacks, which grow if one is raised again."""
    found: list[tuple[BaseException, TracebackType | None]] = []
    error = sys.exc_info()[1]
    while error is not None and all(error is not known for known, _ in found):
        found.append((error, error.__traceback__))
        error = error.__context__
    return tuple(found)


class TextFile(io.TextIOWrapper):
    """A file that is written as text. Python's own wrapper does not know of an error in its `with` block."""

    def __init__(self, file: WrittenFile | CompressedFile, **options: Any) -> None:  # noqa: ANN401 - see TextIOWrapper
        super().__init__(file, **options)  # type: ignore[arg-type]  # typeshed wants the methods of raw files, too
        self._written = file

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Store the file, or discard it after an error."""
        if kind is None:
            self._written.confirm()
        else:
            self._written.discard()
        self.close()


class CompressedFile(io.BufferedIOBase):
    """A file that is compressed while it is written. Python's compressors do not close the file below."""

    def __init__(self, file: WrittenFile, compress: Callable[..., Any]) -> None:
        self._file = file
        self._compressor = compress(file, mode="w")

    def writable(self) -> bool:
        """Return whether it is not closed."""
        return not self.closed

    def write(self, data: Any) -> int:  # noqa: ANN401 - bytes, or what has the buffer protocol
        """Write data; return the number of bytes before the compression."""
        return int(self._compressor.write(data))

    def close(self) -> None:
        """Store the file; see `WrittenFile.close`."""
        if not self.closed:
            super().close()
            self._compressor.close()
            self._file.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Store the file, or discard it after an error."""
        if kind is None:
            self.confirm()
        else:
            self.discard()
        self.close()

    def confirm(self) -> None:
        """See `WrittenFile.confirm`."""
        self._file.confirm()

    def discard(self) -> None:
        """Remove the data; nothing is stored."""
        self._file.discard()
        super().close()

    def __del__(self) -> None:
        """Discard the file, as `WrittenFile` does."""
        if getattr(self, "_compressor", None) is not None and not self.closed:
            self._dealloc_warn(self)

    def _dealloc_warn(self, source: object) -> None:
        self._file._dealloc_warn(source)  # noqa: SLF001 - the same for the file below
        with suppress(Exception):
            super().close()
