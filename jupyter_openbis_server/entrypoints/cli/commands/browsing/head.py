"""Command `head`: the beginning of a file."""

from __future__ import annotations

import click

from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.browsing.cat import is_terminal, write_content
from jupyter_openbis_server.entrypoints.cli.context import CliContext

_DEFAULT_LINES = 10


@click.command(cls=OpenbisCommand)
@click.argument("reference")
@click.argument("path")
@click.option("-n", "--lines", type=click.IntRange(0), metavar="N", help="Number of lines; default: 10.")
@click.option("--bytes", "count", type=click.IntRange(0), metavar="N", help="Number of bytes, instead of lines.")
@click.pass_obj
def head(cli: CliContext, reference: str, path: str, lines: int | None, count: int | None) -> None:
    """Write the first lines or bytes of a file to standard output, without reading the rest of it.

    REFERENCE and PATH are as for `cat`. To a terminal, only text is written.
    """
    if lines is not None and count is not None:
        raise click.UsageError("Use either --lines or --bytes.")
    if lines is None and count is None:
        lines = _DEFAULT_LINES
    name, use_case = cli.open_session(), cli.use_cases.files.read_beginning
    to_terminal = is_terminal()
    with cli.transfer("reading") as (cancellation, _):
        pieces = use_case(name, reference, path, lines=lines, count=count, cancellation=cancellation)
        write_content(pieces, path, to_terminal=to_terminal)
