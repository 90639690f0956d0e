"""`login` and `logout`: being known to openBIS from one command to the next."""

from __future__ import annotations

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import KeptToken
from jupyter_openbis_server.entrypoints.answers.connections import ConnectionAnswer
from jupyter_openbis_server.entrypoints.cli.program import Program

_KEYRING = "keyring"


class _LoginAnswer(Schema):
    connection = fields.Nested(ConnectionAnswer)
    kept = fields.String(allow_none=True)
    validUntil = fields.AwareDateTime(format="iso", allow_none=True)  # noqa: N815


class _LogoutAnswer(Schema):
    forgotten = fields.Integer()


@click.command()
@click.option("-u", "--user", help="Who logs in, if not the user of the connection.")
@click.option("--password-stdin", is_flag=True, help="Read the password, or a personal access token, from stdin.")
@click.option(
    "--keep",
    type=click.Choice([_KEYRING, "file"]),
    help="Stay logged in: keep a token, never the password. The keyring needs the extra 'keyring'; "
    "a file is readable for whoever can read your files.",
)
@click.pass_obj
def login(program: Program, user: str | None, keep: str | None, *, password_stdin: bool) -> None:
    """Log in to a connection (-c NAME), for this command or for all that follow.

    In notebooks and terminals of Jupyter, the login of the openBIS panel counts, unless --user is given.
    With --keep, openBIS is asked for a personal access token, which it gives for some weeks; where it has none, its
    session is kept, which ends sooner. Both are used by this program and by `connect()` in scripts.
    """
    program.log_in(user, password_from_stdin=password_stdin)
    name, kept, place = program.chosen, None, None
    if keep:
        container = program.container
        keeper = container.keyring_tokens() if keep == _KEYRING else container.token_files()
        kept, place = container.keep_login()(name, keeper), keeper.name
    else:
        program.say("Nothing is kept, so the next command logs in again; see --keep.")
    view = program.container.get_connection()(name)
    answer = {"connection": view, "kept": place, "validUntil": kept.valid_until if kept else None}
    program.answer(_LoginAnswer(), answer, lambda: "\n".join(_lines(name, view.connection.username, kept, place)))


@click.command()
@click.pass_obj
def logout(program: Program) -> None:
    """Forget the token that `login --keep` has kept for a connection (-c NAME)."""
    forgotten = program.container.forget_login()(program.chosen)
    if not forgotten:
        program.say(f"Nothing was kept for {program.chosen}.")
    program.answer(_LogoutAnswer(), {"forgotten": len(forgotten)}, lambda: "\n".join(map(_forgotten, forgotten)))


def _lines(name: str, username: str, kept: KeptToken | None, place: str | None) -> list[str]:
    lines = [f"{name}: logged in as {username}"]
    if kept:
        until = f", valid until {kept.valid_until.astimezone():%Y-%m-%d %H:%M}" if kept.valid_until else ""
        what = "a personal access token" if kept.credentials.is_access_token else "the session"
        lines.append(f"{what} is kept in {place}{until}; jupyter-openbis logout forgets it")
    return lines


def _forgotten(kept: KeptToken) -> str:
    if not kept.credentials.is_access_token:
        return f"the session of {kept.username} is closed and forgotten"
    until = f" until {kept.valid_until.astimezone():%Y-%m-%d}" if kept.valid_until else ""
    return f"{kept.username}'s access token is forgotten here; openBIS takes it{until}, unless it is deleted there"
