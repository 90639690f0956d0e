"""Commands `publish` and `requirements`: a notebook in openBIS, and its environment saved beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import CapturedRequirements, CaptureRequest
from jupyter_openbis_server.domain.notebooks.environments.requirements_text import names_by_text
from jupyter_openbis_server.domain.notebooks.publications.publication import (
    FilePublication,
    Publication,
    PublicationTarget,
    PublishRequest,
)
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.transfers.options import transfer_options
from jupyter_openbis_server.entrypoints.cli.completion import type_codes
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.options.property_options import values_from_options
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.library.local_paths import filesystem_root, relative_to_root
from jupyter_openbis_server.entrypoints.library.methods.publications import PublishedNotebook
from jupyter_openbis_server.entrypoints.schemas.notebooks.publications import (
    PUBLICATION_PLANS,
    PublishedNotebookResponse,
)


def _paths(captured: CapturedRequirements) -> list[str]:
    return [str(filesystem_root() / each) for each in captured.files]


class _CapturedResponse(Schema):
    kernel = fields.String(attribute="environment.kernel")
    language = fields.String(attribute="environment.language.value")
    runtime = fields.String()
    packages = fields.Function(lambda captured: len(captured.environment.packages))
    notInstallable = fields.Function(lambda captured: [each.name for each in captured.not_installable])  # noqa: N815
    comments = fields.Function(lambda captured: [f"{each.name} {each.text}" for each in captured.comments])
    files = fields.Function(_paths)


@click.command(cls=OpenbisCommand)
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kernel", metavar="NAME", help="Another kernel than the notebook names; see `jupyter kernelspec list`.")
@click.option(
    "--requirements-file", default="requirements.txt", show_default=True, metavar="NAME", help="For the packages."
)
@click.option("--runtime-file", default="runtime.txt", show_default=True, metavar="NAME", help="For the language.")
@click.option(
    "--environment-file",
    default="environment.yml",
    show_default=True,
    metavar="NAME",
    help="For kernels of conda environments.",
)
@click.option("--overwrite", is_flag=True, help="Replace files of another notebook, or your own.")
@click.option(
    "--own-names",
    is_flag=True,
    help="Save files that no other notebook has: NOTEBOOK.requirements.txt, for R install.R.",
)
@click.option(
    "--timeout",
    "seconds",
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    type=click.FloatRange(0, min_open=True),
    help="How long the kernel is waited for.",
)
@click.pass_obj
def requirements(
    cli: CliContext,
    notebook: Path,
    *,
    kernel: str | None,
    requirements_file: str,
    runtime_file: str,
    environment_file: str,
    overwrite: bool,
    own_names: bool,
    seconds: float,
) -> None:
    """Save a kernel's packages beside its notebook: requirements.txt and runtime.txt.

    A file of another notebook, or your own, is not replaced without --overwrite. With --own-names, each notebook of a
    folder has its own files; `publish` takes them, and this command writes them again.

    The kernel, for Python or R, is started in the notebook's folder, asked, and ended. No cell is executed, and openBIS
    is not needed. No variable OPENBIS_... reaches the kernel, nor one called a token, password, secret or key.
    """
    if overwrite and own_names:
        raise click.UsageError("--overwrite and --own-names exclude each other.")
    path = relative_to_root(notebook)
    request = CaptureRequest(
        path, kernel, requirements_file, runtime_file, seconds, environment_file, overwrite, own_names
    )
    with cli.transfer("asking the kernel") as (cancellation, _):
        captured = cli.use_cases.notebooks.capture_requirements(request, cancellation)
    for text, names in names_by_text(captured.comments).items():
        cli.echo_info(f"{', '.join(names)}: {text}")
    cli.respond(_CapturedResponse(), captured, lambda: _shown(captured))


def _shown(captured: CapturedRequirements) -> list[str]:
    environment = captured.environment
    head = f"kernel {environment.kernel}, {captured.runtime}, {len(environment.packages)} packages"
    return [head, *_paths(captured)]


@click.command(cls=OpenbisCommand)
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "owner",
    required=True,
    metavar="IDENTIFIER",
    help="The sample or experiment it will belong to, or its link.",
)
@click.option(
    "--as-files",
    is_flag=True,
    help="Store it in a new folder of the files of the object itself (openBIS 7), instead of a new data set.",
)
@click.option(
    "--type",
    "type_code",
    default="",
    help="The data set type, if openBIS has no ANALYSIS_NOTEBOOK; see `types`.",
    shell_complete=type_codes,
)
@click.option("--name", default="", help="Name of the publication. Default: the name of the notebook.")
@click.option("--notes", default="", help="Notes on this version.")
@click.option(
    "--file",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A further file or folder. May be repeated.",
)
@click.option("--parent", "parents", multiple=True, metavar="PERMID", help="A data set it has used. May be repeated.")
@click.option("--prop", "properties", multiple=True, metavar="CODE=VALUE", help="A further property. May be repeated.")
@click.option("--history", "history_id", default="", metavar="ID", help="History id of its previous version.")
@click.option("--dry-run", is_flag=True, help="Check everything, list the files, and send nothing.")
@transfer_options
@click.pass_obj
def publish(
    cli: CliContext,
    notebook: Path,
    *,
    owner: str,
    type_code: str,
    name: str,
    notes: str,
    files: tuple[Path, ...],
    parents: tuple[str, ...],
    properties: tuple[str, ...],
    history_id: str,
    as_files: bool,
    dry_run: bool,
) -> None:
    """Store a notebook in openBIS, with an HTML page of it and the files of its environment beside it.

    The notebook is published as it is on the disk; no cell is executed. ro-crate-metadata.json describes it for other
    programs and for `rerun`. With --as-files, publication.json in the new folder has the properties, the parents and
    the user.

    The last line is the history id: pass it by --history with the next version.
    """
    if as_files and type_code:
        raise click.UsageError("--type can be used only without --as-files.")
    upload = UploadRequest(
        type_code, owner, tuple(map(relative_to_root, files)), parents, values_from_options(properties)
    )
    target = PublicationTarget.FILES if as_files else PublicationTarget.DATA_SET
    request = PublishRequest(relative_to_root(notebook), upload, name, notes, history_id, target).with_history()
    if dry_run:
        plan = cli.run_logged_in(cli.use_cases.notebooks.plan_publication, request)
        cli.respond(PUBLICATION_PLANS[target](), plan, lambda: _lines_of_plan(plan))
        return
    connection, use_case = cli.open_session(), cli.use_cases.notebooks.publish
    with cli.transfer("publishing") as (cancellation, progress):
        done = PublishedNotebook.of(request, use_case(connection, request, cancellation, progress))
    for remark in done.remarks:
        cli.echo_info(f"{remark}.")
    cli.respond(PublishedNotebookResponse(), done, lambda: _lines_of(done))


def _lines_of(done: PublishedNotebook) -> Iterator[str]:
    yield done.perm_id if done.folder is None else done.folder
    yield done.history_id


def _lines_of_plan(plan: Publication | FilePublication) -> Iterator[str]:
    if isinstance(plan, Publication):
        where, names = plan.type_code, [each.name for each in plan.files]
    else:
        where, names = f"files in {plan.folder!r}", [each.path for each in plan.files]
    yield f"would publish {plan.total.files} files, {size(plan.total.bytes)}, as {where} of {plan.owner.identifier}"
    yield from (f"  {each}" for each in (*names, *plan.remarks))
