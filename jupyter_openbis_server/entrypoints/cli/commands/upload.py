"""Command `upload`: files as a data set, or as files of a sample or experiment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, UploadRequest
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.object_files import upload_files
from jupyter_openbis_server.entrypoints.cli.commands.transfers.options import transfer_options
from jupyter_openbis_server.entrypoints.cli.completion import type_codes
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.options.property_options import values_from_file, values_from_options
from jupyter_openbis_server.entrypoints.cli.output.hints import hinted
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.library.local_paths import relative_to_root
from jupyter_openbis_server.entrypoints.schemas.uploads import UploadPlanResponse, UploadResponse

_INTERRUPTED = "No data set was registered; the same command begins again."


@click.command(cls=OpenbisCommand)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--type",
    "type_code",
    help="Upload as a data set of this type; see `types`. Default: store the files with the object itself (openBIS 7).",
    shell_complete=type_codes,
)
@click.option(
    "--to",
    "owner",
    required=True,
    metavar="IDENTIFIER",
    help="The sample or experiment it will belong to, or its link.",
)
@click.option(
    "--prop",
    "properties",
    multiple=True,
    metavar="CODE=VALUE",
    help="A property. May be repeated, with the same code for several values.",
)
@click.option(
    "--props-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML with properties: CODE: value. Lists for several values, null for none.",
)
@click.option("--parent", "parents", multiple=True, metavar="PERMID", help="A parent data set. May be repeated.")
@click.option("--hidden", is_flag=True, help="Send hidden and junk files in folders as well (.git, .DS_Store, …).")
@click.option(
    "--exclude",
    "patterns",
    multiple=True,
    metavar="GLOB",
    help="Leave these out of folders, e.g. '*.tmp'. May be repeated.",
)
@click.option("--into", "folder", default="", metavar="FOLDER", help="Target folder in the object; without --type.")
@click.option("--replace", is_flag=True, help="Replace files that have other content in openBIS; without --type.")
@click.option("--dry-run", is_flag=True, help="Check everything, list what is left out, and send nothing.")
@transfer_options
@click.pass_obj
def upload(
    cli: CliContext,
    files: tuple[Path, ...],
    type_code: str | None,
    owner: str,
    properties: tuple[str, ...],
    props_file: Path | None,
    parents: tuple[str, ...],
    patterns: tuple[str, ...],
    *,
    folder: str,
    hidden: bool,
    replace: bool,
    dry_run: bool,
) -> None:
    """Upload files and folders: with --type as one new data set, otherwise as files of an object or collection.

    All problems are reported at once, before anything is sent. Repeating an upload without --type resumes it.

    Hidden files and folders, junk of other programs (.DS_Store, __pycache__, Thumbs.db, …) and manifests of downloads
    are left out of folders. A file that FILE names is always sent.
    """
    exclusion, sources = Exclusion(hidden, patterns), tuple(map(relative_to_root, files))
    if type_code is None:
        _refuse("only with --type.", {"--prop": properties, "--props-file": props_file, "--parent": parents})
        upload_files(cli, FileUploadRequest(owner, sources, folder, replace, exclusion), dry_run=dry_run)
        return
    _refuse("only without --type.", {"--into": folder, "--replace": replace})
    values = {**values_from_file(props_file), **values_from_options(properties)}
    request = UploadRequest(type_code, owner, sources, parents, values, exclusion)
    if dry_run:
        draft = cli.run_logged_in(cli.use_cases.uploads.plan, request)
        cli.respond(UploadPlanResponse(), draft, lambda: _draft(draft))
        return
    name, use_case = cli.open_session(), cli.use_cases.uploads.upload
    with hinted(Cancelled, _INTERRUPTED), cli.transfer("uploading") as (cancellation, progress):
        done = use_case(name, request, cancellation, progress)
    if done.left_out_files:
        number = len(done.left_out_files)
        cli.echo_info(f"{number} hidden or unwanted files and folders were left out; --dry-run lists them.")
    cli.respond(UploadResponse(), done, lambda: [done.perm_id])


def _refuse(reason: str, given: Mapping[str, object]) -> None:
    """Raise UsageError for an option that does not fit the kind of the upload."""
    wrong = next((name for name, value in given.items() if value), None)
    if wrong:
        raise click.UsageError(f"{wrong} can be used {reason}")


def _draft(draft: DataSetDraft) -> list[str]:
    files = [source for source in draft.files if not source.is_folder]
    total = size(sum(source.size for source in files))
    head = f"would register {len(files)} files, {total}, as {draft.type_code} of {draft.owner.identifier}"
    return [head, *(f"  would be left out: {name}" for name in draft.left_out_files)]
