"""Command `whoami`: the user, the server and the login of a connection."""

from __future__ import annotations

from collections.abc import Iterator

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.connections.who_am_i import Identity
from jupyter_openbis_server.domain.instances.access_token import AccessToken
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.iso_times import UtcTime
from jupyter_openbis_server.entrypoints.cli.output.tables import local_time, table

_LOGINS = {
    "personal-access-token": "a personal access token",
    "panel": "the login of the openBIS panel",
    "session": "a session",
}
"""What the login is, for JSON and for people."""


def _login_of(found: Identity) -> str:
    if found.is_access_token:
        return "personal-access-token"
    return "panel" if found.is_shared else "session"


class _AccessTokenResponse(Schema):
    label = fields.String()
    validFrom = UtcTime(attribute="valid_from")  # noqa: N815
    validUntil = UtcTime(attribute="valid_until")  # noqa: N815
    lastUsed = UtcTime(attribute="last_used")  # noqa: N815
    isCurrent = fields.Boolean(attribute="is_current")  # noqa: N815


class _IdentityResponse(Schema):
    connection = fields.String()
    url = fields.String()
    user = fields.String()
    login = fields.Function(_login_of)
    validUntil = UtcTime(attribute="valid_until")  # noqa: N815
    openbisVersion = fields.String(attribute="facts.version", allow_none=True)  # noqa: N815
    apiVersion = fields.Function(lambda identity: ".".join(map(str, identity.facts.api_version)))  # noqa: N815
    accessTokens = fields.List(fields.Nested(_AccessTokenResponse), attribute="access_tokens")  # noqa: N815


@click.command(cls=OpenbisCommand)
@click.pass_obj
def whoami(cli: CliContext) -> None:
    """Show the user, the server and the login of a connection (-c NAME), and the user's personal access tokens.

    openBIS shows all tokens of the user after a login with a password, and to a token only itself. Of a session, it
    does not state when it ends: that is some time after its last use.
    """
    found = cli.run_logged_in(cli.use_cases.connections.who_am_i)
    cli.respond(_IdentityResponse(), found, lambda: _lines(found))


def _lines(found: Identity) -> Iterator[str]:
    version = found.facts.version or "unknown version"
    api = ".".join(map(str, found.facts.api_version))
    until = f", valid until {local_time(found.valid_until)}" if found.valid_until else ""
    yield from table(
        [
            ("user", found.user),
            ("connection", found.connection),
            ("server", f"{found.url}, openBIS {version} (API {api})"),
            ("login", f"{_LOGINS[_login_of(found)]}{until}"),
        ]
    )
    if found.access_tokens:
        yield ""
        yield from table(map(_row, found.access_tokens))


def _row(token: AccessToken) -> tuple[str, ...]:
    current = "this login" if token.is_current else "-"
    return (
        "token",
        token.label,
        f"until {local_time(token.valid_until)}",
        f"used {local_time(token.last_used)}",
        current,
    )
