"""Commands `rm`, `mv`, and `upload` without a data set type: files of samples and experiments."""

from __future__ import annotations

from collections.abc import Iterator

import click

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadPlan, FileUploadRequest
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.hints import hinted
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.cli.output.terminal import printable
from jupyter_openbis_server.entrypoints.schemas.object_files import (
    DeletedFilesResponse,
    FileUploadPlanResponse,
    FileUploadResponse,
    MovedFileResponse,
)

_INTERRUPTED = "The same command continues the upload: files that openBIS has completely are not sent again."


def upload_files(cli: CliContext, request: FileUploadRequest, *, dry_run: bool) -> None:
    """Store files with a sample or experiment, or show what would be stored."""
    if dry_run:
        plan = cli.run_logged_in(cli.use_cases.object_files.plan, request)
        cli.respond(FileUploadPlanResponse(), plan, lambda: _lines_of_plan(plan))
        return
    name, use_case = cli.open_session(), cli.use_cases.object_files.upload
    with hinted(Cancelled, _INTERRUPTED), cli.transfer("uploading") as (cancellation, progress):
        done = use_case(name, request, cancellation, progress)
    if done.left_out_files:
        number = len(done.left_out_files)
        cli.echo_info(f"{number} hidden or unwanted files and folders were left out; --dry-run lists them.")
    cli.respond(FileUploadResponse(), done, lambda: _lines_of(done))


@click.command(cls=OpenbisCommand)
@click.argument("entity", metavar="OBJECT")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--yes", "-y", is_flag=True, help="Do not ask for confirmation.")
@click.pass_obj
def rm(cli: CliContext, entity: str, paths: tuple[str, ...], *, yes: bool) -> None:
    """Delete files and folders of a sample or experiment (openBIS 7). They go to openBIS's trash."""
    if not yes:
        click.confirm(printable(f"Delete {', '.join(paths)} of {entity}?"), abort=True, err=True)
    deleted = cli.run_logged_in(cli.use_cases.object_files.delete, entity, paths)
    cli.respond(DeletedFilesResponse(), {"deleted": deleted}, lambda: deleted)


@click.command(cls=OpenbisCommand)
@click.argument("entity", metavar="OBJECT")
@click.argument("path", metavar="OLD")
@click.argument("new_path", metavar="NEW")
@click.pass_obj
def mv(cli: CliContext, entity: str, path: str, new_path: str) -> None:
    """Move or rename a file or folder of a sample or experiment (openBIS 7). Nothing is overwritten."""
    cli.run_logged_in(cli.use_cases.object_files.move, entity, path, new_path)
    cli.respond(MovedFileResponse(), {"path": path, "new_path": new_path}, lambda: [new_path])


def _lines_of(done: FileUpload) -> Iterator[str]:
    yield from (each.path for each in done.stored)
    if done.unchanged:
        yield f"{len(done.unchanged)} files are in openBIS already, with the same content"


def _lines_of_plan(plan: FileUploadPlan) -> Iterator[str]:
    yield f"would store {plan.total.files} files, {size(plan.total.bytes)}, with {plan.owner.identifier}"
    verb = "would replace" if plan.replaces else "is there with other content (see --replace)"
    yield from (f"  {verb}: {path}" for path in plan.existing)
    if plan.unchanged:
        yield f"  in openBIS already, with the same content: {len(plan.unchanged)} files"
    yield from (f"  would be left out: {name}" for name in plan.left_out_files)
