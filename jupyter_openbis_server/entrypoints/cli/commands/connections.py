"""Commands `conn …`: connections, listed, tested, added, trusted and removed."""

from __future__ import annotations

import sys

import click
from jupyter_core.paths import jupyter_config_dir, jupyter_config_path
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.instances.certificate import parsed_fingerprint
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.entrypoints.cli.command import OpenbisGroup
from jupyter_openbis_server.entrypoints.cli.conn import command
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.certificates import ask_to_trust
from jupyter_openbis_server.entrypoints.cli.output.tables import local_time, table
from jupyter_openbis_server.entrypoints.schemas.connections.responses import ConnectionResponse

ADD = "add"


class _Connections(OpenbisGroup):
    """Contains `add`, the same command as `jupyter-openbis-conn`. Its target folders are found on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """See click."""
        return sorted([*super().list_commands(ctx), ADD])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """See click."""
        if cmd_name == ADD:
            return command(jupyter_config_path(), jupyter_config_dir())
        return super().get_command(ctx, cmd_name)


@click.group("conn", cls=_Connections)
def connections() -> None:
    """List, test, add and remove connections."""


@connections.command("list")
@click.pass_obj
def list_(cli: CliContext) -> None:
    """List the connections that are configured."""
    for name in cli.use_cases.connections.known.names():
        cli.use_cases.connections.restore_login(name)
    views = cli.use_cases.connections.list()
    if not views:
        cli.echo_info("No connections configured. Run `jupyter openbis conn add`.")
    cli.respond_rows("connections", ConnectionResponse(), views, lambda: table(map(_row, views)))


@connections.command("show")
@click.pass_obj
def show(cli: CliContext) -> None:
    """Show one connection (-c NAME)."""
    view = cli.use_cases.connections.get(cli.prepared_connection)
    facts = zip(("name", "url", "user", "mounted on", "login"), _row(view), strict=True)
    cli.respond(ConnectionResponse(), view, lambda: table(facts))


@connections.command("test")
@click.pass_obj
def test(cli: CliContext) -> None:
    """Log in to a connection (-c NAME), and report whether that works."""
    name = cli.open_session()
    view = cli.use_cases.connections.get(name)
    user = view.connection.username
    cli.respond(ConnectionResponse(), view, lambda: [f"{name}: logged in to {view.connection.instance.url} as {user}"])


class _TrustedResponse(Schema):
    name = fields.String()
    fingerprints = fields.List(fields.String())


@connections.command("trust")
@click.argument("fingerprint", required=False)
@click.pass_obj
def trust(cli: CliContext, fingerprint: str | None) -> None:
    """Trust the TLS certificate that openBIS presents (-c NAME), and save that with the connection.

    For servers with self-signed or in-house certificates. The certificate is shown, and a question asked. With
    FINGERPRINT, its SHA-256 fingerprint, there is no question: it is trusted if openBIS presents it, else the command
    fails. A certificate that was renewed replaces the trusted ones; that of a data store on another host is added.
    """
    name, use_case = cli.prepared_connection, cli.use_cases.connections.trust_certificate
    try:
        wanted = fingerprint and parsed_fingerprint(fingerprint)
    except ValueError as error:
        raise click.BadParameter(f"the fingerprint {error}", param_hint="FINGERPRINT") from None
    if wanted:
        view = use_case(name, wanted)
    elif (refused := use_case.refused(name)) is None:
        view = cli.use_cases.connections.get(name)
        cli.echo_info(f"{name}: the certificate is trusted already")
    elif not sys.stdin.isatty():
        raise refused
    elif not ask_to_trust(refused):
        raise click.Abort
    else:
        view = use_case(name, refused.certificate.fingerprint)
    found = view.connection.instance.certificate_fingerprints
    trusted = {"name": name, "fingerprints": found}
    lines = [f"{name} trusts the certificates with these SHA-256 fingerprints:", *found] if found else []
    cli.respond(_TrustedResponse(), trusted, lambda: lines)


class _RemovedResponse(Schema):
    file = fields.String()


@connections.command("remove")
@click.argument("name", required=False)
@click.pass_obj
def remove(cli: CliContext, name: str | None) -> None:
    """Take a connection out of the connection file, and forget the token that is kept for it.

    NAME may also be given by -c.
    """
    if name and cli.connection and name != cli.connection:
        raise click.UsageError(f"-c ({cli.connection}) and NAME ({name}) are different names; give one of them.")
    name = name or cli.connection
    if not name:
        raise click.UsageError("Missing argument 'NAME'.")
    file = cli.use_cases.connections.delete_definition(name)
    cli.respond(_RemovedResponse(), {"file": file}, lambda: [f"Removed connection {name} from {file}"])


def _row(view: ConnectionView) -> tuple[str, ...]:
    connection, mount = view.connection, view.mount
    mountpoint = mount.mountpoint if mount else "-"
    return connection.name, connection.instance.url, connection.username or "-", mountpoint, _login(connection)


def _login(connection: Connection) -> str:
    """Return until when a kept login lasts; `-` without one."""
    kept = connection.remembered
    if kept is None:
        return "-"
    return f"kept until {local_time(kept.valid_until)}" if kept.valid_until else "kept"
