"""Command `sync`: a folder and the files of a sample or experiment become the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.sync.plan import Action, Kind, SyncPlan
from jupyter_openbis_server.domain.sync.report import SyncReport
from jupyter_openbis_server.domain.sync.request import Direction, Prefer, SyncRequest
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.changes.confirming import confirm, dry_run_option, yes_option
from jupyter_openbis_server.entrypoints.cli.commands.transfers.options import transfer_options
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.exit_codes import status_of
from jupyter_openbis_server.entrypoints.cli.output.endings import report as report_error
from jupyter_openbis_server.entrypoints.cli.output.failures import as_object
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.library.local_paths import expanded
from jupyter_openbis_server.entrypoints.schemas.sync import SyncPlanResponse, SyncReportResponse

_DIFFERENT = 1
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


@click.command(cls=OpenbisCommand)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("target", metavar="[OBJECT]", required=False)
@click.option("--down", "direction", flag_value=Direction.DOWN.value, help="The folder follows openBIS.")
@click.option("--up", "direction", flag_value=Direction.UP.value, help="openBIS follows the folder.")
@click.option(
    "--both", "direction", flag_value=Direction.BOTH.value, default=Direction.BOTH.value, help="Both (default)."
)
@click.option(
    "--delete",
    is_flag=True,
    help="Delete what was deleted on the other side since the last time; else it is reported. It goes to a trash.",
)
@click.option("--delete-many", is_flag=True, help="With --delete, also more than half of all files.")
@click.option(
    "--prefer",
    type=click.Choice([Prefer.HERE.value, Prefer.OPENBIS.value]),
    help="The version of files that were changed on both sides; the other one goes to a trash. Default: neither.",
)
@click.option("--exclude", "excluded", multiple=True, metavar="GLOB", help="Ignore these, as in `upload`.")
@click.option("--hidden", is_flag=True, help="Also hidden files and folders.")
@yes_option
@dry_run_option
@transfer_options
@click.pass_obj
def sync(
    cli: CliContext,
    folder: Path,
    target: str | None,
    direction: str,
    prefer: str | None,
    excluded: tuple[str, ...],
    *,
    delete: bool,
    delete_many: bool,
    hidden: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Make FOLDER and the files of a sample or experiment (openBIS 7) the same.

    OBJECT is its identifier, permId or link; it may be left out the next time. What would be done is shown first. Of
    files that were changed on both sides, both versions are kept: openBIS's one as 'NAME (openBIS)' beside the other.
    Remove or rename it when you have decided; then the file with the name of old counts.

    FOLDER/.openbis-sync holds what was seen on both sides, and a trash. The exit status is 1 if anything failed, or
    stays different until you decide.
    """
    path = str(expanded(folder).absolute())
    entity = target or cli.use_cases.sync.look(path).owner
    exclusion = Exclusion(hidden, excluded)
    chosen = Prefer(prefer) if prefer else Prefer.NEITHER
    request = SyncRequest(path, entity, Direction(direction), delete, chosen, delete_many, exclusion)
    plan = cli.run_logged_in(cli.use_cases.sync.plan, request)
    if dry_run:
        cli.respond(SyncPlanResponse(), plan, lambda: _lines_of_plan(plan))
        cli.exit(0 if not plan.differences else _DIFFERENT)
    if plan.work:
        confirm(cli, _lines_of_plan(plan), "Do this?", yes=yes)
    name = cli.open_session()
    with cli.transfer("synchronising") as (cancellation, progress):
        done = cli.use_cases.sync.run.carry_out(name, plan, cancellation, progress)
    _respond(cli, done)


def _respond(cli: CliContext, done: SyncReport) -> None:
    """Write the report; exit with the status of the first error."""
    error = done.stopped_by or next((each.error for each in done.failed), None)
    status = status_of(error) if error else 0 if done.is_settled else _DIFFERENT
    if cli.as_json:
        described = {"error": as_object(error, status)} if isinstance(error, OpenbisError) else {}
        cli.respond_object({**SyncReportResponse().dump(done), **described})
    else:
        cli.respond_lines(_lines_of(done))
    if error:
        report_error(error, status, is_json=False)
    if status:
        cli.exit(status)


def _lines_of(done: SyncReport) -> Iterator[str]:
    yield from (_line(each) for each in done.done)
    yield from (f"{each.path}  openBIS's version: {each.copy}" for each in done.copies)
    yield from (f"{each.action.path}  failed: {each.error}" for each in done.failed)
    yield from (_line(each) for each in done.plan.differences)
    yield from (f"{each.path}  ignored: {each.problem}" for each in done.plan.unusable)
    if done.is_settled:
        yield f"{done.plan.owner.identifier} and {done.plan.request.folder} are the same"


def _lines_of_plan(plan: SyncPlan) -> Iterator[str]:
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
