"""Command `sync`: a folder and the files of a sample or experiment become the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import EntityNotFound, InvalidReference
from jupyter_openbis_server.domain.object_files.errors import NoFileServer
from jupyter_openbis_server.domain.sync.data_sets.rules import DataSetRules, Each
from jupyter_openbis_server.domain.sync.data_sets.send_data_sets import DataSetSyncRequest
from jupyter_openbis_server.domain.sync.request import Direction, Prefer, SyncRequest
from jupyter_openbis_server.domain.sync.watching.watching import Pace
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.changes.confirming import confirm, dry_run_option, yes_option
from jupyter_openbis_server.entrypoints.cli.commands.sync.data_sets import send_data_sets
from jupyter_openbis_server.entrypoints.cli.commands.sync.output import DIFFERENT, lines_of_plan, respond
from jupyter_openbis_server.entrypoints.cli.commands.sync.watching import Outlook, watch_folder
from jupyter_openbis_server.entrypoints.cli.commands.transfers.mirror import mirror_into
from jupyter_openbis_server.entrypoints.cli.commands.transfers.options import transfer_options
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.options.property_options import values_from_options
from jupyter_openbis_server.entrypoints.library.local_paths import expanded
from jupyter_openbis_server.entrypoints.schemas.sync.responses import SyncPlanResponse

F = TypeVar("F", bound=Callable[..., Any])
_DIRECTIONS = {
    "--down": (Direction.DOWN, "The folder follows openBIS."),
    "--up": (Direction.UP, "openBIS follows the folder."),
    "--both": (Direction.BOTH, "Changes of each side are made on the other one. Default."),
}
_PACE = Pace()
_PARALLEL = 4


def _rules(function: F) -> F:
    """Add the options that say what is to be done."""
    options = [
        click.option(name, "direction", flag_value=direction.value, help=text, default=direction is Direction.BOTH)
        for name, (direction, text) in _DIRECTIONS.items()
    ]
    options += [
        click.option(
            "--delete",
            is_flag=True,
            help="Delete what was deleted on the other side since the last time, into a trash. Else it is reported.",
        ),
        click.option("--delete-many", is_flag=True, help="With --delete, also more than half of all files."),
        click.option(
            "--prefer",
            default=Prefer.NEITHER.value,
            type=click.Choice([each.value for each in Prefer]),
            help="Which version of files that were changed on both sides replaces the other, which goes to a trash.",
        ),
        click.option("--exclude", "excluded", multiple=True, metavar="GLOB", help="Ignore these, as in `upload`."),
        click.option("--hidden", is_flag=True, help="Also hidden files and folders."),
    ]
    for each in reversed(options):
        function = each(function)
    return function


def _data_sets(function: F) -> F:
    """Add the options for data sets."""
    options = (
        click.option("--type", "type_code", help="With --up: make data sets of this type of new and changed files."),
        click.option(
            "--each",
            default=Each.FILE.value,
            show_default=True,
            type=click.Choice([each.value for each in Each]),
            help="With --type: what becomes one data set: a file, or a folder directly in FOLDER.",
        ),
        click.option(
            "--prop",
            "properties",
            multiple=True,
            metavar="CODE=TEXT",
            help="With --type: a property; {name}, {stem}, {folder}, {path} and groups of --pattern are filled in.",
        ),
        click.option(
            "--pattern", default="", metavar="REGEX", help="With --type: only paths that fit; it may name groups."
        ),
        click.option(
            "--sidecar",
            default="",
            metavar="NAME",
            help="With --type: JSON file with properties, e.g. '{name}.json'; files wait until theirs is there.",
        ),
    )
    for each in reversed(options):
        function = each(function)
    return function


def _watching(function: F) -> F:
    """Add the options of `--watch`."""
    seconds = click.FloatRange(min=0.1)
    options = (
        click.option("--watch", is_flag=True, help="Go on until Ctrl-C: whenever files change, and from time to time."),
        click.option(
            "--settle",
            type=seconds,
            default=_PACE.settle_seconds,
            show_default=True,
            metavar="SECONDS",
            help="With --watch: send a file when it has not changed for so long.",
        ),
        click.option(
            "--interval",
            type=seconds,
            default=_PACE.interval_seconds,
            show_default=True,
            metavar="SECONDS",
            help="With --watch: look for changes at least so often.",
        ),
        click.option(
            "--metrics",
            type=click.Path(dir_okay=False, path_type=Path),
            help="With --watch: write metrics for Prometheus's textfile collector to this file.",
        ),
        click.option(
            "--on-failure",
            metavar="COMMAND",
            help="With --watch: run this when synchronising fails for the third time in a row; the reason is in "
            "OPENBIS_SYNC_ERROR.",
        ),
    )
    for each in reversed(options):
        function = each(function)
    return function


@click.command(cls=OpenbisCommand)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("target", metavar="[OBJECT]", required=False)
@_rules
@click.option("--check", is_flag=True, help="Say whether all files of the folder are in openBIS; change nothing.")
@_data_sets
@_watching
@yes_option
@dry_run_option
@transfer_options
@click.pass_obj
def sync(
    cli: CliContext,
    folder: Path,
    target: str | None,
    *,
    direction: str,
    prefer: str,
    excluded: tuple[str, ...],
    type_code: str | None,
    each: str,
    properties: tuple[str, ...],
    pattern: str,
    sidecar: str,
    settle: float,
    interval: float,
    metrics: Path | None,
    on_failure: str | None,
    delete: bool,
    delete_many: bool,
    hidden: bool,
    check: bool,
    watch: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Make FOLDER and the files of a sample or experiment (openBIS 7) the same; or make data sets of its files.

    OBJECT is its identifier, permId or link; it may be left out the next time. What would be done is shown first. Of
    files that were changed on both sides, both versions are kept: openBIS's one as 'NAME (openBIS)' beside the other.
    Remove or rename that copy when you have decided; then the file with the name of old counts.

    --down also takes a data set, project or space, and in older openBIS a sample or experiment: the folder gets the
    data sets, as with `mirror`. With --type, new and changed files become data sets of OBJECT, also in older openBIS;
    nothing is sent twice.

    FOLDER/.openbis-sync holds what was seen on both sides, and a trash. The exit status is 1 if anything failed, or
    stays different until you decide.
    """
    path = str(expanded(folder).absolute())
    entity, exclusion = target or cli.use_cases.sync.look(path).owner, Exclusion(hidden, excluded)
    outlook = Outlook(Pace(settle, interval), metrics, on_failure) if watch else None
    if type_code:
        rules = DataSetRules(type_code, Each(each), _templates(properties), pattern, sidecar)
        send_data_sets(
            cli, DataSetSyncRequest(path, entity, rules, exclusion), outlook, check_only=check or dry_run, yes=yes
        )
        return
    request = SyncRequest(
        path, entity, Direction.UP if check else Direction(direction), delete, Prefer(prefer), delete_many, exclusion
    )
    try:
        plan = cli.run_logged_in(cli.use_cases.sync.plan, request)
    except (NoFileServer, InvalidReference, EntityNotFound):
        if request.direction is not Direction.DOWN or target is None or watch:
            raise
        # No sample or experiment with files of its own: what it is, the mirror says.
        mirror_into(cli, [target], DownloadRequest((), path), _PARALLEL, dry_run=dry_run)
        return
    if check or dry_run:
        cli.respond(SyncPlanResponse(), plan, lambda: lines_of_plan(plan))
        is_different = bool(plan.differences or (check and plan.work))
        cli.exit(DIFFERENT if is_different else 0)
    if plan.work:
        confirm(cli, lines_of_plan(plan), "Do this?", yes=yes)
    if outlook:
        watch_folder(cli, request, outlook)
        return
    name = cli.open_session()
    with cli.transfer("synchronising") as (cancellation, progress):
        done = cli.use_cases.sync.run.carry_out(name, plan, cancellation, progress)
    respond(cli, done)


def _templates(options: tuple[str, ...]) -> dict[str, str]:
    """Return the text of each property. Raises BadParameter: one is given several times."""
    values = values_from_options(options)
    for code, value in values.items():
        if not isinstance(value, str):
            raise click.BadParameter(f"{code} is given several times", param_hint="--prop")
    return {code: str(value) for code, value in values.items()}
