"""Command `rerun`: the notebook of a research object, executed again."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from jupyter_openbis_server.domain.research_objects.notebooks.parameters import value_from_text
from jupyter_openbis_server.domain.research_objects.reruns.publication_source import (
    PublicationReference,
    publication_named,
)
from jupyter_openbis_server.domain.research_objects.reruns.rerun import (
    EnvironmentChoice,
    OutputState,
    RerunPlan,
    RerunReport,
    RerunRequest,
)
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.changes.confirming import confirm, dry_run_option, yes_option
from jupyter_openbis_server.entrypoints.cli.commands.transfers.options import transfer_options
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.exit_codes import FAILED_NOTEBOOK, WRONG_FILES
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.library.local_paths import expanded
from jupyter_openbis_server.entrypoints.schemas.notebooks.research_objects import RerunPlanResponse, RerunResponse

_WARNING = (
    "This {} a notebook of the authors above, with all that you may do on this computer. Go on only if you trust them."
)
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a rerun: batch systems send the second one. Otherwise, processes of the notebook would go on."""


@click.command(cls=OpenbisCommand)
@click.argument("crate")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="New folder. Default: the name of CRATE with -rerun.",
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="Set a parameter of the notebook, as papermill does. May be repeated.",
)
@click.option(
    "--environment",
    type=click.Choice([each.value for each in EnvironmentChoice]),
    default=EnvironmentChoice.BUILT.value,
    show_default=True,
    help="A new one from the requirements, or the installed kernel that the notebook names.",
)
@click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Maximum time of each cell. Default: no limit.",
)
@dry_run_option
@yes_option
@transfer_options
@click.pass_obj
def rerun(
    cli: CliContext,
    crate: str,
    target: Path | None,
    parameters: tuple[tuple[str, str], ...],
    environment: str,
    seconds: float | None,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Run the notebook of a research object again, and compare its outputs. The original stays as it is.

    CRATE is a folder or archive that `export` has written, or the permId of a published notebook (in the files of an
    object: PERMID/FOLDER). Inputs are downloaded and must have the same checksums; packages are installed by uv, or
    by venv and pip. The new folder is a research object, too, with a reference to the first one. A published notebook
    is downloaded to FOLDER.original first; that is deleted again by --dry-run, and after a
    failure; what an interrupted download has fetched stays, and is continued.

    The notebook gets no token and no password, but it may do all that you may do: you are asked before it is executed.

    The exit status is 6 if an output is different or missing, 10 if a cell has failed.
    """
    path, folder = _paths(crate, target)
    publication = None if Path(path).exists() else publication_named(crate)
    if not publication and not Path(path).exists():
        raise click.BadParameter(f"File not found: {path}", param_hint="CRATE")
    values = {name: value_from_text(value) for name, value in parameters}
    with ExitStack() as opened:
        if publication:
            path = opened.enter_context(_fetched(cli, publication, folder, is_kept=not dry_run))
        request = RerunRequest(path, folder, values, EnvironmentChoice(environment), seconds)
        plan = cli.use_cases.research_objects.plan_rerun(request)
        if dry_run:
            cli.respond(RerunPlanResponse(), plan, lambda: _lines_of_plan(plan))
            return
        confirm(cli, [*_lines_of_plan(plan), _warning(plan)], "Execute the notebook?", yes=yes)
        connection = cli.open_session() if plan.to_fetch else ""
        with cli.transfer("running", _ENDING) as (cancellation, progress):
            report = cli.use_cases.research_objects.rerun(request, connection, cancellation, progress)
    cli.respond(RerunResponse(), report, lambda: _lines_of(report))
    if report.error:
        cli.exit(FAILED_NOTEBOOK)
    if not report.ok:
        cli.exit(WRONG_FILES)


@contextmanager
def _fetched(cli: CliContext, publication: PublicationReference, folder: str, *, is_kept: bool) -> Iterator[str]:
    """Download a publication for a `with` block; yield its path. See `FetchPublication`."""
    name, fetch = cli.open_session(), cli.use_cases.research_objects.fetch_publication
    with ExitStack() as opened:
        with cli.transfer("downloading the publication") as (cancellation, progress):
            path = opened.enter_context(fetch(name, publication, folder, cancellation, progress, is_kept=is_kept))
        yield path


def _warning(plan: RerunPlan) -> str:
    return _WARNING.format("installs packages and executes" if plan.requirements else "executes")


def _paths(crate: str, target: Path | None) -> tuple[str, str]:
    """Return the absolute paths of the research object, if it is one on the disk, and of the new folder."""
    path = expanded(crate).absolute()
    stem = path.name.removesuffix(".zip").removesuffix(".crate")
    return str(path), str(expanded(target).absolute() if target else Path.cwd() / f"{stem}-rerun")


def _lines_of_plan(plan: RerunPlan) -> Iterator[str]:
    crate = plan.crate
    authors = ", ".join(each.name for each in crate.authors) or "unknown authors"
    yield f"{crate.name}, by {authors}, {crate.created:%Y-%m-%d}"
    language = f"{crate.environment.language} {crate.environment.version}".strip()
    yield f"  would execute {crate.notebook.path}{f' ({language})' if language else ''} in {plan.request.target}"
    yield f"  environment: {f'new, from {plan.requirements}' if plan.requirements else 'the present one'}"
    for each in plan.to_fetch:
        missing = each.missing_files
        amount = f"{len(missing)} files, {size(sum(file.digest.size for file in missing))}" if missing else "all files"
        yield f"  would download {each.perm_id} from {each.url}: {amount}"
    given = plan.request.parameters
    kept = (each for each in crate.parameters if each.name not in given)
    yield from (f"  {each.name} = {each.value!r}" for each in kept)
    yield from (f"  would set {name} = {value!r}" for name, value in given.items())
    yield from (f"  {remark}" for remark in plan.remarks)


def _lines_of(report: RerunReport) -> Iterator[str]:
    yield report.folder
    yield from (f"  {each.state.value}: {each.name}" for each in report.outputs)
    if report.error:
        yield f"  cell {report.failed_cell} has failed with {report.error}; its output is in the notebook"
    elif not report.outputs:
        yield "  the research object has no outputs to compare"
    else:
        same = sum(each.state is OutputState.SAME for each in report.outputs)
        yield f"  {same} of {len(report.outputs)} outputs are the same"
