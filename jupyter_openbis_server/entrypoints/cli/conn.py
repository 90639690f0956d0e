"""`jupyter-openbis-conn`, also known as `jupyter-openbis conn add`: writes a connection file."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from jupyter_core.paths import jupyter_config_dir, jupyter_config_path

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.connection_fields import SETTINGS
from jupyter_openbis_server.domain.errors import HttpNotAllowed, InvalidConnection, OpenbisError
from jupyter_openbis_server.domain.registry.trust_certificate import trusted_with
from jupyter_openbis_server.domain.shared.deadline import Deadline
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand, ReportingCommand
from jupyter_openbis_server.entrypoints.cli.options.common_options import CommonOptions
from jupyter_openbis_server.entrypoints.cli.options.connection_options import connection_options, mounting, option_of
from jupyter_openbis_server.entrypoints.cli.options.prompts import PromptedOption, asked_token, next_line
from jupyter_openbis_server.entrypoints.cli.output.certificates import ask_to_trust
from jupyter_openbis_server.entrypoints.cli.output.terminal import write, write_json

_CHECK_SECONDS = 10.0
_HTTP = "http shows passwords to the network; --no-https allows it for this connection"
_SECRET_OPTIONS = ("token_stdin", "ask_token", "password_stdin", "password")


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
    @connection_options
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
    def save(context: click.Context, /, destination: str, **given: Any) -> None:  # noqa: ANN401 - values of the options
        """Generate an openBIS connection file for use in Jupyter notebooks.

        An existing file keeps its other connections and its comments. If it has a connection of this name, that is
        updated: settings that are not given keep their values, except --verify and --https, which have their defaults.

        Without a terminal there are no prompts: options that are not given are read from standard input, one line
        each, up to its end. Read a password with --password-stdin.

        On a terminal, the certificate of openBIS is checked; if it is not trusted, it is shown, and a question asked.
        """
        choices = context.ensure_object(CommonOptions)
        _check_name(given["name"], choices.connection)
        _warn_of_visible_password(context, given["password"])
        secrets = _secrets(**{name: given.pop(name) for name in _SECRET_OPTIONS})
        entry = {**_entry(**given), **secrets}
        if sys.stdin.isatty() and "certificate_fingerprints" not in entry:
            entry |= _trusted_by_question(entry)
        _save(Path(destination), entry, as_json=choices.as_json)
        if not secrets and not choices.is_quiet:
            _explain_missing_password(context)

    return save


def _check_name(name: str, connection: str | None) -> None:
    """Raise UsageError if `--name` and `--connection` are given with different names."""
    if connection and name.strip() != connection.strip():
        raise click.UsageError(f"-c ({connection}) and --name ({name}) are different names; give one of them.")


def _entry(
    name: str,
    hostname: str,
    username: str,
    mount: tuple[str, ...],
    certificate_fingerprints: tuple[str, ...],
    *,
    verify: bool,
    https: bool,
    **settings: str | bool | None,
) -> dict[str, object]:
    """Return the entry of a connection in its file, without password and token. Raises BadParameter."""
    others = {"username": username, "mount": mounting(mount), "certificate_fingerprints": [*certificate_fingerprints]}
    return {
        "name": name.strip(),
        "url": hostname.strip(),
        "verify_certificates": verify,
        "http_only": not https,
        **{key: value for key, value in others.items() if value},
        **{key: value for key, value in settings.items() if value is not None},
    }


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


def _trusted_by_question(entry: Mapping[str, object]) -> Mapping[str, object]:
    """Return the fingerprint that the user trusts, if the certificate at the address of an entry is not trusted."""
    from jupyter_openbis_server.entrypoints.library.batch import bootstrap  # noqa: PLC0415 - after the questions
    from jupyter_openbis_server.entrypoints.library.local_paths import filesystem_root  # noqa: PLC0415

    try:
        instance = ConnectionDefinition.from_mapping({**entry, "password": None, "token": None}).instance
        with Deadline.within(_CHECK_SECONDS):
            check = bootstrap(filesystem_root(), load=False).connections.check_instance
            settings = {each.name: getattr(instance, each.name) for each in SETTINGS}
            refused = check(instance.url, http_only=instance.url.startswith("http:"), **settings).untrusted
    except OpenbisError:  # reported when the entry is saved
        return {}
    return {"certificate_fingerprints": list(trusted_with(refused))} if refused and ask_to_trust(refused) else {}


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
            text = _HTTP if isinstance(error, HttpNotAllowed) else str(error)
            raise click.BadParameter(text, param_hint=option_of(error.field)) from error
        raise
    if as_json:
        write_json({"name": entry["name"], "file": str(path), "updated": was_known})
    else:
        write(f"{'Updated' if was_known else 'Added'} connection {entry['name']} in {path}")
