"""Progress display of transfers."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from jupyter_openbis_server.domain.shared.progress import ZERO, Amount, ProgressDefaults
from jupyter_openbis_server.entrypoints.cli.output.tables import size

_WIDE, _USUAL, _NARROW = 110, 80, 50
"""Minimum widths of a terminal, in characters, for all columns; for all but two; and for those without the bar."""


class _BytesColumn(ProgressColumn):
    """`1.5 MiB of 20.5 MiB`, in the units of the responses."""

    def render(self, task: Task) -> Text:
        """See rich."""
        if task.total is None:
            return Text()
        return Text(f"{size(int(task.completed))} of {size(int(task.total))}", style="progress.download")


class _SpeedColumn(ProgressColumn):
    """`1.5 MiB/s`."""

    def render(self, task: Task) -> Text:
        """See rich."""
        speed = task.finished_speed or task.speed
        return Text(f"{size(int(speed))}/s" if speed else "", style="progress.data.speed")


class ShownProgress(ProgressDefaults):
    """Port `Progress`: a bar with rate and remaining time on a terminal, otherwise no output. A context manager.

    On a narrow terminal it has fewer columns, to fit into one line.
    """

    def __init__(self, what: str, *, is_quiet: bool) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            *_columns(console.width), console=console, disable=is_quiet or not console.is_terminal, expand=False
        )
        self._task = self._bar.add_task(what, total=None, files="")
        self._total = self._done = ZERO

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """See the port. The rate is kept if the total is corrected."""
        self._total, self._done = total, done
        self._bar.update(self._task, total=total.bytes, completed=done.bytes, files=self._files())

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
        if not self._bar.disable:  # rich before 14 ends the line of a bar that was never shown
            self._bar.stop()

    def _files(self) -> str:
        return f"{self._done.files}/{self._total.files} files"


def _columns(width: int) -> list[ProgressColumn]:
    files = TextColumn("{task.fields[files]}")
    if width < _NARROW:
        return [TaskProgressColumn(), _BytesColumn()]
    if width < _USUAL:
        return [TaskProgressColumn(), _BytesColumn(), files]
    if width < _WIDE:
        return [TextColumn("{task.description}"), BarColumn(10), TaskProgressColumn(), _BytesColumn(), files]
    return [
        TextColumn("{task.description}"),
        BarColumn(20),
        TaskProgressColumn(),
        _BytesColumn(),
        _SpeedColumn(),
        TimeRemainingColumn(),
        files,
    ]
