"""`sync --type`: new and changed files become data sets."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_openbis_server.domain.sync.data_sets.report import DataSetSyncReport, UnitOutcome, UnitState
from jupyter_openbis_server.domain.sync.data_sets.send_data_sets import DataSetSyncRequest
from jupyter_openbis_server.entrypoints.cli.commands.changes.confirming import confirm
from jupyter_openbis_server.entrypoints.cli.commands.sync.output import DIFFERENT
from jupyter_openbis_server.entrypoints.cli.commands.sync.watching import Outlook, Watcher, until_interrupted
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.exit_codes import status_of
from jupyter_openbis_server.entrypoints.cli.output.endings import report as report_error
from jupyter_openbis_server.entrypoints.cli.output.failures import as_object
from jupyter_openbis_server.entrypoints.schemas.sync.responses import DataSetSyncResponse

_WORDS = {
    UnitState.SENT: "sent as",
    UnitState.WAITING: "may still be written",
    UnitState.NO_SIDECAR: "waits for its file with properties (--sidecar)",
    UnitState.NEW: "not in openBIS yet",
    UnitState.FAILED: "failed:",
    UnitState.UNCONFIRMED: "openBIS may have it:",
}


def send_data_sets(
    cli: CliContext, request: DataSetSyncRequest, outlook: Outlook | None, *, check_only: bool, yes: bool
) -> None:
    """Send, watch, or show what would be sent."""
    use_cases = cli.use_cases.sync
    known = cli.run_logged_in(use_cases.send_data_sets, request, check_only=True)
    if check_only:
        cli.respond(DataSetSyncResponse(), known, lambda: _lines_of(known))
        cli.exit(0 if known.is_everything_in_openbis else DIFFERENT)
    if known.of(UnitState.NEW):
        confirm(cli, _lines_of(known), "Send these?", yes=yes)
    name = cli.open_session()
    if outlook:
        watcher = _DataSetWatcher(cli, request.folder, outlook)
        with until_interrupted(cli, request.folder), cli.transfer("sending") as (cancellation, progress):
            use_cases.watch_for_data_sets(name, request, outlook.pace, watcher, cancellation, progress)
        return
    with cli.transfer("sending") as (cancellation, progress):
        done = use_cases.send_data_sets(name, request, cancellation, progress)
    _respond(cli, done)


class _DataSetWatcher(Watcher):
    """Port `DataSetSyncListener`: writes what was sent."""

    def sent(self, report: DataSetSyncReport) -> None:
        """See the port."""
        if self._metrics:
            self._metrics.sent(report)
        lines = tuple(_lines_of(report))
        if self._is_news(lines) or report.of(UnitState.SENT):
            self._cli.respond(DataSetSyncResponse(), report, lambda: lines)
        self._note_end(report.stopped_by)


def _respond(cli: CliContext, done: DataSetSyncReport) -> None:
    error = done.stopped_by or next((each.error for each in done.outcomes if each.error), None)
    status = status_of(error) if error else 0 if done.is_everything_in_openbis else DIFFERENT
    if cli.as_json:
        described = {"error": as_object(error, status)} if error else {}
        cli.respond_object({**DataSetSyncResponse().dump(done), **described})
    else:
        cli.respond_lines(_lines_of(done))
    if error:
        report_error(error, status, is_json=False)
    if status:
        cli.exit(status)


def _lines_of(report: DataSetSyncReport) -> Iterator[str]:
    yield from (_line(each) for each in report.outcomes if each.state is not UnitState.PRESENT)
    present = len(report.of(UnitState.PRESENT))
    yield f"{present} of {len(report.outcomes)} were in openBIS already"


def _line(outcome: UnitOutcome) -> str:
    more = outcome.perm_id or outcome.error or ""
    return f"{outcome.path}  {_WORDS[outcome.state]} {more}".rstrip()
