"""Plans and reports of synchronisations as lines of text, and their exit status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jupyter_openbis_server.domain.sync.plan import Action, Kind, SyncPlan
from jupyter_openbis_server.domain.sync.report import SyncReport
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.exit_codes import status_of
from jupyter_openbis_server.entrypoints.cli.output.endings import report as report_error
from jupyter_openbis_server.entrypoints.cli.output.failures import as_object
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.schemas.sync.responses import SyncReportResponse

DIFFERENT = 1
"""Exit status if anything stays different."""

_SHOWN = 50
"""Lines of a kind that are shown to confirm; the others are counted."""

_WORDS = {
    Kind.SEND: "send",
    Kind.FETCH: "fetch",
    Kind.MAKE_THERE: "create the folder in openBIS",
    Kind.MAKE_HERE: "create the folder here",
    Kind.MOVE_THERE: "rename in openBIS",
    Kind.MOVE_HERE: "rename here",
    Kind.DELETE_THERE: "delete in openBIS",
    Kind.DELETE_HERE: "delete here",
    Kind.CONFLICT: "changed on both sides",
    Kind.EDITED_HERE: "changed here only",
    Kind.EDITED_THERE: "changed in openBIS only",
    Kind.REMOVED_HERE: "removed here, kept in openBIS",
    Kind.REMOVED_THERE: "removed in openBIS, kept here",
    Kind.BLOCKED: "not possible",
}


def respond(cli: CliContext, done: SyncReport) -> None:
    """Write the report; exit with the status of the first error."""
    error = done.stopped_by or next((each.error for each in done.failed), None)
    status = status_of(error) if error else 0 if done.is_settled else DIFFERENT
    if cli.as_json:
        described = {"error": as_object(error, status)} if error else {}
        cli.respond_object({**SyncReportResponse().dump(done), **described})
    else:
        cli.respond_lines(lines_of(done))
    if error:
        report_error(error, status, is_json=False)
    if status:
        cli.exit(status)


def lines_of(done: SyncReport) -> Iterator[str]:
    """Yield what was done, and what stays different."""
    yield from (_line(each) for each in done.done)
    yield from (f"{each.path}  openBIS's version: {each.copy}" for each in done.copies)
    yield from (f"{each.action.path}  failed: {each.error}" for each in done.failed)
    yield from (_line(each) for each in done.plan.differences)
    yield from (f"{each.path}  ignored: {each.problem}" for each in done.plan.unusable)
    if done.is_settled:
        yield f"{done.plan.owner.identifier} and {done.plan.request.folder} are the same"


def lines_of_plan(plan: SyncPlan) -> Iterator[str]:
    """Yield what would be done, and what would stay different."""
    yield f"{plan.request.folder} and {plan.owner.identifier}: {plan.unchanged.files} files are the same"
    if plan.to_send.files:
        yield f"  to send: {plan.to_send.files} files, {size(plan.to_send.bytes)}"
    if plan.to_fetch.files:
        yield f"  to fetch: {plan.to_fetch.files} files, {size(plan.to_fetch.bytes)}"
    for kind in _WORDS:
        yield from _limited(plan.of(kind))
    yield from (f"  {each.path}  ignored: {each.problem}" for each in plan.unusable)


def _limited(actions: Iterable[Action]) -> Iterator[str]:
    lines = [f"  {_line(each)}" for each in actions]
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"  … and {len(lines) - _SHOWN} more of this kind"


def _line(action: Action) -> str:
    where = f"{action.moved_from} -> {action.path}" if action.moved_from else action.path
    problem = f": {action.problem}" if action.problem else ""
    return f"{where}  {_WORDS[action.kind]}{problem}"
