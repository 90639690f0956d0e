"""`jupyter-openbis-conn`, also known as `jupyter-openbis conn add`: writes a connection file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from jupyter_core.paths import jupyter_config_dir, jupyter_config_path

from jupyter_openbis_server.domain.connections.connection_fields import SETTINGS, FieldType
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand, ReportingCommand
from jupyter_openbis_server.entrypoints.cli.common_options import CommonOptions
from jupyter_openbis_server.entrypoints.cli.output.terminal import write, write_json
from jupyter_openbis_server.entrypoints.cli.prompts import PromptedOption, asked_token, next_line

_OWN_OPTIONS = {
    "name": "--name",
    "url": "--hostname",
    "username": "--username",
    "password": "--password",
    "token": "--token-stdin",
    "verify_certificates": "--verify",
    "http_only": "--no-https",
    "mount": "--mount",
}
"""Options with names of the published program, or with more than a name; the others are generated."""
_FILE = click.Path(exists=True, dir_okay=False, resolve_path=True)
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")


class _Add(ReportingCommand, OpenbisCommand):
    """A command of `jupyter-openbis` that is also a separate program."""


def main() -> None:
    """Run `jupyter-openbis-conn` with the arguments of this process."""
    command(jupyter_config_path(), jupyter_config_dir())()


def command(destinations: Sequence[str], default: str) -> click.Command:
    """Return the command.

    Args:
        destinations: The folders that are searched for connection files.
        default: The folder that is proposed.
    """

    # The published program called the option --verfiy.
    @click.command(
        cls=_Add,
        context_settings={"token_normalize_func": lambda name: "verify" if name == "verfiy" else name},
    )
    @click.option("--token-stdin", is_flag=True, is_eager=True, help="Keep a token, read from standard input.")
    @click.option("--ask-token", is_flag=True, is_eager=True, help="Keep a token, and ask for it.")
    @click.option("--password-stdin", is_flag=True, is_eager=True, help="Read the password from standard input.")
    @click.option("-n", "--name", cls=PromptedOption, prompt="Name of the connection")
    @click.option("-h", "--hostname", cls=PromptedOption, prompt="Host name (host, host:port or URL)")
    @click.option("--verify/--no-verify", cls=PromptedOption, default=True, prompt="Verify the TLS certificate?")
    @click.option(
        "--https/--no-https", cls=PromptedOption, default=True, prompt="Use https?", help="--no-https allows http://"
    )
    @click.option("-u", "--username", cls=PromptedOption, default="", show_default=False, prompt="User name (optional)")
    @click.option(
        "-p",
        "--password",
        cls=PromptedOption,
        default="",
        show_default=False,
        hide_input=True,
        prompt="Password (optional, not encrypted)",
        help="Other users of this computer can read it while the command runs; see --password-stdin.",
    )
    @_setting_options
    @click.option(
        "--mount",
        "mount",
        multiple=True,
        metavar="KEY=VALUE",
        help="host, port, path, mountpoint, read_only or options (may be repeated): how the data store is mounted.",
    )
    @click.option(
        "-d",
        "--destination",
        cls=PromptedOption,
        type=click.Choice(destinations),
        default=default,
        show_default=True,
        prompt=True,
    )
    @click.pass_context
    def save(
        context: click.Context,
        /,
        name: str,
        hostname: str,
        *,
        verify: bool,
        https: bool,
        username: str,
        password: str,
        mount: tuple[str, ...],
        destination: str,
        token_stdin: bool,
        ask_token: bool,
        password_stdin: bool,
        **settings: str | bool | None,
    ) -> None:
        """Generate an openBIS connection file for use in Jupyter notebooks.

        An existing file keeps its other connections and its comments. If it has a connection of this name, that is
        updated: settings that are not given keep their values, except --verify and --https, which have their defaults.

        Without a terminal there are no prompts: options that are not given are read from standard input, one line
        each, up to its end. Read a password with --password-stdin.
        """
        _warn_of_visible_password(context, password)
        entry: dict[str, object] = {"name": name.strip(), "url": hostname.strip()}
        entry |= {"verify_certificates": verify, "http_only": not https}
        secrets = _secrets(
            token_stdin=token_stdin, ask_token=ask_token, password_stdin=password_stdin, password=password
        )
        others = {"username": username, "mount": _mounting(mount)}
        entry |= {key: value for key, value in others.items() if value}
        entry |= secrets
        entry |= {key: value for key, value in settings.items() if value is not None}
        choices = context.ensure_object(CommonOptions)
        _save(Path(destination), entry, as_json=choices.as_json)
        if not secrets and not choices.is_quiet:
            _explain_missing_password(context)

    return save


def _setting_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each setting of a connection that has none above."""
    for each in reversed(SETTINGS):
        if each.name in _OWN_OPTIONS:
            continue
        name = f"--{each.name.replace('_', '-')}"
        if each.type is FieldType.FLAG:
            command = click.option(f"{name}/--no-{name[2:]}", default=None, help=f"{each.help}.")(command)
        else:
            command = click.option(name, type=_FILE if each.type is FieldType.FILE else str, help=f"{each.help}.")(
                command
            )
    return command


