"""The table of commands matches the command modules and is shown without heavy imports."""

import subprocess
import sys

import click
import pytest

from jupyter_openbis_server.entrypoints.cli.root import COMMANDS, openbis

CONTEXT = click.Context(openbis)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_has_the_first_sentence_of_each_command(name: str) -> None:
    command = openbis.get_command(CONTEXT, name)
    assert command is not None
    assert command.name == name
    whole = " ".join((command.help or "").split())
    assert whole.startswith(COMMANDS[name].help)


def test_unknown_command_is_none() -> None:
    assert openbis.get_command(CONTEXT, "nonsense") is None


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], []])
def test_help_imports_no_heavy_modules(arguments: list[str]) -> None:
    """Checks imported modules instead of time: these take nearly all of it."""
    code = (
        "import sys\nfrom jupyter_openbis_server.entrypoints.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'pybis', 'marshmallow', 'pydantic', 'requests', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
