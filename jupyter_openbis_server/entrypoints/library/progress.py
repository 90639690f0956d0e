"""Progress of transfers in notebooks and terminals."""

from __future__ import annotations

import html
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias, cast

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.shared.progress import (
    ZERO,
    Amount,
    NoProgress,
    Progress,
    ProgressDefaults,
    ProgressReport,
)

_log = logging.getLogger(__name__)

ShowProgress: TypeAlias = bool | Callable[[ProgressReport], None] | Progress | None
"""True shows a bar in a notebook or terminal, False none. None, the default, is True unless `OPENBIS_PROGRESS` is `0`.

A callback receives a `ProgressReport` for each change, from several threads; a `Progress` receives the changes.
"""

VARIABLE = "OPENBIS_PROGRESS"
"""Environment variable that turns bars off: `0`, `off`, `no` or `false`."""

_OFF = ("0", "off", "no", "false")
_UPDATE_SECONDS = 0.2
"""Time between two updates of a bar in a notebook: each is a message to the browser."""


def progress_of(show: ShowProgress, what: str) -> AbstractContextManager[Progress]:
    """Return the progress for a transfer; what it shows ends with the context.

    Args:
        show: See `ShowProgress`.
        what: Describes the transfer, e.g. `Download`.
    """
    if show is None:
        show = os.environ.get(VARIABLE, "").strip().lower() not in _OFF
    if show is False:
        return _unchanged(NoProgress())
    if show is not True:
        return _unchanged(cast("Progress", show) if hasattr(show, "begin") else _reporting(show))
    if _is_notebook():
        return NotebookProgress(what)
    from jupyter_openbis_server.entrypoints.cli.output.progress import ShownProgress  # noqa: PLC0415 - slow

    return ShownProgress(what, is_quiet=False)


def _reporting(callback: object) -> Progress:
    if not callable(callback):
        raise InvalidInput("progress is True, False, a function that takes a ProgressReport, or a Progress")
    return ReportingProgress(callback)


@contextmanager
def _unchanged(progress: Progress) -> Iterator[Progress]:
    yield progress


def _is_notebook() -> bool:
    """Return whether this program is the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return getattr(shell, "kernel", None) is not None


class _Counting(ProgressDefaults):
    """Port `Progress` that counts and calls `_changed`, in any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._total: Amount | None = None
        self._done = ZERO
        self._moved = 0
        self._begun = time.monotonic()

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """See the port."""
        with self._lock:
            self._total, self._done = total, done
            self._changed()

    def moved(self, count: int) -> None:
        """See the port."""
        with self._lock:
            self._done += Amount(0, count)
            self._moved += max(0, count)
            self._changed()

    def completed(self, path: str) -> None:
        """See the port."""
        del path
        with self._lock:
            self._done += Amount(1, 0)
            self._changed()

    def _report(self) -> ProgressReport:
        seconds = time.monotonic() - self._begun
        speed = self._moved / seconds if seconds > 0 and self._moved else None
        return ProgressReport(self._done, self._total, speed, self._moved)

    def _changed(self) -> None:
        """Pass a change on; called with the lock."""


class ReportingProgress(_Counting):
    """Port `Progress` that calls a function. One that raises is not called again: the transfer is worth more."""

    def __init__(self, callback: Callable[[ProgressReport], None]) -> None:
        super().__init__()
        self._callback: Callable[[ProgressReport], None] | None = callback

    def _changed(self) -> None:
        if self._callback is None:
            return
        try:
            self._callback(self._report())
        except Exception:  # noqa: BLE001 - any error of the caller's function
            self._callback = None
            _log.exception("The progress callback has failed and is not called again")


class NotebookProgress(_Counting):
    """Port `Progress`: a bar in the output of the cell. A context manager. Needs IPython, and no widgets."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self._handle: Any = None
        self._shown = 0.0

    def __enter__(self) -> NotebookProgress:  # noqa: PYI034 - typing has no Self in Python 3.10
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._handle is not None:
                self._show()

    def _changed(self) -> None:
        now = time.monotonic()
        if now - self._shown >= _UPDATE_SECONDS:
            self._shown = now
            self._show()

    def _show(self) -> None:
        from IPython.display import HTML, display  # noqa: PLC0415 - only in notebooks

        try:
            shown = HTML(self._html())  # type: ignore[no-untyped-call]
            if self._handle is None:
                self._handle = display(shown, display_id=True)  # type: ignore[no-untyped-call]
            else:
                self._handle.update(shown)
        except Exception:  # noqa: BLE001 - a closed kernel connection must not end the transfer
            _log.debug("The progress could not be shown", exc_info=True)

    def _html(self) -> str:
        from jupyter_openbis_server.entrypoints.cli.output.tables import size  # noqa: PLC0415 - slow

        report = self._report()
        total = report.total or ZERO
        value = f' value="{min(report.done.bytes, total.bytes)}" max="{max(total.bytes, 1)}"' if report.total else ""
        speed = f", {size(int(report.bytes_per_second))}/s" if report.bytes_per_second else ""
        text = f"{size(report.done.bytes)} of {size(total.bytes)}, {report.done.files}/{total.files} files{speed}"
        return f"<div>{html.escape(self._what)} <progress{value}></progress> {html.escape(text)}</div>"
