"""`jupyter-openbis`, which the `jupyter` command also finds as `jupyter openbis`: the use cases from a terminal."""

from __future__ import annotations

import logging
from typing import Any

import click

from jupyter_openbis_server import __version__
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.entrypoints.cli.connections import connections
from jupyter_openbis_server.entrypoints.cli.demo import demo
from jupyter_openbis_server.entrypoints.cli.examining import doctor
from jupyter_openbis_server.entrypoints.cli.exits import status_of
from jupyter_openbis_server.entrypoints.cli.listing import info, list_, types
from jupyter_openbis_server.entrypoints.cli.logging_in import login, logout
from jupyter_openbis_server.entrypoints.cli.mounting import mount, unmount
from jupyter_openbis_server.entrypoints.cli.program import Program
from jupyter_openbis_server.entrypoints.cli.requirements import requirements
from jupyter_openbis_server.entrypoints.cli.transfers import download, upload
from jupyter_openbis_server.entrypoints.cli.verifying import verify


class _Refused(click.ClickException):
    """A domain error on its way out."""

    def __init__(self, error: OpenbisError) -> None:
        super().__init__(str(error))
        self._error = error

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """What the process ends with."""
        return status_of(self._error)


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run a command. A domain error becomes a message and an exit status; sessions are closed in any case."""
        try:
            return super().invoke(ctx)
        except OpenbisError as error:
            raise _Refused(error) from None
        finally:
            if isinstance(ctx.obj, Program):
                ctx.obj.leave()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jupyter-openbis")
@click.option("-c", "--connection", metavar="NAME", help="Which connection; not needed where there is only one.")
@click.option("--token-stdin", is_flag=True, help="Read a session token or personal access token from standard input.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and what was asked for.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is asked of openBIS, for those who look for a fault.")
@click.pass_context
def openbis(
    context: click.Context, connection: str | None, *, token_stdin: bool, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Data sets of openBIS on this computer, and back.

    Connections come from openbis-connections.yaml (see `jupyter --paths`) and from OPENBIS_URL with OPENBIS_TOKEN.
    In notebooks and terminals of Jupyter, the connections and the login of the openBIS panel are used.
    Where credentials are missing they are asked for. `jupyter-openbis COMMAND --help` explains a command.
    """
    if verbose:
        logging.basicConfig(level=logging.DEBUG, format="%(name)s: %(message)s")
    context.obj = Program(connection, token_from_stdin=token_stdin, as_json=as_json, is_quiet=quiet)


for command in (
    connections, login, logout, list_, info, types, download, upload, verify, mount, unmount, requirements, doctor,
    demo,
):  # fmt: skip
    openbis.add_command(command)


def main() -> None:
    """Run `jupyter-openbis` with the arguments of this process."""
    openbis(prog_name="jupyter-openbis")
