"""Options of all commands that transfer files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.entrypoints.cli.command import setting
from jupyter_openbis_server.entrypoints.cli.options.parameters import rate

F = TypeVar("F", bound=Callable[..., Any])
_MAX_PARALLEL = 16


def transfer_options(function: F) -> F:
    """Add the options for progress and rate to a command."""
    progress = click.option(
        "--progress",
        type=click.Choice(["auto", "json", "none"]),
        default="auto",
        show_default=True,
        expose_value=False,
        callback=setting("progress"),
        help="Progress on standard error: a bar on a terminal, JSON lines, or none.",
    )
    return progress(limit_rate_option(function))


limit_rate_option = click.option(
    "--limit-rate",
    type=rate,
    metavar="RATE",
    expose_value=False,
    callback=setting("max_rate"),
    help="Bytes per second of all connections together, e.g. 500K or 10M.",
)


def selection_options(function: F) -> F:
    """Add the options `patterns`, `excluded`, `flat`, `folder_names` and `parallel` to a command that downloads."""
    options = (
        click.option(
            "--match",
            "--files",
            "patterns",
            multiple=True,
            metavar="GLOB",
            help="Only these paths or patterns in each data set, e.g. '**/*.csv'. May be repeated.",
        ),
        click.option(
            "--exclude",
            "excluded",
            multiple=True,
            metavar="GLOB",
            help="Not these: names at any depth ('*.tmp'), or paths with a slash. May be repeated.",
        ),
        click.option("--flat", is_flag=True, help="Leave out openBIS's folder 'original'."),
        click.option(
            "--folder-names",
            default=FolderNames.PERM_ID.value,
            show_default=True,
            type=click.Choice([each.value for each in FolderNames]),
            help="Call new folders of data sets by the permId, or 'NAME (PERMID)'. Existing ones are continued.",
        ),
        click.option(
            "-j",
            "--parallel",
            default=4,
            show_default=True,
            type=click.IntRange(1, _MAX_PARALLEL),
            metavar="N",
            help="Data sets downloaded at the same time.",
        ),
    )
    for each in reversed(options):
        function = each(function)
    return function


def selection_of(patterns: tuple[str, ...], excluded: tuple[str, ...]) -> Selection:
    """Return the selection of `--match` and `--exclude`.

    Raises:
        BadParameter: a pattern is empty, as a variable that is not set: excluded, it would fit all files.
    """
    for option, texts in (("--match", patterns), ("--exclude", excluded)):
        if not all(each.strip() for each in texts):
            raise click.BadParameter("the pattern is empty; leave the option out", param_hint=option)
    return Selection(patterns, excluded)
