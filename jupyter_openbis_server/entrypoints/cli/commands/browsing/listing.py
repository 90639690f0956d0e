"""Command `ls`: lists of entities, data sets and files."""

from __future__ import annotations

import click

from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.browsing.entity_rows import (
    ListingOptions,
    list_contents,
    list_data_sets,
    list_everything,
)
from jupyter_openbis_server.entrypoints.cli.commands.browsing.files import list_files, may_be_data_set
from jupyter_openbis_server.entrypoints.cli.context import CliContext


@click.command("ls", cls=OpenbisCommand)
@click.argument("identifier", default="/")
@click.argument("path", required=False)
@click.option("-d", "--data-sets", "only_data_sets", is_flag=True, help="All data sets in it, at any depth.")
@click.option("-l", "--long", "is_long", is_flag=True, help="Also owner and registrator; of files, time and checksum.")
@click.option("-R", "--recursive", is_flag=True, help="All that is in it, at any depth.")
@click.option(
    "--sort",
    type=click.Choice(["name", "date", "size", "type"]),
    help="Sort by this: latest and largest first. All rows are read before.",
)
@click.option("--start", default=0, show_default=True, type=click.IntRange(0), help="First row.")
@click.option(
    "--count",
    default=50,
    show_default=True,
    type=click.IntRange(1, PageRequest.MAX_COUNT),
    help="How many rows at most; not with -R.",
)
@click.pass_obj
def list_(
    cli: CliContext,
    identifier: str,
    path: str | None,
    sort: str | None,
    start: int,
    count: int,
    *,
    only_data_sets: bool,
    is_long: bool,
    recursive: bool,
) -> None:
    """List the spaces, or the contents of a space, project, experiment, sample or data set.

    IDENTIFIER is /SPACE, /SPACE/PROJECT, /SPACE/PROJECT/CODE, a permId, a link of the ELN, or a code that is unique.
    Data sets are listed newest first, those of an experiment with those of its samples; `ls -d` lists all that you may
    see. With -R, each data set is below the entity that owns it.

    Of a data set, the files are listed: those of the folder PATH in it. So are the files that a sample or experiment
    has itself, in openBIS's file server (AFS), if PATH is given; without it, the content of its outermost folder comes
    last.
    """
    options = ListingOptions(PageRequest(start, count), sort, is_long=is_long)
    if path is not None:
        list_files(cli, identifier, path, options.page, sort, is_long=is_long, recursive=recursive)
        return
    try:
        if only_data_sets:
            list_data_sets(cli, identifier, options)
        elif recursive:
            list_everything(cli, identifier, options)
        else:
            list_contents(cli, identifier, options)
    except EntityNotFound:
        if not may_be_data_set(identifier):
            raise
        list_files(cli, identifier, "", options.page, sort, is_long=is_long, recursive=recursive)
