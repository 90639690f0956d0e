"""Commands `mount` and `unmount`: data stores as folders."""

from __future__ import annotations

import click

from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.schemas.connections.responses import ConnectionResponse


@click.command(cls=OpenbisCommand)
@click.pass_obj
def mount(cli: CliContext) -> None:
    """Mount the data store as a folder; it stays until it is unmounted."""
    view = cli.run_logged_in(cli.use_cases.mounts.mount)
    mounted = view.mount
    if mounted and mounted.new_host_key:
        cli.echo_info(f"This server's SSH key was seen for the first time and is known now: {mounted.new_host_key}")
    cli.respond(ConnectionResponse(), view, lambda: [mounted.mountpoint] if mounted else [])


@click.command(cls=OpenbisCommand)
@click.option("--force", is_flag=True, help="Also where programs use it; they lose it.")
@click.pass_obj
def unmount(cli: CliContext, *, force: bool) -> None:
    """Take the data store out of the file system again."""
    view = cli.use_cases.mounts.unmount(cli.prepared_connection, force=force)
    cli.respond(ConnectionResponse(), view, lambda: [f"{view.connection.name} is not mounted"])
