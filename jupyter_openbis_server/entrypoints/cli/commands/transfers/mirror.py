"""Command `mirror`: a folder that follows a sample, experiment, project or space."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.downloads.bulk.find_absent import AbsentDownload
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.transfers.options import (
    selection_of,
    selection_options,
    transfer_options,
)
from jupyter_openbis_server.entrypoints.cli.commands.transfers.references import references_of
from jupyter_openbis_server.entrypoints.cli.commands.transfers.running import run_downloads, write_ending, write_plan
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.library.local_paths import expanded


class _AbsentResponse(Schema):
    permId = fields.String(attribute="download.manifest.perm_id")  # noqa: N815
    path = fields.String(attribute="download.path")
    exists = fields.Boolean()


@click.command(cls=OpenbisCommand)
@click.argument("references", metavar="REFERENCE|-...", nargs=-1, required=True)
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder, of this mirror only; it is created.",
)
@selection_options
@click.option("--dry-run", is_flag=True, help="Show what would be done, without doing it.")
@transfer_options
@click.pass_obj
def mirror(
    cli: CliContext,
    references: tuple[str, ...],
    folder: Path,
    patterns: tuple[str, ...],
    excluded: tuple[str, ...],
    *,
    flat: bool,
    folder_names: str,
    parallel: int,
    dry_run: bool,
) -> None:
    """Make a folder follow a sample, experiment, project or space: download what is new or changed in openBIS.

    REFERENCE is as for `download`; `-` reads references from standard input, so that a folder can follow a search:

        jupyter openbis search -q gfp | jupyter openbis mirror - --to gfp

    Run the command again, e.g. by cron, to update the folder: missing and damaged files
    are fetched again, files that differ are replaced; all files are read to find these. Local files are never deleted:
    data sets that are no longer below REFERENCE are reported, with their folders.

    The exit status is 0 if everything is up to date, also if data sets are no longer there.
    """
    selection, names = selection_of(patterns, excluded), FolderNames(folder_names)
    request = DownloadRequest((), str(expanded(folder).absolute()), selection, flat, folder_names=names)
    cli.prepared_connection  # noqa: B018 - a token on standard input comes before the references
    mirror_into(cli, references_of(references, ()), request, parallel, dry_run=dry_run)


def mirror_into(
    cli: CliContext, references: Sequence[str], request: DownloadRequest, parallel: int, *, dry_run: bool
) -> None:
    """Download what is new or changed below references, and report what is not there any more."""
    use_case = cli.use_cases.downloads.references
    name = cli.open_session()
    found = use_case.found(name, references)
    failed = next((each.error for each in found if each.error), None)
    if failed:
        raise failed
    # An empty project is a mirror without data sets.
    present = [each for each in found if each.perm_ids]
    if dry_run:
        plan = use_case.plan(name, present, request)
        absent = cli.use_cases.downloads.find_absent(name, request.folder, found)
        write_plan(cli, plan, request, lambda: map(_line, absent), absent=_as_json(absent))
        return
    ending = run_downloads(cli, name, present, request, parallel)
    is_cancelled = isinstance(ending.error, Cancelled)
    absent = () if is_cancelled else cli.use_cases.downloads.find_absent(name, request.folder, found)
    write_ending(cli, ending, lambda: map(_line, absent), absent=_as_json(absent))


def _as_json(absent: Iterable[AbsentDownload]) -> list[dict[str, object]]:
    return [dict(_AbsentResponse().dump(each)) for each in absent]


def _line(absent: AbsentDownload) -> str:
    where = "it belongs to another entity now" if absent.exists else "it was deleted, or is not visible any more"
    return f"{absent.download.path}  no longer there: {where}; kept here"
