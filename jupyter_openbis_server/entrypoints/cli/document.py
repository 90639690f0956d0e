"""`docs/cli.md`, made from the commands themselves: `python -m jupyter_openbis_server.entrypoints.cli.document`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from jupyter_openbis_server.entrypoints.cli import conn
from jupyter_openbis_server.entrypoints.cli.connections import ADD
from jupyter_openbis_server.entrypoints.cli.main import openbis

_HEAD = """\
# The command line

Made from the commands by `make docs`; do not edit. `jupyter openbis …` and `jupyter-openbis …` are the same.

    jupyter openbis ls /YEAST/GROWTH/S1
    jupyter openbis download 20230315101500001-1001 --to data --files '**/*.csv'
    jupyter openbis verify data
    jupyter openbis requirements analysis.ipynb
    jupyter openbis upload "run 1" --type RAW_DATA --to /YEAST/GROWTH/S1 --prop '$NAME=Run 1'

Commands and options complete with the tabulator key after
`eval "$(_JUPYTER_OPENBIS_COMPLETE=bash_source jupyter-openbis)"` (or `zsh_source`, `fish_source`) in the shell's start
file.

Answers go to standard output, all else to standard error. A password is asked for where it is missing and there is a
terminal; it is never an option, since every user of a computer can read those. For cron jobs there are `OPENBIS_URL`
with `OPENBIS_TOKEN`, the connection file, `--token-stdin`, and `login --keep`, which keeps a token. Colours are off
with `NO_COLOR`.

Which values the properties of an upload take is written in [batch.md](batch.md#properties).

| exit status | |
| ---: | --- |
| 0 | all is well |
| 1 | something went wrong that has no number of its own |
| 2 | wrong options or input; nothing was done |
| 3 | not logged in: credentials are missing or wrong, or the session has expired |
| 4 | openBIS has no such thing, or you may not see it |
| 5 | openBIS cannot be reached |
| 6 | a file is damaged, missing or incomplete |
| 7 | the data set has no files that can be read now, e.g. it is archived |
| 8 | the local disk: full, not writable, files in the way |
| 9 | mounting or unmounting failed |
| 130 | ended by Ctrl-C; the same download continues where it stopped |

A failed download of several data sets has the status of the first failure; the others are complete.
"""


_neutral = conn.command(["FOLDER"], "FOLDER")
"""The command that adds a connection, without the folders of this computer in its help."""


def document() -> str:
    """Return the text of `docs/cli.md`."""
    return "\n".join((_HEAD, *_sections(openbis, "jupyter-openbis", None)))


def _sections(command: click.Command, name: str, above: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "terminal_width": 100, "max_content_width": 100}
    context = click.Context(command, info_name=name, parent=above, **settings)
    lines = command.get_help(context).splitlines()
    yield f"## {context.command_path}\n"
    yield from (f"    {line}".rstrip() for line in lines)
    yield ""
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            inner = _neutral if each == ADD else command.get_command(context, each)
            if inner:
                yield from _sections(inner, each, context)


if __name__ == "__main__":
    click.echo(document(), nl=False)
