"""A notebook's way through a laboratory: exported, published, and run again by others, against the fake openBIS.

docs/users/research-objects.md has the same steps.
"""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from jupyter_openbis_server import Connection, InvalidInput
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content
from tests.integration.batch.laboratory_files import add_files
from tests.kernels import PYTHON, install

TABLE = "20240101120000000-9201"
METADATA = "ro-crate-metadata.json"
CODE = f"""import csv, pathlib
rows = list(csv.reader(open("data/{TABLE}/original/growth.csv")))
total = sum(int(row[1]) for row in rows) * factor
pathlib.Path("total.txt").write_text(f"{{total}}\\n")
print("total", total)"""


@pytest.fixture
def analysis(lab: Connection, openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a notebook, its input, and what it has written."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    install(tmp_path / "jupyter", "python3", PYTHON)
    add_files(openbis, TABLE, {"original/growth.csv": b"0,1\n1,2\n2,4\n", "original/notes.txt": b"warm"})
    folder = tmp_path / "analysis"
    folder.mkdir()
    lab.download(TABLE, folder / "data").raise_first()
    code = {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": []}
    printed = {"output_type": "stream", "name": "stdout", "text": "total 7\n"}
    cells = [
        {**code, "source": "factor = 1", "metadata": {"tags": ["parameters"]}},
        {**code, "source": CODE, "outputs": [printed]},
    ]
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python", "version": "3.11.7"},
        "authors": [{"name": "Ada Lovelace", "orcid": "0000-0002-1825-0097"}],
    }
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": cells}
    (folder / "growth.ipynb").write_text(json.dumps(notebook))
    (folder / "total.txt").write_text("7\n")
    return folder


def test_an_exported_notebook_is_run_again_by_others(lab: Connection, analysis: Path, tmp_path: Path) -> None:
    archive = tmp_path / "growth.zip"
    exported = lab.export(
        analysis / "growth.ipynb", archive, outputs=analysis / "total.txt", license="CC-BY-4.0", name="Growth"
    )
    assert exported.crate.remarks == ()
    with zipfile.ZipFile(archive) as opened:
        assert sorted(opened.namelist()) == ["growth.ipynb", "growth.ipynb.html", METADATA, "total.txt"]
    shutil.rmtree(analysis)

    plan = lab.plan_rerun(archive, tmp_path / "again")
    assert [(each.perm_id, len(each.missing_files)) for each in plan.to_fetch] == [(TABLE, 2)]
    with pytest.raises(InvalidInput, match="trusted=True"):
        lab.rerun(archive, tmp_path / "again")
    report = lab.rerun(archive, tmp_path / "again", trusted=True, environment="current")
    assert {each.name: each.state.value for each in report.outputs} == {"total.txt": "same", "cell 2": "same"}
    assert report.ok
    assert (tmp_path / "again" / "data" / TABLE / "original" / "growth.csv").is_file()
    described = json.loads((tmp_path / "again" / METADATA).read_text())
    graph = {each["@id"]: each for each in described["@graph"]}
    assert graph["./"]["isBasedOn"] == {"@id": exported.crate.identifier}
    assert graph["#run"]["agent"] == {"@id": "#person-alice"}


def test_a_published_notebook_can_be_downloaded_and_planned(lab: Connection, analysis: Path, tmp_path: Path) -> None:
    done = lab.publish(analysis / "growth.ipynb", content.WILD_TYPE, parents=TABLE)
    lab.download(done.perm_id, tmp_path / "published").raise_first()
    (path,) = (tmp_path / "published").rglob(METADATA)
    plan = lab.plan_rerun(path.parents[1], tmp_path / "again")
    assert (plan.crate.notebook.path, plan.crate.authors[0].name) == ("growth.ipynb", "Ada Lovelace")
    assert [(each.perm_id, each.folder) for each in plan.to_fetch] == [(TABLE, f"data/{TABLE}")]
    assert all(each.digest.crc32 is not None for each in plan.to_fetch[0].missing_files)


def test_a_publication_is_run_again_by_its_permid(lab: Connection, analysis: Path, tmp_path: Path) -> None:
    done = lab.publish(analysis / "growth.ipynb", content.WILD_TYPE)
    shutil.rmtree(analysis)
    report = lab.rerun(done.perm_id, tmp_path / "again", trusted=True, environment="current", parameters={"factor": 3})
    assert {each.name: each.state.value for each in report.outputs} == {"cell 2": "different"}
    assert (tmp_path / "again" / "total.txt").read_text() == "21\n"
    assert (tmp_path / "again.original" / done.perm_id).is_dir()


def test_inputs_in_folders_of_other_names_are_found_again(lab: Connection, analysis: Path, tmp_path: Path) -> None:
    """The notebook reads a folder that the user has renamed, without openBIS's outermost folder."""
    shutil.rmtree(analysis / "data")
    lab.download(TABLE, analysis, flat=True).raise_first()
    (analysis / TABLE).rename(analysis / "raw")
    notebook = json.loads((analysis / "growth.ipynb").read_text())
    notebook["cells"][1]["source"] = CODE.replace(f"data/{TABLE}/original/", "raw/")
    (analysis / "growth.ipynb").write_text(json.dumps(notebook))
    archive = tmp_path / "growth.zip"
    exported = lab.export(analysis / "growth.ipynb", archive, inputs=analysis / "raw")
    assert sorted(each.path for each in exported.crate.inputs[0].files) == ["raw/growth.csv", "raw/notes.txt"]
    report = lab.rerun(archive, tmp_path / "again", trusted=True, environment="current")
    assert report.ok
    assert (tmp_path / "again" / "raw").resolve() == tmp_path / "again" / "inputs" / TABLE
