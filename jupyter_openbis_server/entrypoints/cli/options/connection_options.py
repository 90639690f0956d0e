"""Options of `jupyter-openbis-conn`: the fields of a connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from jupyter_openbis_server.domain.connections.connection_fields import SETTINGS, FieldType
from jupyter_openbis_server.entrypoints.cli.options.prompts import NameOption, PromptedOption

_OWN_OPTIONS = {
    "name": "--name",
    "url": "--hostname",
    "username": "--username",
    "password": "--password",
    "token": "--token-stdin",
    "verify_certificates": "--verify",
    "certificate_fingerprints": "--trust-certificate",
    "http_only": "--no-https",
    "mount": "--mount",
}
"""Options with names of the published program, or with more than a name; the others are generated."""
_FILE = click.Path(exists=True, dir_okay=False, resolve_path=True)
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")

Decorator = Callable[[Callable[..., None]], Callable[..., None]]

_SECRETS: tuple[Decorator, ...] = (
    click.option("--token-stdin", is_flag=True, is_eager=True, help="Keep a token, read from standard input."),
    click.option("--ask-token", is_flag=True, is_eager=True, help="Keep a token, and ask for it."),
    click.option("--password-stdin", is_flag=True, is_eager=True, help="Read the password from standard input."),
)
_ADDRESS: tuple[Decorator, ...] = (
    click.option("-n", "--name", cls=NameOption, prompt="Name of the connection", help="Default: that of -c."),
    click.option("-h", "--hostname", cls=PromptedOption, prompt="Host name (host, host:port or URL)"),
    click.option("--verify/--no-verify", cls=PromptedOption, default=True, prompt="Verify the TLS certificate?"),
    click.option(
        "--https/--no-https", cls=PromptedOption, default=True, prompt="Use https?", help="--no-https allows http://"
    ),
)
_LOGIN: tuple[Decorator, ...] = (
    click.option("-u", "--username", cls=PromptedOption, default="", show_default=False, prompt="User name (optional)"),
    click.option(
        "-p",
        "--password",
        cls=PromptedOption,
        default="",
        show_default=False,
        hide_input=True,
        prompt="Password (optional, not encrypted)",
        help="Other users of this computer can read it while the command runs; see --password-stdin.",
    ),
)
_CERTIFICATE: Decorator = click.option(
    "--trust-certificate",
    "certificate_fingerprints",
    multiple=True,
    metavar="FINGERPRINT",
    help="SHA-256 fingerprint of a certificate to trust, instead of authorities (may be repeated).",
)
_MOUNT: Decorator = click.option(
    "--mount",
    "mount",
    multiple=True,
    metavar="KEY=VALUE",
    help="host, port, path, mountpoint, read_only or options (may be repeated): how the data store is mounted.",
)


def connection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a connection to a command, in the order in which they are asked."""
    for option in reversed((*_SECRETS, *_ADDRESS, *_LOGIN, _CERTIFICATE, *_of_settings(), _MOUNT)):
        command = option(command)
    return command


def _of_settings() -> tuple[Decorator, ...]:
    """Return an option for each setting of a connection that has none above."""
    found = []
    for each in SETTINGS:
        if each.name in _OWN_OPTIONS:
            continue
        name = f"--{each.name.replace('_', '-')}"
        if each.type is FieldType.FLAG:
            found.append(click.option(f"{name}/--no-{name[2:]}", default=None, help=f"{each.help}."))
        else:
            found.append(click.option(name, type=_FILE if each.type is FieldType.FILE else str, help=f"{each.help}."))
    return tuple(found)


def option_of(field: str) -> str:
    """Return the option that sets a field, e.g. `mount.port`."""
    key = field.partition(".")[0]
    return _OWN_OPTIONS.get(key, f"--{key.replace('_', '-')}")


def mounting(options: Sequence[str]) -> Mapping[str, object]:
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
