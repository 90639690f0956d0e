"""`jupyter-openbis conn`: which connections there are, and whether they work."""

from __future__ import annotations

import click
from jupyter_core.paths import jupyter_config_dir, jupyter_config_path
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import ConnectionView
from jupyter_openbis_server.entrypoints.answers.connections import ConnectionAnswer
from jupyter_openbis_server.entrypoints.cli.conn import command
from jupyter_openbis_server.entrypoints.cli.program import Program
from jupyter_openbis_server.entrypoints.cli.tables import table

ADD = "add"


class _Connections(click.Group):
    """With `add`, the same command as `jupyter-openbis-conn`. Where it may write is looked up when it is needed."""

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
    """Show connections, try them out, add and remove them."""


@connections.command("list")
@click.pass_obj
def list_(program: Program) -> None:
    """List the connections that are configured."""
    views = program.container.list_connections()()
    if not views:
        program.say("There are none; jupyter-openbis-conn makes one.")
    program.answer(ConnectionAnswer(many=True), views, lambda: table(map(_row, views)) if views else "")


@connections.command("show")
@click.pass_obj
def show(program: Program) -> None:
    """Show one connection (-c NAME)."""
    view = program.container.get_connection()(program.connection)
    facts = zip(("name", "url", "user", "mounted on"), _row(view), strict=True)
    program.answer(ConnectionAnswer(), view, lambda: table(facts))


@connections.command("test")
@click.pass_obj
def test(program: Program) -> None:
    """Log in to a connection (-c NAME), and say whether that works."""
    name = program.open_session()
    view = program.container.get_connection()(name)
    user = view.connection.username
    program.answer(ConnectionAnswer(), view, lambda: f"{name}: logged in to {view.connection.instance.url} as {user}")


class _RemovedAnswer(Schema):
    file = fields.String()


@connections.command("remove")
@click.argument("name")
@click.pass_obj
def remove(program: Program, name: str) -> None:
    """Take a connection out of the connection file, and forget the token that is kept for it."""
    file = program.container.remove_connection()(name)
    program.answer(_RemovedAnswer(), {"file": file}, lambda: f"Removed connection {name} from {file}")


def _row(view: ConnectionView) -> tuple[str, ...]:
    connection, mount = view.connection, view.mount
    return connection.name, connection.instance.url, connection.username or "-", mount.mountpoint if mount else "-"
