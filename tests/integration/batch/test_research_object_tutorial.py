"""The tutorial of docs/users/research-objects.md, step by step, against the fake openBIS."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from jupyter_openbis_server.entrypoints.cli.root import openbis as program
from tests.kernels import PYTHON, install

PAGE = (Path(__file__).parents[3] / "docs" / "users" / "research-objects.md").read_text(encoding="utf-8")
TUTORIAL = PAGE.partition("## Tutorial")[2].partition("\n## ")[0]
COMMANDS = re.findall(r"^ {4}jupyter openbis (.*)$", TUTORIAL, re.MULTILINE)
CELLS = re.findall(r"^```py\n(.*?)\n```$", TUTORIAL, re.MULTILINE | re.DOTALL)


def run(command: str) -> str:
    done = CliRunner().invoke(program, shlex.split(command), catch_exceptions=False)
    assert done.exit_code == 0, (command, done.output)
    return done.output


def test_the_tutorial_works(config_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    install(tmp_path / "jupyter", "python3", PYTHON)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    download, export, plan, rerun = COMMANDS
    parameters, analysis = CELLS
    run(download)
    exec(f"{parameters}\n{analysis}", {})  # as the kernel of the reader does
    printed = {"output_type": "stream", "name": "stdout", "text": f"{_rows()} rows\n"}
    code = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": []}
    cells = [
        {**code, "source": parameters, "metadata": {"tags": ["parameters"]}},
        {**code, "source": analysis, "outputs": [printed]},
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": cells}
    Path("analysis.ipynb").write_text(json.dumps(notebook))
    assert "1 files, described" in run(export)
    planned = run(plan)
    assert "by Ada Lovelace" in planned
    assert "would download 20230315101500001-1001" in planned
    assert "2 of 2 outputs are the same" in run(rerun)


def _rows() -> str:
    return Path("table.csv").read_text().split(",")[-1].strip()