def _secrets(*, token_stdin: bool, ask_token: bool, password_stdin: bool, password: str) -> Mapping[str, str | None]:
    """Return the password or token to keep. It replaces an earlier token or password in the file (None).

    Raises:
        UsageError: more than one is given, or an empty one.
    """
    if sum((token_stdin, ask_token, password_stdin, bool(password))) > 1:
        raise click.UsageError("Give only one of --password, --password-stdin, --token-stdin and --ask-token.")
    if ask_token:
        return _token(asked_token())
    if not (token_stdin or password_stdin):
        return _password(password) if password else {}
    secret = next_line()
    if not secret:
        raise click.UsageError("Standard input is empty.")
    return _token(secret.strip()) if token_stdin else _password(secret)


def _token(secret: str) -> Mapping[str, str | None]:
    return {"token": secret, "password": None}


def _password(secret: str) -> Mapping[str, str | None]:
    return {"token": None, "password": secret}


def _mounting(options: Sequence[str]) -> Mapping[str, object]:
    """Return the keys of `mount` in a connection file. Raises BadParameter."""
    found: dict[str, Any] = {}
    for each in options:
        key, equals, value = each.partition("=")
        if not equals:
            raise click.BadParameter(f"{each!r} is not KEY=VALUE", param_hint="--mount")
        if key == "options":
            found.setdefault(key, []).append(value)
        elif key == "read_only" and value.lower() in _YES + _NO:
            found[key] = value.lower() in _YES
        else:
            found[key] = int(value) if key == "port" and value.isdecimal() else value
    return found


def _option_of(field: str) -> str:
    """Return the option that sets a field, e.g. `mount.port`."""
    key = field.partition(".")[0]
    return _OWN_OPTIONS.get(key, f"--{key.replace('_', '-')}")


def _warn_of_visible_password(context: click.Context, password: str) -> None:
    if password and context.get_parameter_source("password") is ParameterSource.COMMANDLINE:
        write(
            "Warning: other users of this host can read a password given as an option; see --password-stdin.", err=True
        )


def _explain_missing_password(context: click.Context) -> None:
    is_asked = context.get_parameter_source("password") is ParameterSource.PROMPT
    if is_asked and not sys.stdin.isatty():
        write("There is no terminal to ask for a password; to save one, use --password-stdin.", err=True)


def _save(folder: Path, entry: dict[str, object], *, as_json: bool) -> None:
    from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import FILE_NAME  # noqa: PLC0415 - after the questions
    from jupyter_openbis_server.entrypoints.wiring.connection_file import save_connection_into  # noqa: PLC0415

    path = folder / FILE_NAME
    try:
        was_known = save_connection_into(path)(entry)
    except InvalidConnection as error:
        if error.field.partition(".")[0] in {*entry, "mount"}:
            raise click.BadParameter(str(error), param_hint=_option_of(error.field)) from error
        raise
    if as_json:
        write_json({"name": entry["name"], "file": str(path), "updated": was_known})
    else:
        write(f"{'Updated' if was_known else 'Added'} connection {entry['name']} in {path}")
