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
    run = (
        "from jupyter_openbis_server.entrypoints.cli.main import main\n"
        f"sys.argv[1:] = {arguments}\n"
        "try: main()\nexcept SystemExit: pass"
    )
    assert not imported_by(run) & {"pybis", "marshmallow", "pydantic", "requests", "rich"}


def test_completion_imports_nothing_that_is_for_running_a_command() -> None:
    complete = (
        "from click.shell_completion import ShellComplete\n"
        "from jupyter_openbis_server.entrypoints.cli.root import COMMANDS, openbis\n"
        "shell = ShellComplete(openbis, {}, 'jupyter-openbis', '_JUPYTER_OPENBIS_COMPLETE')\n"
        "assert all(shell.get_completions([name], '--js') for name in COMMANDS if name != 'conn')\n"
        "assert shell.get_completions(['conn'], 'sh')"
    )
    assert not imported_by(complete) & {"pybis", "pydantic", "requests", "dependency_injector"}


def imported_by(code: str) -> set[str]:
    """Return the names of the modules that a new Python process imports to run the code."""
    report = "print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", f"import sys\n{code}\n{report}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())
