"""Command `download`: download data sets, and all that is below samples, experiments, projects and spaces."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.transfers.options import (
    selection_of,
    selection_options,
    transfer_options,
)
from jupyter_openbis_server.entrypoints.cli.commands.transfers.references import references_of
from jupyter_openbis_server.entrypoints.cli.commands.transfers.running import run_downloads, write_ending, write_plan
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.options.parameters import moment
from jupyter_openbis_server.entrypoints.library.local_paths import expanded


@click.command(cls=OpenbisCommand)
@click.argument("references", metavar="[REFERENCE|-]...", nargs=-1)
@click.option("--to", "folder", default=".", type=click.Path(file_okay=False, path_type=Path), help="Target folder.")
@click.option(
    "--files-from",
    "lists",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Read references from FILE, one per line, or from a CSV table. May be repeated.",
)
@click.option(
    "--since",
    type=moment,
    metavar="DATE|DURATION",
    help="Only data sets registered or modified since, e.g. 2026-01-31, 12h or 7d.",
)
@click.option("--own-files", is_flag=True, help="Of samples and experiments, only their own files (AFS).")
@selection_options
@click.option("--keep", is_flag=True, help="Refuse to replace files that differ from openBIS's.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, without doing it.")
@transfer_options
@click.pass_obj
def download(
    cli: CliContext,
    references: tuple[str, ...],
    folder: Path,
    lists: tuple[Path, ...],
    since: dt.datetime | None,
    patterns: tuple[str, ...],
    excluded: tuple[str, ...],
    *,
    own_files: bool,
    flat: bool,
    folder_names: str,
    keep: bool,
    parallel: int,
    dry_run: bool,
) -> None:
    """Download data sets, each into a folder called by its permId.

    REFERENCE is the permId of a data set; or the permId or identifier of a sample, experiment, project or space: then
    all data sets below it are downloaded, and the files that samples and experiments have themselves, in openBIS's
    file server (AFS). A link of the ELN can be used as well. `-` reads references from standard input:
    `search -q … | download -`.

    A list of references (--files-from, -) has one in each line, as its first word; empty lines and lines with # are
    ignored. Of a table (CSV with , ; or tab), the column permId, identifier or code is read, else the first one.

    Every file is compared with openBIS's size and checksum. What is there already is not fetched again, and the same
    command continues what was interrupted. If a data set fails or does not exist, the others are still downloaded.

    --since: openBIS selects by the dates of the data sets. Files of AFS have no such date, and are always compared.
    """
    name = cli.prepared_connection  # a token on standard input comes before the references
    wanted = references_of(references, lists)
    request = DownloadRequest(
        (),
        str(expanded(folder).absolute()),
        selection_of(patterns, excluded),
        flat,
        overwrite=not keep,
        folder_names=FolderNames(folder_names),
    )
    use_case = cli.use_cases.downloads.references
    found = cli.run_logged_in(use_case.found, wanted, modified_since=since, own_files=own_files)
    if since and not any(each.perm_ids or each.error for each in found):
        cli.echo_info("Nothing was registered or modified since.")
    if dry_run:
        write_plan(cli, cli.run_logged_in(use_case.plan, found, request), request)
        return
    cli.open_session()
    write_ending(cli, run_downloads(cli, name, found, request, parallel))
