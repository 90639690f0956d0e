"""Shell completion of commands, options, connections and data set types, without openBIS."""

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import FILE_NAME
from jupyter_openbis_server.adapters.filesystem.type_codes import TypeCodes
from jupyter_openbis_server.entrypoints.cli.root import openbis
from jupyter_openbis_server.entrypoints.settings import type_codes_in, usual_data_folder


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPENBIS_URL", "env.example.org")
    names = ("my lab", "lab 2", "\\x1b[2Jlab")
    lines = "".join(f'  - name: "{name}"\n    url: a.org\n' for name in names)
    (tmp_path / FILE_NAME).write_text(f"connections:\n{lines}")


def completed(words: list[str], incomplete: str) -> list[str]:
    shell = ShellComplete(openbis, {}, "jupyter-openbis", "_JUPYTER_OPENBIS_COMPLETE")
    return [each.value for each in shell.get_completions(words, incomplete)]


def test_commands_are_completed() -> None:
    assert completed([], "do") == ["doctor", "download"]
    assert completed(["conn"], "s") == ["show"]


def test_common_options_are_completed_before_and_after_a_command() -> None:
    assert completed([], "--js") == ["--json"]
    assert completed(["ls"], "--js") == ["--json"]


@pytest.mark.parametrize("words", [["-c"], ["ls", "-c"], ["conn", "test", "--connection"]])
def test_connections_are_completed(words: list[str]) -> None:
    assert completed(words, "") == ["my lab", "lab 2", "env.example.org"]
    assert completed(words, "my") == ["my lab"]


def test_types_of_one_and_of_all_connections_are_completed() -> None:
    assert completed(["upload", "--type"], "") == []
    codes = TypeCodes(type_codes_in(usual_data_folder()))
    codes.remember("my lab", ["MICROSCOPY", "RAW_DATA"])
    codes.remember("lab 2", ["MASS_SPEC"])
    assert sorted(completed(["upload", "--type"], "m")) == ["MASS_SPEC", "MICROSCOPY"]
    assert completed(["-c", "lab 2", "upload", "--type"], "") == ["MASS_SPEC"]
    assert completed(["upload", "-c", "my lab", "--type"], "R") == ["RAW_DATA"]
