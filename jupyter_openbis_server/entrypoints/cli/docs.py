"""`docs/cli.md`, generated from the commands: `python -m jupyter_openbis_server.entrypoints.cli.docs`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from jupyter_openbis_server.entrypoints.cli import conn
from jupyter_openbis_server.entrypoints.cli.commands.connections import ADD
from jupyter_openbis_server.entrypoints.cli.output.json_answers import rows
from jupyter_openbis_server.entrypoints.cli.root import openbis

_HEAD = """\
# The command line

Made from the commands by `make docs`; do not edit. `jupyter openbis …` and `jupyter-openbis …` are the same.

    jupyter openbis ls /YEAST/GROWTH/S1
    jupyter openbis search gfp --type MICROSCOPY --where 'MAGNIFICATION > 40' --in /YEAST --modified-from 2024-01-01
    jupyter openbis download 20230315101500001-1001 --to data --match '**/*.csv'
    jupyter openbis download /YEAST/GROWTH --since 7d --match '**/*.csv' --exclude '*.tmp' -j 8
    jupyter openbis ls -d /YEAST | jupyter openbis download - --to data
    jupyter openbis mirror /YEAST/GROWTH --to /data/growth
    jupyter openbis verify data
    jupyter openbis requirements analysis.ipynb
    jupyter openbis upload "run 1" --type RAW_DATA --to /YEAST/GROWTH/S1 --prop '$NAME=Run 1'

Commands, options, connections and data set types complete with the tabulator key after this line (or with `zsh_source`,
`fish_source`) in the shell's start file; types are those that `types` has listed last:

    eval "$(_JUPYTER_OPENBIS_COMPLETE=bash_source jupyter-openbis)"

Results go to standard output, messages to standard error. `-c`, `--json`, `-q`, `-v`, `--log-file` and `--token-stdin` may
precede or follow the command. Colours are off with `NO_COLOR`.

A missing password is prompted for if there is a terminal. Every user of a computer can read the options of a
running command, so no command needs a secret there: for cron jobs there are `OPENBIS_URL` with `OPENBIS_TOKEN`, the
connection file, `--token-stdin`, `--password-stdin`, and `login --keep`, which keeps a token. Only `conn add` has
`--password`, from the published program, and warns when it is used.

| variable | |
| --- | --- |
| `OPENBIS_URL`, `OPENBIS_TOKEN` | a connection, named after its host, and its token |
| `OPENBIS_CONNECTION` | the connection where none is named, as `-c`; also for `connect()` |
| `OPENBIS_CERTIFICATE_FINGERPRINTS` | SHA-256 fingerprints of the certificates that the servers of `OPENBIS_URL` may have, with commas between several |
| `OPENBIS_USERNAME`, `OPENBIS_PASSWORD_FILE` | who logs in, with the first line of a file as the password: to `OPENBIS_URL`, if there is no token; otherwise to the connection that `OPENBIS_CONNECTION` names, and to no other, so that the password reaches no server that it is not meant for. If that user cannot log in, no other user does |

A password itself is not read from a variable, since all child processes inherit that, kernels too. The name of a user and
of a file is no secret; the file should be readable by you only (there is a warning if it is not). A token is still
better: it can be revoked, and expires. `conn add -h` is the host, as in the published program; use `--help` for help. Tables have
no headings, so that `awk` and `grep` see rows only; `--json` names all values. PermIds are not completed, since that would
need a request to openBIS for each press of the key. Ctrl-C within the first milliseconds of a prompt may be lost: press it again.

Wells of a plate are named as `PLATE:A1`; `ls` does not list them below their plate, which may have 1,536 wells.

`search -q` prints one permId per line, of all matches. Pages are read so that nothing that matches all the time is missed or
repeated, even if data is registered or deleted meanwhile. Without `-q` and `--json`, the first 50 matches are shown.

Objects, collections and data sets can also be named by a link from the address line of the ELN.

