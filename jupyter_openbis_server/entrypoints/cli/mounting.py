"""`mount` and `unmount`."""

from __future__ import annotations

import click

from jupyter_openbis_server.entrypoints.answers.connections import ConnectionAnswer
from jupyter_openbis_server.entrypoints.cli.program import Program


@click.command()
@click.pass_obj
def mount(program: Program) -> None:
    """Mount the data store as a folder; it stays until it is unmounted."""
    view = program.logged_in(program.container.mount())
    mounted = view.mount
    if mounted and mounted.new_host_key:
        program.say(f"This server's SSH key was seen for the first time and is known now: {mounted.new_host_key}")
    program.answer(ConnectionAnswer(), view, lambda: mounted.mountpoint if mounted else "")


@click.command()
@click.option("--force", is_flag=True, help="Also where programs use it; they lose it.")
@click.pass_obj
def unmount(program: Program, *, force: bool) -> None:
    """Take the data store out of the file system again."""
    view = program.container.unmount()(program.connection, force=force)
    program.answer(ConnectionAnswer(), view, lambda: f"{view.connection.name} is not mounted")
