"""`export` and `rerun`: a notebook as a research object, and its notebook run again."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.memory_program import MemoryProgram
from tests.support.world import World

SOURCE = "print(n)"


@pytest.fixture
def notebook(world: World, tmp_path: Path) -> Path:
    """A notebook with an output and requirements."""
    printed = {"output_type": "stream", "name": "stdout", "text": "1\n"}
    cell = {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": SOURCE, "outputs": [printed]}
    metadata = {"authors": [{"name": "Ada \x1b[2J"}], "language_info": {"name": "python", "version": "3.11.7"}}
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": [cell]}
    (tmp_path / "growth.ipynb").write_text(json.dumps(content))
    (tmp_path / "requirements.txt").write_text("numpy")
    return tmp_path / "growth.ipynb"


@pytest.fixture
def crate(run: MemoryProgram, notebook: Path, tmp_path: Path) -> Path:
    assert run("export", "growth.ipynb", "-q").status == 0
    return tmp_path / "growth.crate.zip"


def test_a_notebook_is_exported_beside_itself(run: MemoryProgram, notebook: Path, tmp_path: Path) -> None:
    ended = run("export", "growth.ipynb")
    assert ended.status == 0, ended.err
    assert ended.out.splitlines()[0] == str(tmp_path / "growth.crate.zip")
    assert "states no licence" in ended.err
    names = ["growth.ipynb", "growth.ipynb.html", "requirements.txt", "ro-crate-metadata.json"]
    with zipfile.ZipFile(tmp_path / "growth.crate.zip") as archive:
        assert sorted(archive.namelist()) == names
    again = run("export", "growth.ipynb", "--license", "CC0-1.0")
    assert (again.status, "choose another name" in again.err) == (8, True)


def test_inputs_are_listed(run: MemoryProgram, notebook: Path, world: World) -> None:
    assert run("download", world.data_set.perm_id, "--to", "data").status == 0
    answer = run("export", "growth.ipynb", "--input", "data", "--with-inputs", "--to", "x", "--json").json
    (found,) = answer["inputs"]
    assert (found["permId"], found["missingFiles"]) == (world.data_set.perm_id, 0)
    assert answer["license"].startswith("No licence")
    assert Path("x", found["folder"]).is_dir()
    assert "included" in run("export", "growth.ipynb", "--input", "data", "--with-inputs", "--to", "y").out


def test_a_rerun_is_confirmed(run: MemoryProgram, crate: Path) -> None:
    ended = run("rerun", crate, "--to", "again")
    assert ended.status == 2
    assert "use --yes" in ended.err
    assert "Go on only if you trust them" in ended.err
    assert "\x1b" not in ended.err
    assert (run.runner.runs, run.environments.built_from) == ([], [])
    assert not Path("again").exists()


def test_a_dry_run_shows_the_plan_only(run: MemoryProgram, crate: Path, tmp_path: Path) -> None:
    ended = run("rerun", crate, "--dry-run", "-p", "n", "2")
    assert "growth, by Ada" in ended.out
    assert f"would execute growth.ipynb (python 3.11.7) in {tmp_path / 'growth-rerun'}" in ended.out
    assert "environment: new, from requirements.txt" in ended.out
    assert "would set n = 2" in ended.out
    assert run.runner.runs == []


def test_the_status_says_whether_outputs_are_the_same(run: MemoryProgram, crate: Path) -> None:
    run.runner.outputs[SOURCE] = "1\n"
    ended = run("rerun", crate, "--to", "one", "--yes")
    assert (ended.status, "1 of 1 outputs are the same" in ended.out) == (0, True)
    run.runner.outputs[SOURCE] = "2\n"
    ended = run("rerun", crate, "--to", "two", "--yes", "-p", "n", "2")
    assert (ended.status, "different: cell 1" in ended.out) == (6, True)
    cells = json.loads(Path("two", "growth.ipynb").read_text())["cells"]
    assert cells[0]["source"] == "# Parameters\nn = 2"
    run.runner.errors[SOURCE] = "NameError"
    ended = run("rerun", crate, "--to", "three", "--yes")
    assert (ended.status, "cell 1 has failed with NameError" in ended.out) == (10, True)
    assert run("rerun", crate, "--to", "three", "--yes").status == 8


def test_an_unknown_research_object_is_an_error(run: MemoryProgram, world: World, tmp_path: Path) -> None:
    ended = run("rerun", "no-such.zip", "--yes")
    assert (ended.status, "File not found" in ended.err) == (2, True)
    (tmp_path / "a.zip").write_bytes(b"no archive")
    ended = run("rerun", "a.zip", "--yes")
    assert (ended.status, "neither a folder nor a zip archive" in ended.err) == (2, True)


def test_a_publication_is_run_by_its_permid(run: MemoryProgram, notebook: Path, world: World) -> None:
    run.runner.outputs[SOURCE] = "1\n"
    owner = world.upload_owner
    published = run("publish", "growth.ipynb", "--to", owner.identifier, "--type", world.upload_type, "--json").json
    ended = run("rerun", published["permId"], "--to", "one", "--yes", "--json")
    assert (ended.status, ended.json["ok"]) == (0, True)
    assert Path("one.original").is_dir()
    assert run("rerun", published["permId"], "--to", "two", "--dry-run").status == 0
    assert run("rerun", published["permId"], "--to", "two").status == 2, "it is not confirmed"
    assert not Path("two.original").exists()
    assert run("rerun", published["permId"], "--to", "one", "--dry-run").status == 0
    assert Path("one.original").is_dir(), "that of an earlier rerun stays"


def test_a_data_set_that_is_no_publication_is_not_run_and_leaves_no_folder(run: MemoryProgram, world: World) -> None:
    ended = run("rerun", world.data_set.perm_id, "--to", "one", "--yes")
    assert (ended.status, "export or publish the notebook to get one" in ended.err) == (2, True)
    assert not list(Path().iterdir())
    assert run("rerun", "20200101000000000-1", "--to", "one", "--yes").status == 4
    assert not list(Path().iterdir())


def test_only_a_new_environment_is_said_to_install_packages(run: MemoryProgram, crate: Path) -> None:
    installs = "This installs packages and executes a notebook"
    assert installs in run("rerun", crate, "--to", "again").err
    current = run("rerun", crate, "--to", "again", "--environment", "current").err
    assert ("This executes a notebook" in current, "installs" in current) == (True, False)


def test_the_lineage_of_a_missing_notebook_is_an_error_about_a_file(run: MemoryProgram, world: World) -> None:
    ended = run("lineage", "nofile.ipynb")
    assert (ended.status, "File not found: nofile.ipynb" in ended.err) == (2, True)


def test_the_lineage_of_a_notebook_or_data_set_is_shown(run: MemoryProgram, notebook: Path, world: World) -> None:
    perm_id = world.data_set.perm_id
    assert run("download", perm_id, "--to", "data").status == 0
    content = json.loads(notebook.read_text())
    content["cells"][0]["source"] = f"read('{perm_id}')"
    notebook.write_text(json.dumps(content))
    assert run("lineage", "growth.ipynb").out.splitlines()[:2] == ["notebook growth.ipynb", "sources:"]
    assert {"source": perm_id, "result": "growth.ipynb"} in run("lineage", "growth.ipynb", "--json").json["edges"]
    assert run("lineage", perm_id, "--format", "svg").out.startswith("<svg ")
    assert run("lineage", world.experiment.identifier).status == 2
