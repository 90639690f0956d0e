"""`sync --watch`: output, metrics, and the notification about failures."""

from __future__ import annotations

import logging
import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from jupyter_openbis_server.adapters.prometheus.sync_metrics import SyncMetrics
from jupyter_openbis_server.domain.errors import Cancelled, OpenbisError
from jupyter_openbis_server.domain.sync.report import SyncReport
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.sync.watching.watching import Pace
from jupyter_openbis_server.entrypoints.cli.commands.sync.output import lines_of
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.terminal import printable
from jupyter_openbis_server.entrypoints.schemas.sync.responses import SyncReportResponse

_FAILURES_TO_REPORT = 3
_COMMAND_SECONDS = 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outlook:
    """How a folder is watched.

    Attributes:
        metrics: File for metrics; None without.
        on_failure: Command line for failures that last; None without.
    """

    pace: Pace
    metrics: Path | None = None
    on_failure: str | None = None

    @property
    def command(self) -> list[str]:
        """The words of `on_failure`. Raises BadParameter: it cannot be read."""
        try:
            return shlex.split(self.on_failure) if self.on_failure else []
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--on-failure") from None


def watch_folder(cli: CliContext, request: SyncRequest, outlook: Outlook) -> None:
    """Synchronise a folder until Ctrl-C."""
    watcher = FolderWatcher(cli, request.folder, outlook)
    name = cli.open_session()
    with until_interrupted(cli, request.folder), cli.transfer("synchronising") as (cancellation, progress):
        cli.use_cases.sync.watch(name, request, outlook.pace, watcher, cancellation, progress)


@contextmanager
def until_interrupted(cli: CliContext, folder: str) -> Iterator[None]:
    """Say how the work in the block is ended, and that it was."""
    cli.echo_info(f"watching {folder}; press Ctrl-C to stop")
    try:
        yield
    except Cancelled:
        cli.echo_info("stopped; the next synchronisation continues")


class Watcher:
    """Reports failures that last, and keeps metrics."""

    def __init__(self, cli: CliContext, folder: str, outlook: Outlook) -> None:
        self._cli, self._folder, self._command = cli, folder, outlook.command
        self._metrics = SyncMetrics(outlook.metrics, folder, time.time) if outlook.metrics else None
        self._failures = 0
        self._shown: object = None

    def failed(self, error: OpenbisError, times: int) -> None:
        """See `SyncListener`."""
        if self._metrics:
            self._metrics.failed(error, times)
        _log.warning("%s: %s", self._folder, printable(error))
        self._note_end(error)

    def _note_end(self, error: OpenbisError | None) -> None:
        self._failures = self._failures + 1 if error else 0
        if error and self._failures == _FAILURES_TO_REPORT and self._command:
            _run(self._command, self._folder, error)

    def _is_news(self, shown: object) -> bool:
        """Return whether an output is another one than the last: what stays the same is written once."""
        is_news, self._shown = shown != self._shown, shown
        return is_news


class FolderWatcher(Watcher):
    """Port `SyncListener`: writes what was done."""

    def synchronised(self, report: SyncReport, waiting: tuple[str, ...]) -> None:
        """See the port."""
        if self._metrics:
            self._metrics.synchronised(report, waiting)
        lines = tuple(lines_of(report))
        if self._is_news(lines) or report.done:
            self._cli.respond(SyncReportResponse(), report, lambda: lines)
        self._note_end(report.stopped_by)


def _run(command: list[str], folder: str, error: OpenbisError) -> None:
    """Run the command for failures; it must not end the program."""
    environment = {**os.environ, "OPENBIS_SYNC_FOLDER": folder, "OPENBIS_SYNC_ERROR": printable(error)}
    try:
        subprocess.run(  # noqa: S603 - the user's own command
            command, env=environment, timeout=_COMMAND_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError) as problem:
        _log.warning("--on-failure: %s", printable(problem))
