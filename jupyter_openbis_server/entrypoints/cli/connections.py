"""`jupyter-openbis conn`: which connections there are, and whether they work."""

from __future__ import annotations

import click

from jupyter_openbis_server.domain.model import ConnectionView
from jupyter_openbis_server.entrypoints.cli.program import Program
from jupyter_openbis_server.entrypoints.cli.tables import table
from jupyter_openbis_server.entrypoints.jupyter.answers import ConnectionAnswer


@click.group("conn")
def connections() -> None:
    """Show connections, and try them out. `jupyter-openbis-conn` writes new ones into a file."""


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
    name = program.connection
    if program.container.get_connection()(name).connection.session is None:
        program.logged_in(program.container.login())
    view = program.container.get_connection()(name)
    user = view.connection.username
    program.answer(ConnectionAnswer(), view, lambda: f"{name}: logged in to {view.connection.instance.url} as {user}")


def _row(view: ConnectionView) -> tuple[str, ...]:
    connection, mount = view.connection, view.mount
    return connection.name, connection.instance.url, connection.username or "-", mount.mountpoint if mount else "-"
