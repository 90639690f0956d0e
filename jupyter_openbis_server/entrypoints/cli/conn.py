"""`jupyter-openbis-conn`, also known as `jupyter-openbis conn add`: writes a connection file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource
from jupyter_core.paths import jupyter_config_dir, jupyter_config_path

from jupyter_openbis_server.adapters.filesystem.connection_yaml import FILE_NAME
from jupyter_openbis_server.domain.errors import InvalidConnection, StorageError
from jupyter_openbis_server.entrypoints.container import Container

_OPTIONS = {
    "name": "--name",
    "url": "--hostname",
    "username": "--username",
    "password": "--password",
}


def main() -> None:
    """Run `jupyter-openbis-conn` with the arguments of this process."""
    command(jupyter_config_path(), jupyter_config_dir())()


def command(destinations: Sequence[str], default: str) -> click.Command:
    """Return the command.

    Args:
        destinations: The folders in which connection files are looked for.
        default: The one that is proposed.
    """

    # The published program called the option --verfiy.
    @click.command(context_settings={"token_normalize_func": lambda name: "verify" if name == "verfiy" else name})
    @click.option("-n", "--name", prompt="Name of the connection")
    @click.option("-h", "--hostname", prompt="Host name (host, host:port or URL)")
    @click.option("--verify/--no-verify", default=True, prompt="Verify the TLS certificate?")
    @click.option("--https/--no-https", default=True, prompt="Use https?", help="--no-https allows http://")
    @click.option("-u", "--username", default="", show_default=False, prompt="User name (optional)")
    @click.option(
        "-p", "--password", default="", show_default=False, hide_input=True, prompt="Password (optional, not encrypted)"
    )
    @click.option(
        "-d", "--destination", type=click.Choice(destinations), default=default, show_default=True, prompt=True
    )
    @click.pass_context
    def save(
        context: click.Context,
        name: str,
        hostname: str,
        *,
        verify: bool,
        https: bool,
        username: str,
        password: str,
        destination: str,
    ) -> None:
        """Generate an openBIS connection file for use in Jupyter notebooks.

        An existing file keeps its other connections and its comments.
        """
        _warn_of_visible_password(context)
        entry: dict[str, object] = {"name": name.strip(), "url": hostname.strip()}
        entry |= {"verify_certificates": verify, "http_only": not https}
        entry |= {key: value for key, value in (("username", username), ("password", password)) if value}
        _save(Path(destination, FILE_NAME), entry)

    return save


def _warn_of_visible_password(context: click.Context) -> None:
    if context.get_parameter_source("password") is ParameterSource.COMMANDLINE:
        click.echo("Warning: other users of this host can read a password given as an option.", err=True)


def _save(path: Path, entry: dict[str, object]) -> None:
    try:
        was_known = Container.save_connection(Container.connection_file(path))(entry)
    except InvalidConnection as error:
        if error.field in entry:
            raise click.BadParameter(str(error), param_hint=_OPTIONS.get(error.field)) from error
        raise click.ClickException(str(error)) from error
    except StorageError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{'Updated' if was_known else 'Added'} connection {entry['name']} in {path}")
