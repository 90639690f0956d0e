"""`download` and `upload`."""

from __future__ import annotations

from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.model import (
    DataSetDraft,
    DataSetPlan,
    Download,
    DownloadPlan,
    DownloadRequest,
    Selection,
    UploadRequest,
)
from jupyter_openbis_server.entrypoints.answers.transfers import (
    DownloadAnswer,
    DownloadPlanAnswer,
    UploadAnswer,
    UploadPlanAnswer,
)
from jupyter_openbis_server.entrypoints.batch import from_anywhere
from jupyter_openbis_server.entrypoints.cli.program import Program
from jupyter_openbis_server.entrypoints.cli.property_options import values_from_file, values_from_options
from jupyter_openbis_server.entrypoints.cli.tables import size


class _DownloadsAnswer(Schema):
    downloads = fields.List(fields.Nested(DownloadAnswer))


@click.command()
@click.argument("perm_ids", metavar="PERMID...", nargs=-1, required=True)
@click.option(
    "--to", "folder", default=".", type=click.Path(file_okay=False, path_type=Path), help="Into which folder."
)
@click.option(
    "--files", "patterns", multiple=True, metavar="GLOB", help="Only these, e.g. '**/*.csv'. May be repeated."
)
@click.option("--flat", is_flag=True, help="Leave out openBIS's folder 'original'.")
@click.option("--keep", is_flag=True, help="Refuse to replace files that differ from openBIS's.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.pass_obj
def download(
    program: Program,
    perm_ids: tuple[str, ...],
    folder: Path,
    patterns: tuple[str, ...],
    *,
    flat: bool,
    keep: bool,
    dry_run: bool,
) -> None:
    """Download data sets, each into a folder called by its permId.

    Every file is compared with openBIS's size and checksum. What is there already is not fetched again, and the same
    command continues what was interrupted.
    """
    request = DownloadRequest(perm_ids, str(folder.absolute()), Selection(patterns), flat, overwrite=not keep)
    if dry_run:
        planned = program.logged_in(lambda name: program.container.plan_download()(name, request))
        program.answer(DownloadPlanAnswer(), planned, lambda: _plan(planned))
        return
    name, use_case = program.open_session(), program.container.download_dataset()
    with program.transfer("downloading") as (cancellation, progress):
        try:
            done = use_case(name, request, cancellation, progress)
        except Cancelled:
            program.say("Interrupted. Files that are complete stay; the same command continues with the rest.")
            raise
    program.answer(_DownloadsAnswer(), {"downloads": done}, lambda: "\n".join(map(_downloaded, done)))


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--type", "type_code", required=True, help="Code of the data set type; see `types`.")
@click.option("--to", "owner", required=True, metavar="IDENTIFIER", help="The sample or experiment it will belong to.")
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
@click.option("--dry-run", is_flag=True, help="Check everything, and send nothing.")
@click.pass_obj
def upload(
    program: Program,
    files: tuple[Path, ...],
    type_code: str,
    owner: str,
    properties: tuple[str, ...],
    props_file: Path | None,
    parents: tuple[str, ...],
    *,
    dry_run: bool,
) -> None:
    """Upload files and folders as one new data set. All problems are told at once, before anything is sent."""
    values = {**values_from_file(props_file), **values_from_options(properties)}
    request = UploadRequest(type_code, owner, tuple(map(from_anywhere, files)), parents, values)
    if dry_run:
        draft = program.logged_in(lambda name: program.container.plan_upload()(name, request))
        program.answer(UploadPlanAnswer(), draft, lambda: _draft(draft))
        return
    name, use_case = program.open_session(), program.container.upload_dataset()
    with program.transfer("uploading") as (cancellation, progress):
        done = use_case(name, request, cancellation, progress)
    program.answer(UploadAnswer(), done, lambda: done.perm_id)


def _downloaded(download: Download) -> str:
    total, fetched = sum(file.size for file in download.files), download.fetched
    return (
        f"{download.path}  {len(download.files)} files, {size(total)} ({fetched.files} fetched, {size(fetched.bytes)})"
    )


def _plan(plan: DownloadPlan) -> str:
    lines = []
    for each in plan.data_sets:
        lines.append(f"{each.path}  {each.problem or _amounts(each)}")
        lines += [f"  would be replaced: {path}" for path in each.conflicts]
    if not plan.fits:
        lines.append(f"There is not room enough: {size(plan.free_bytes)} are free.")
    return "\n".join(lines)


def _amounts(plan: DataSetPlan) -> str:
    total, missing = plan.total, plan.to_fetch
    return f"{total.files} files, {size(total.bytes)}; to fetch: {missing.files} files, {size(missing.bytes)}"


def _draft(draft: DataSetDraft) -> str:
    files = [source for source in draft.files if not source.is_folder]
    total = size(sum(source.size for source in files))
    return f"would register {len(files)} files, {total}, as {draft.type_code} of {draft.owner.identifier}"
