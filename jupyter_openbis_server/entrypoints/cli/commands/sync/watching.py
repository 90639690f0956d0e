"""`sync --watch`: output, metrics, and the notification about failures."""

from __future__ import annotations

import logging
import os
import shlex
import subprocess
import time
from pathlib import Path

import click

from jupyter_openbis_server.adapters.prometheus.sync_metrics import SyncMetrics
from jupyter_openbis_server.domain.errors import Cancelled, OpenbisError
from jupyter_openbis_server.domain.sync.report import SyncReport
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.sync.watching.watch_folder import Pace
from jupyter_openbis_server.entrypoints.cli.commands.sync.output import lines_of
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.terminal import printable
from jupyter_openbis_server.entrypoints.schemas.sync import SyncReportResponse

_FAILURES_TO_REPORT = 3
_COMMAND_SECONDS = 60
_log = logging.getLogger(__name__)


def watch_folder(
    cli: CliContext, request: SyncRequest, pace: Pace, metrics: Path | None, on_failure: str | None
) -> None:
    """Watch a folder until Ctrl-C. Raises UsageError: the command for failures cannot be read."""
    try:
        command = shlex.split(on_failure) if on_failure else []
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--on-failure") from None
    name = cli.open_session()
    watcher = _Watcher(cli, request.folder, SyncMetrics(metrics, request.folder, time.time) if metrics else None, command)
    cli.echo_info(f"watching {request.folder}; press Ctrl-C to stop")
    try:
        with cli.transfer("synchronising") as (cancellation, progress):
            cli.use_cases.sync.watch(name, request, pace, watcher, cancellation, progress)
    except Cancelled:
        cli.echo_info("stopped; the next synchronisation continues")


class _Watcher:
    """Port `SyncListener`: writes what was done, and reports failures that last."""

    def __init__(self, cli: CliContext, folder: str, metrics: SyncMetrics | None, command: list[str]) -> None:
        self._cli, self._folder, self._metrics, self._command = cli, folder, metrics, command
        self._failures = 0
        self._shown: tuple[str, ...] = ()

    def synchronised(self, report: SyncReport, waiting: tuple[str, ...]) -> None:
        """See the port. Differences that stay are written once."""
        if self._metrics:
            self._metrics.synchronised(report, waiting)
        self._write(report)
        if report.stopped_by:
            self._fail(report.stopped_by)
        else:
            self._failures = 0

    def failed(self, error: OpenbisError, times: int) -> None:
        """See the port."""
        if self._metrics:
            self._metrics.failed(error, times)
        _log.warning("%s: %s", self._folder, printable(error))
        self._fail(error)

    def _write(self, report: SyncReport) -> None:
        lines = tuple(lines_of(report))
        is_news = report.done or lines != self._shown
        self._shown = lines
        if not is_news:
            return
        if self._cli.as_json:
            self._cli.respond_object(SyncReportResponse().dump(report))
        else:
            self._cli.respond_lines(lines)

    def _fail(self, error: OpenbisError) -> None:
        self._failures += 1
        if self._failures == _FAILURES_TO_REPORT and self._command:
            _run(self._command, self._folder, error)


def _run(command: list[str], folder: str, error: OpenbisError) -> None:
    """Run the command for failures; it must not end the program."""
    environment = {**os.environ, "OPENBIS_SYNC_FOLDER": folder, "OPENBIS_SYNC_ERROR": printable(error)}
    try:
        subprocess.run(command, env=environment, timeout=_COMMAND_SECONDS, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - the user's own command
    except (OSError, subprocess.SubprocessError) as problem:
        _log.warning("--on-failure: %s", printable(problem))
