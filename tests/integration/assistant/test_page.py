"""The page for users: its tutorial is run with the real command over standard input and output."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from jupyter_openbis_server.entrypoints.cli.commands.assistant import mcp
from jupyter_openbis_server.entrypoints.cli.root import openbis as program
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.forked_program import PROGRAM
from tests.integration.batch.laboratory_files import write_connection

PAGE = (Path(__file__).parents[3] / "docs" / "users" / "assistant.md").read_text()
JSON_BLOCKS = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
(SCRIPT,) = re.findall(r"```py\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=USERS) as server:
        yield server


def test_the_script_of_the_tutorial_runs_the_real_command(
    openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write_connection(openbis, tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("sys.argv", ["script.py"])
    exec(compile(SCRIPT.replace('"jupyter-openbis"', repr(str(PROGRAM))), "tutorial", "exec"), {"__name__": "__main__"})
    out = capfd.readouterr().out
    assert "tools: whoami, search, get, list, types, lineage, files, preview, read_table\n" in out
    assert "'/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_WT'" in out
    assert USERS["alice"] not in out
    assert not openbis.sessions.of_user("alice"), "the session is closed when the assistant ends"


@pytest.mark.parametrize("block", JSON_BLOCKS)
def test_configurations_of_programs_start_this_command(block: str) -> None:
    (content,) = json.loads(block).values()
    (server,) = content if isinstance(content, list) else content.values()
    assert Path(server["command"]).is_absolute()
    command, *options = server["args"]
    assert command == "mcp"
    # with the parent's settings: commands keep the help option that they are first asked for
    parent = click.Context(program, **program.context_settings)
    mcp.make_context("mcp", options, parent, resilient_parsing=False)


def test_each_tool_and_limit_is_described() -> None:
    options = {option for each in mcp.params for option in each.opts}
    assert len(JSON_BLOCKS) == 3
    for option in options:
        assert f"`{option}" in PAGE or f"{option} " in PAGE, option