Texts from openBIS, manifests and notebooks cannot control the terminal: what is not printable is shown as an escape,
e.g. `\\x1b` or `\\u202e`. Times have their zone.
`cat` writes the bytes of a file as they are, also with `--json`; to a terminal only if it is plain text.

Which values the properties of an upload take is written in [batch.md](batch.md#properties).

| exit status | |
| ---: | --- |
| 0 | success |
| 1 | something went wrong that has no number of its own; `doctor` has found a problem |
| 2 | wrong options or input, or changes are switched off (`--read-only`); nothing was done |
| 3 | not logged in: credentials are missing or wrong, or the session has expired |
| 4 | what was named does not exist in openBIS, or you may not see it |
| 5 | openBIS cannot be reached |
| 6 | a file is damaged, missing or incomplete |
| 7 | the data set has no files that can be read now, e.g. it is archived, or did not come back from the archive |
| 8 | the local disk: full, not writable, files in the way; or another user has changed in openBIS what `set` was to change |
| 9 | mounting or unmounting failed |
| 130 | ended by Ctrl-C; the same download continues where it stopped |

A failed download of several data sets has the status of the first failure, in the order of the command; the others are
complete, and listed. A data set that does not exist is such a failure. `download --dry-run` has the status of the first problem.

## JSON

With `--json`, standard output is one JSON document, on success and on failure: an object with `version`, the version of
this format, now 1. Keys may be added without a new version; if one is removed or gets another meaning, the version
changes. Lists are values of keys. Texts are UTF-8; control characters, bidirectional controls and lone surrogates are
written as `\\uXXXX`. Times are ISO 8601 with their zone.

| command | keys |
| --- | --- |
{answers}

An answer about a failure has the key `error`: alone, or beside the answer where a part has succeeded (`download`) or the plan
shows what would fail (`download --dry-run`).

    {"version": 1, "error": {"code": "invalid-upload", "reason": "…", "errors": [{"type": "No such data set type: X"}], "exitStatus": 2}}

`code` is stable and the same as in the HTTP API (e.g. `entity-not-found`, `data-set-archived`, `session-expired`,
`partial-download-failure`); wrong options are `usage`, Ctrl-C is `cancelled`. `reason` is one sentence for people.
`errors` has all problems of an upload (`type`, `entityIdentifier`, `parent`, `file`, `prop.<CODE>`), or the failed
permIds of a download. The same sentence goes to standard error, so that logs of jobs have it.

## Progress for programs

With `--progress json`, `download`, `mirror`, `upload` and `publish` write one JSON object per line to standard error. Lines
that do not begin with `{` are messages for people. Each event has `event` and `time`; keys and events may be added.

| event | keys |
| --- | --- |
| `begin` | `what`, `files`, `bytes` (in all), `doneFiles`, `doneBytes` (present already) |
| `progress` | the same amounts; at most one a second |
| `file` | `path` of a file that is complete |
| `dataSet` | `permId`, `state` (`done`, `present`, `skipped`, `link`, `failed`), `error`; downloads only |
| `end` | `ok`, and the amounts |

## Rate, logs

`--limit-rate 10M` limits what all connections of the command send and receive, to 10 MiB per second: downloads and uploads,
over every protocol of openBIS. It takes effect in pieces of an eighth of a second, and never delays Ctrl-C.

`--log-file FILE` appends all requests, warnings, errors and the versions of the programs to a file; only you can read a new one. It
has no password or token; addresses, names of files and identifiers are in it. The options of the command are not.
"""  # noqa: E501 - rows of tables


_neutral = conn.command(["FOLDER"], "FOLDER")
"""The command that adds a connection, without the folders of this computer in its help."""


def document() -> str:
    """Return the text of `docs/cli.md`."""
    return "\n".join((_HEAD.replace("{answers}", "\n".join(rows())), *_sections(openbis, "jupyter-openbis", None)))


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
