"""Commands `conn …`: connections, listed, tested, added and removed."""

from __future__ import annotations

import click
from jupyter_core.paths import jupyter_config_dir, jupyter_config_path
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.entrypoints.cli.command import OpenbisGroup
from jupyter_openbis_server.entrypoints.cli.conn import command
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.tables import table
from jupyter_openbis_server.entrypoints.schemas.connections import ConnectionResponse

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
    views = cli.use_cases.connections.list()
    if not views:
        cli.echo_info("No connections configured. Run `jupyter openbis conn add`.")
    cli.respond(ConnectionResponse(many=True), views, lambda: table(map(_row, views)))


@connections.command("show")
@click.pass_obj
def show(cli: CliContext) -> None:
    """Show one connection (-c NAME)."""
    view = cli.use_cases.connections.get(cli.prepared_connection)
    facts = zip(("name", "url", "user", "mounted on"), _row(view), strict=True)
    cli.respond(ConnectionResponse(), view, lambda: table(facts))


@connections.command("test")
@click.pass_obj
def test(cli: CliContext) -> None:
    """Log in to a connection (-c NAME), and report whether that works."""
    name = cli.open_session()
    view = cli.use_cases.connections.get(name)
    user = view.connection.username
    cli.respond(ConnectionResponse(), view, lambda: [f"{name}: logged in to {view.connection.instance.url} as {user}"])


class _RemovedResponse(Schema):
    file = fields.String()


@connections.command("remove")
@click.argument("name")
@click.pass_obj
def remove(cli: CliContext, name: str) -> None:
    """Take a connection out of the connection file, and forget the token that is kept for it."""
    file = cli.use_cases.connections.delete_definition(name)
    cli.respond(_RemovedResponse(), {"file": file}, lambda: [f"Removed connection {name} from {file}"])


def _row(view: ConnectionView) -> tuple[str, ...]:
    connection, mount = view.connection, view.mount
    return connection.name, connection.instance.url, connection.username or "-", mount.mountpoint if mount else "-"
