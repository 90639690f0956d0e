"""Command `export`: a notebook as a research object, in an archive or folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.research_objects.crate import NO_LICENCE
from jupyter_openbis_server.domain.research_objects.export_notebook import Exported
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_facts import person_of
from jupyter_openbis_server.domain.research_objects.requests import ExportRequest
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.library.local_paths import expanded, relative_to_root
from jupyter_openbis_server.entrypoints.schemas.notebooks.research_objects import ExportResponse

_NO_LICENCE = "The research object states no licence; name one by --license, e.g. CC-BY-4.0."


@click.command(cls=OpenbisCommand)
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="New archive (.zip) or folder. Default: NOTEBOOK.crate.zip beside the notebook.",
)
@click.option("--with-inputs", is_flag=True, help="Include the files of the inputs; otherwise they are described.")
@click.option(
    "--input",
    "inputs",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A further folder with downloads that the notebook has used. May be repeated.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, path_type=Path),
    help="A file or folder that the notebook has written. May be repeated.",
)
@click.option(
    "--file",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, path_type=Path),
    help="A further file or folder. May be repeated.",
)
@click.option("--author", "authors", multiple=True, metavar="NAME", help="With ORCID, if known. May be repeated.")
@click.option("--license", "licence", default="", metavar="ID", help="SPDX identifier, URL or text, e.g. CC-BY-4.0.")
@click.option("--name", default="", help="Title. Default: that of the notebook.")
@click.option("--description", default="", help="Summary in one sentence.")
@click.pass_obj
def export(
    cli: CliContext,
    notebook: Path,
    target: Path | None,
    inputs: tuple[Path, ...],
    outputs: tuple[Path, ...],
    files: tuple[Path, ...],
    authors: tuple[str, ...],
    *,
    licence: str,
    name: str,
    description: str,
    with_inputs: bool,
) -> None:
    """Write a notebook as a research object (RO-Crate), for Zenodo and for `rerun`.

    It has the notebook, an HTML page of it, its environment, and a description: inputs with permIds, addresses and
    checksums, outputs, parameters, authors, licence and the run. No cell is executed, and openBIS is not asked.

    Inputs are the downloads that the notebook's metadata or code name; all their files are read and compared with their
    manifests. The archive gets its name only when it is complete.
    """
    path = expanded(target or notebook.with_suffix(".crate.zip")).absolute()
    request = ExportRequest(
        relative_to_root(notebook),
        str(path),
        with_inputs,
        tuple(str(expanded(each).absolute()) for each in inputs),
        tuple(map(relative_to_root, outputs)),
        tuple(map(relative_to_root, files)),
        tuple(map(person_of, authors)),
        licence,
        name,
        description,
        _connection_of(cli),
    )
    with cli.transfer("exporting") as (cancellation, _):
        exported = cli.use_cases.research_objects.export(request, cancellation)
    for remark in exported.crate.remarks:
        cli.echo_info(f"{remark}.")
    if exported.crate.licence == NO_LICENCE:
        cli.echo_info(_NO_LICENCE)
    cli.respond(ExportResponse(), exported, lambda: _lines_of(exported))


def _connection_of(cli: CliContext) -> str:
    """Return the name of the connection, for the user's name; empty if none is named and there is not only one."""
    if cli.connection:
        return cli.connection_name
    with suppress(OpenbisError):
        return cli.connection_name
    return ""


def _lines_of(exported: Exported) -> Iterator[str]:
    crate = exported.crate
    files = list(crate.files)
    yield exported.path
    yield f"{len(files)} files, {size(sum(each.digest.size for each in files))}"
    for each in crate.inputs:
        included = "described" if each.missing_files or not each.files else "included"
        yield f"  input {each.perm_id}: {len(each.files)} files, {included}"
