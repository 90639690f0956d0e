"""A short, reproducible run of `make fuzz` with terminal escapes; coverage of all commands."""

import os

import click

from jupyter_openbis_server.entrypoints.cli.root import openbis
from tests.fuzz.terminal import attempt, driven_commands

SEED = int(os.environ.get("FUZZ_SEED", "1"))
_EXCLUDED = {"demo", "mcp"}  # without hostile texts; output for a program, see tests/integration/assistant
"""Commands that show no data of the user's openBIS."""


def test_names_never_control_the_terminal() -> None:
    assert attempt(SEED)


def test_every_command_is_covered() -> None:
    context = click.Context(openbis)
    names = set()
    for name in openbis.list_commands(context):
        command = openbis.get_command(context, name)
        inner = command.list_commands(context) if isinstance(command, click.Group) else [""]
        names |= {f"{name} {each}".strip() for each in inner}
    assert names - _EXCLUDED == driven_commands()
