"""`docs/cli.md`, generated from the commands: `python -m jupyter_openbis_server.entrypoints.cli.docs`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from jupyter_openbis_server.entrypoints.cli import conn
from jupyter_openbis_server.entrypoints.cli.commands.connections import ADD
from jupyter_openbis_server.entrypoints.cli.root import openbis

_HEAD = """\
# The command line

Made from the commands by `make docs`; do not edit. `jupyter openbis …` and `jupyter-openbis …` are the same.

    jupyter openbis ls /YEAST/GROWTH/S1
    jupyter openbis download 20230315101500001-1001 --to data --files '**/*.csv'
    jupyter openbis verify data
    jupyter openbis requirements analysis.ipynb
    jupyter openbis upload "run 1" --type RAW_DATA --to /YEAST/GROWTH/S1 --prop '$NAME=Run 1'

Commands, options, connections and data set types complete with the tabulator key after this line (or with `zsh_source`,
`fish_source`) in the shell's start file; types are those that `types` has listed last:

    eval "$(_JUPYTER_OPENBIS_COMPLETE=bash_source jupyter-openbis)"

Results go to standard output, messages to standard error. `-c`, `--json`, `-q`, `-v` and `--token-stdin` may precede or
follow the command. Colours are off with `NO_COLOR`.

A missing password is prompted for if there is a terminal. Every user of a computer can read the options of a
running command, so no command needs a secret there: for cron jobs there are `OPENBIS_URL` with `OPENBIS_TOKEN`, the
connection file, `--token-stdin`, `--password-stdin`, and `login --keep`, which keeps a token. Only `conn add` has
`--password`, from the published program, and warns when it is used.

Environment variables with a user name or a password are not read, since all child processes inherit them, kernels too: use a
token, which can be revoked and expires. `conn add -h` is the host, as in the published program; use `--help` for help. Tables have
no headings, so that `awk` and `grep` see rows only; `--json` names all values. PermIds are not completed, since that would
need a request to openBIS for each press of the key. Ctrl-C within the first milliseconds of a prompt may be lost: press it again.

Wells of a plate are named as `PLATE:A1`; `ls` does not list them below their plate, which may have 1,536 wells.

Objects, collections and data sets can also be named by a link from the address line of the ELN.

Texts from openBIS, manifests and notebooks cannot control the terminal: what is not printable is shown as an escape,
e.g. `\\x1b` or `\\u202e`. Times have their zone.
`cat` writes the bytes of a file as they are, also with `--json`; to a terminal only if it is plain text.

Which values the properties of an upload take is written in [batch.md](batch.md#properties).

| exit status | |
| ---: | --- |
| 0 | success |
| 1 | something went wrong that has no number of its own; `doctor` has found a problem |
| 2 | wrong options or input; nothing was done |
| 3 | not logged in: credentials are missing or wrong, or the session has expired |
| 4 | what was named does not exist in openBIS, or you may not see it |
| 5 | openBIS cannot be reached |
| 6 | a file is damaged, missing or incomplete |
| 7 | the data set has no files that can be read now, e.g. it is archived |
| 8 | the local disk: full, not writable, files in the way |
| 9 | mounting or unmounting failed |
| 130 | ended by Ctrl-C; the same download continues where it stopped |

A failed download of several data sets has the status of the first failure, in the order of the command; the others are
complete, and listed. `download --dry-run` has the status of the first problem.

## JSON

With `--json`, standard output is one JSON document, on success and on failure. Texts are UTF-8; control characters,
bidirectional controls and lone surrogates are written as `\\uXXXX`. Times are ISO 8601 with their zone. Keys may be
added, none is removed or gets another meaning.

| command | answer |
| --- | --- |
| `conn list` | list of connections |
| `conn show`, `conn test`, `mount`, `unmount` | a connection: `name`, `url`, `status`, `username`, `mountpoint`, … |
| `conn add` | `name`, `file`, `updated` (whether the file had one of that name) |
| `conn remove` | `file` |
| `login`, `logout` | `connection`, `kept` (where), `validUntil`; `forgotten` (how many) |
| `ls` | `place`, `entities`, `dataSets`, `start_with`, `count`, `totalCount`, `remark` |
| `ls -d` | `dataSets`, `start_with`, `count`, `totalCount`, `remark` |
| `types` | `dataSetTypes`, each with `propertyAssignments` |
| `info` | `kind`, `permId`, `identifier`, `type`, `properties`, `owner`, `parents`, `children`, `registrator`, `elnUrl`, …; of a data set also `dataSet`, `dataStore`, `components`, `files` (each with its `component`) and `problem` |
| `download` | `downloads` (what is complete), `failures` (`permId`, `code`, `reason`), `nothingSelected` (permIds without a file that `--files` fits), `links` (`permId`, `code`, `reason` of data sets whose files are outside openBIS) |
| `download --dry-run` | `dataSets` (each with `problem`), `total`, `toFetch`, `freeBytes`, `fits` |
| `upload` | `permId` |
| `upload --dry-run` | `type`, `owner`, `parents`, `properties`, `files`, `total` |
| `verify` | list: `path`, `permId`, `ok`, `isComplete`, `wrong`, `unknown`; exit status 6 if one is not `ok` |
| `doctor` | list: `subject`, `ok`, `isNeeded`, `text`; exit status 1 if one is needed and not `ok` |
| `requirements` | `kernel`, `language`, `runtime`, `packages`, `notInstallable`, `files` |

An answer about a failure has the key `error`: alone, or beside the answer where a part has succeeded (`download`) or the plan
shows what would fail (`download --dry-run`).

    {"error": {"code": "invalid-upload", "reason": "…", "errors": [{"type": "No such data set type: X"}], "exitStatus": 2}}

`code` is stable and the same as in the HTTP API (e.g. `entity-not-found`, `data-set-archived`, `session-expired`,
`partial-download-failure`); wrong options are `usage`, Ctrl-C is `cancelled`. `reason` is one sentence for people.
`errors` has all problems of an upload (`type`, `entityIdentifier`, `parent`, `file`, `prop.<CODE>`), or the failed
permIds of a download. The same sentence goes to standard error, so that logs of jobs have it.
"""  # noqa: E501 - rows of tables


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
