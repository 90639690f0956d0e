"""Commands `login` and `logout`: a login that later commands use."""

from __future__ import annotations

import datetime as dt

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.errors import KeyringUnavailable, MissingCredentials
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.stored_logins.delete_stored_login import DeletedToken
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.hints import hinted
from jupyter_openbis_server.entrypoints.cli.output.tables import local_time
from jupyter_openbis_server.entrypoints.schemas.connections.responses import ConnectionResponse

_FILE_HINT = "`jupyter-openbis login --keep file` keeps a token in a file that only you can read."
_REVOKE_HINT = (
    "`jupyter-openbis logout --revoke --password-stdin` reads the password from standard input; "
    "without --revoke, no password is needed."
)


class _LoginResponse(Schema):
    connection = fields.Nested(ConnectionResponse)
    kept = fields.String(allow_none=True)
    validUntil = fields.AwareDateTime(format="iso", allow_none=True)  # noqa: N815


class _LogoutResponse(Schema):
    forgotten = fields.Integer()
    revoked = fields.Integer()


@click.command(cls=OpenbisCommand)
@click.option("-u", "--user", help="Who logs in, if not the user of the connection.")
@click.option("--password-stdin", is_flag=True, help="Read the password, or a personal access token, from stdin.")
@click.option(
    "--keep",
    type=click.Choice(["keyring", "file"]),
    help="Stay logged in: keep a token, never the password. The keyring needs the extra 'keyring'; "
    "a file is readable for anyone who can read your files.",
)
@click.option(
    "--days",
    type=click.IntRange(min=1),
    help="With --keep: how long the token is valid at most; left out: as long as openBIS allows.",
)
@click.pass_obj
def login(cli: CliContext, user: str | None, keep: str | None, days: int | None, *, password_stdin: bool) -> None:
    """Log in to a connection (-c NAME), for this command or for all that follow.

    In notebooks and terminals of Jupyter, the login of the openBIS panel counts, unless --user is given.
    With --keep, openBIS is asked for a personal access token, which it gives for some weeks; where it has none, its
    session is kept, which ends sooner. Both are used by this program, by `connect()` in scripts, and by the openBIS
    panel when Jupyter starts. "Remember me" in the panel keeps the same kind of token.
    """
    cli.log_in(user, password_from_stdin=password_stdin)
    name, kept, place = cli.connection_name, None, None
    if keep:
        store = cli.use_cases.connections.token_stores[keep]
        longest = dt.timedelta(days=days) if days else None
        with hinted(KeyringUnavailable, _FILE_HINT):
            kept, place = cli.use_cases.connections.store_login(name, store, longest), store.name
    else:
        cli.echo_info("Nothing is kept, so the next command logs in again; see --keep.")
    view = cli.use_cases.connections.get(name)
    response = {"connection": view, "kept": place, "validUntil": kept.valid_until if kept else None}
    cli.respond(_LoginResponse(), response, lambda: _lines(name, view.connection.username, kept, place))


@click.command(cls=OpenbisCommand)
@click.option("--revoke", is_flag=True, help="Delete the token in openBIS, too; that needs the password.")
@click.option("--password-stdin", is_flag=True, help="With --revoke: read the password from stdin.")
@click.pass_obj
def logout(cli: CliContext, *, revoke: bool, password_stdin: bool) -> None:
    """Forget the token that `login --keep` or the panel has kept for a connection (-c NAME).

    openBIS goes on accepting a personal access token until its end, unless it is deleted there: by --revoke, or by
    the user in openBIS.
    """
    if revoke:
        with hinted(MissingCredentials, _REVOKE_HINT):
            cli.log_in_with_password(password_from_stdin=password_stdin)
    forgotten = cli.use_cases.connections.delete_stored_login(cli.connection_name)
    if not forgotten:
        cli.echo_info(f"Nothing was kept for {cli.connection_name}.")
    response = {"forgotten": len(forgotten), "revoked": sum(each.is_revoked for each in forgotten)}
    cli.respond(_LogoutResponse(), response, lambda: map(_forgotten, forgotten))


def _lines(name: str, username: str, kept: StoredToken | None, place: str | None) -> list[str]:
    lines = [f"{name}: logged in as {username}"]
    if kept:
        until = f", valid until {local_time(kept.valid_until)}" if kept.valid_until else ""
        what = "a personal access token" if kept.credentials.is_access_token else "the session"
        lines.append(f"{what} is kept in {place}{until}; jupyter-openbis logout forgets it")
    return lines


def _forgotten(deleted: DeletedToken) -> str:
    kept = deleted.stored
    if not kept.credentials.is_access_token:
        return f"the session of {kept.username} is closed and forgotten"
    if deleted.is_revoked:
        return f"{kept.username}'s access token is forgotten here, and deleted in openBIS"
    until = f" until {local_time(kept.valid_until)}" if kept.valid_until else ""
    return f"{kept.username}'s access token is forgotten here; openBIS takes it{until}, unless it is deleted there"
