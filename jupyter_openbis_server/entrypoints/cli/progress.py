"""How far a transfer has come, for people."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from jupyter_openbis_server.domain.model import Amount
from jupyter_openbis_server.domain.model.progress import NOTHING


class ShownProgress:
    """Port `Progress`: a bar with rate and time left on a terminal, nothing elsewhere. A context manager."""

    def __init__(self, what: str, *, is_quiet: bool) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            DownloadColumn(binary_units=True),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[files]}"),
            console=console,
            disable=is_quiet or not console.is_terminal,
        )
        self._task = self._bar.add_task(what, total=None, files="")
        self._total = self._done = NOTHING

    def begin(self, total: Amount, done: Amount = NOTHING) -> None:
        """See the port."""
        self._total, self._done = total, done
        self._bar.reset(self._task, total=total.bytes, completed=done.bytes, files=self._files())

    def moved(self, count: int) -> None:
        """See the port."""
        self._bar.advance(self._task, count)

    def completed(self, path: str) -> None:
        """See the port."""
        del path
        self._done = Amount(self._done.files + 1, self._done.bytes)
        self._bar.update(self._task, files=self._files())

    def __enter__(self) -> ShownProgress:  # noqa: PYI034 - typing has no Self in Python 3.10
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.stop()

    def _files(self) -> str:
        return f"{self._done.files}/{self._total.files} files"
