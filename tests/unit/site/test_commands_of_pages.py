"""Commands that the pages for users show have existing options and arguments."""

import re
import shlex
from contextlib import suppress

import click
import pytest

from jupyter_openbis_server.entrypoints.cli.root import openbis
from tests.unit.site.extensions import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "users").glob("*.md"))]
COMMANDS = sorted(
    {
        command
        for page in PAGES
        for line in re.findall(r"(?:^|`| {4})jupyter[ -](openbis [^`\n#]*)", page.read_text(), re.MULTILINE)
        for command in [line.partition(" | ")[0].strip()]
        if "…" not in command and "COMMAND" not in command
    }
)


def parse(group: click.Command, arguments: list[str], parent: click.Context | None = None) -> None:
    """Parse a command with its subcommands, without running it."""
    if not isinstance(group, click.Group):
        with suppress(click.Abort, OSError):  # it asks for a missing value
            group.make_context(group.name, arguments, parent=parent)
        return
    context = click.Context(group, info_name=group.name, parent=parent, **group.context_settings)
    rest = group.make_parser(context).parse_args(list(arguments))[1]
    _, command, rest = group.resolve_command(context, rest)
    assert command
    parse(command, rest, context)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_can_be_parsed(command: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("analysis.ipynb", "table.csv", "run 1", "export.eln"):
        (tmp_path / name).touch()
    for name in ("data", "results"):
        (tmp_path / name).mkdir()
    parse(openbis, shlex.split(command)[1:])


def test_pages_have_commands_and_an_unknown_option_is_found() -> None:
    assert len(COMMANDS) > 15
    with pytest.raises(click.NoSuchOption):
        parse(openbis, ["verify", "--no-such-option"])
