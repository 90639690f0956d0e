"""The scripts in `examples/recipes/`, run as users run them, against the fake openBIS.

`tests/e2e/test_snakemake.py` runs the Snakefile.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from tests.forked_program import ForkedProgram
from tests.integration.batch.example_scripts import RECIPES, Scripts, run_spawned
from tests.integration.batch.laboratory_files import add_files, write_connection
from tests.real_parts import missing

LENGTHS = {
    "find_data_sets.py": 6,
    "tables_with_sample.py": 11,
    "upload_from_excel.py": 22,
    "correct_property.py": 3,
    "new_object.py": 3,
    "lineage_graph.py": 8,
    "changed_lately.py": 6,
    "Snakefile": 12,
    "run_notebook.py": 9,
    "dask_tables.py": 10,
    "test_with_fake_openbis.py": 8,
    "several_processes.py": 8,
}
"""Each script and its maximum number of lines without docstrings, imports and parameters."""
NEW = "20240101000000000-1"


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS) as server:
        yield server


@pytest.fixture
def folder(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of the scripts. Their only connection is that of alice, with a password."""
    write_connection(openbis, tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


@pytest.fixture
def scripts(forked_program: ForkedProgram) -> Scripts:
    return Scripts(forked_program, RECIPES)


def need(package: str) -> None:
    if find_spec(package) is None:
        missing(f"{package} is not installed; the extra 'test' has it")


# --- all of them


def code_lines(script: Path) -> int:
    """Return the number of lines of code without docstrings, imports and parameters (names in capitals)."""
    text = script.read_text()
    if script.suffix != ".py":  # the rules of Snakemake are no Python
        text = re.sub(r'^""".*?"""$', "", text, flags=re.DOTALL | re.MULTILINE)
        return sum(bool(line) and not line.startswith(("from ", "import ")) for line in text.splitlines())
    lines = {number for number, line in enumerate(text.splitlines(), 1) if line.strip(" ()[]\n")}
    for node in ast.walk(ast.parse(text)):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_parameter = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper()
        if is_docstring or is_parameter or isinstance(node, (ast.Import, ast.ImportFrom)):
            lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def test_every_script_is_listed_and_short() -> None:
    listed = re.findall(r"^\| \[([\w.]+)\]\(\1\) \|", (RECIPES / "README.md").read_text(), re.MULTILINE)
    assert listed == list(LENGTHS)
    assert {path.name for path in RECIPES.iterdir() if path.is_file()} == {*LENGTHS, "README.md"}
    lengths = {name: code_lines(RECIPES / name) for name in LENGTHS}
    assert {name: number for name, number in lengths.items() if number > LENGTHS[name]} == {}


@pytest.mark.parametrize("name", LENGTHS)
def test_every_script_uses_public_names_only(name: str) -> None:
    text = (RECIPES / name).read_text()
    assert "pybis" not in text.lower()
    modules = set(re.findall(r"\bjupyter_openbis_server(?:\.\w+)*", text))
    allowed = {"jupyter_openbis_server"}
    if name.startswith("test_"):  # docs/fake-openbis.md
        allowed |= {"jupyter_openbis_server.fake_openbis", "jupyter_openbis_server.testing.pytest_plugin"}
    assert modules <= allowed


# --- each of them


def test_data_sets_are_found_by_properties_and_date(scripts: Scripts, openbis: FakeOpenbis, folder: Path) -> None:
    add_data_set(openbis.laboratory, "MICROSCOPY", sample=lab.WILD_TYPE, properties={"MAGNIFICATION": "63"})
    scripts.succeed("find_data_sets.py")
    found = pd.read_csv(folder / "found.csv")
    assert list(found["perm_id"]) == [lab.IMAGES]
    assert (found["STAIN"][0], found["MAGNIFICATION"][0]) == ("GFP", 63)
    assert openbis.requests.counts()["searchDataSets"] == 1, "openBIS selects them"


def test_tables_have_the_properties_of_samples(scripts: Scripts, openbis: FakeOpenbis, folder: Path) -> None:
    add_files(openbis, NEW, {"original/no_table.txt": b""}, sample=lab.TIME_SERIES)
    scripts.succeed("tables_with_sample.py")
    table = pd.read_csv(folder / "growth.csv")
    assert set(table["perm_id"]) == {*lab.SERIES, lab.CALIBRATION}
    series = table[table["perm_id"] == lab.SERIES[2]]
    assert len(series) == 48
    assert set(series["file"]) == {"original/day_03.csv"}
    assert set(series["owner.$NAME"]) == {"Growth over two weeks"}
    assert set(series["$NAME"]) == {"Growth, day 3"}


@pytest.fixture
def sheet(folder: Path) -> Path:
    """An Excel sheet of a hundred runs, with gaps in columns of numbers and dates."""
    need("openpyxl")
    (folder / "runs").mkdir()
    names = [f"run_{number:03}.txt" for number in range(100)]
    for name in names:
        (folder / "runs" / name).write_text(name)
    rows = {
        "files": names,
        "type": "MICROSCOPY",
        "to": lab.EMPTY_BENCH,
        "$NAME": [f"Run {number}" for number in range(100)],
        "MAGNIFICATION": 63,
        "EXPOSURE_TIME": [None, 0.5] * 50,
        "TIME_LAPSE": [True, None] * 50,
        "ACQUIRED": [pd.Timestamp("2024-05-17 14:30"), None] * 50,
    }
    pd.DataFrame(rows).to_excel(folder / "runs.xlsx", index=False)
    return folder / "runs.xlsx"


def test_the_files_of_an_excel_sheet_are_uploaded_once(
    scripts: Scripts, openbis: FakeOpenbis, folder: Path, sheet: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.REGISTER_NOTHING, method="createUploadedDataSet", occurrence=40))
    assert "Error while saving the dataset" in scripts.run("upload_from_excel.py").err.decode()
    scripts.succeed("upload_from_excel.py")
    uploaded = pd.read_excel(folder / "runs_uploaded.xlsx")
    stored = [openbis.laboratory.data_set(each) for each in uploaded["permId"]]
    assert [each and each.properties["$NAME"] for each in stored] == [f"Run {number}" for number in range(100)]
    first, second = stored[0], stored[1]
    assert first is not None
    assert second is not None
    assert (first.properties["MAGNIFICATION"], first.properties["TIME_LAPSE"]) == ("63", "true")
    assert str(first.properties["ACQUIRED"]).startswith("2024-05-17 14:30:00")
    assert second.properties.keys() == {"$NAME", "MAGNIFICATION", "EXPOSURE_TIME"}
    assert openbis.requests.counts()["createUploadedDataSet"] == 101


def test_a_property_is_corrected_in_all_matches(scripts: Scripts, openbis: FakeOpenbis, folder: Path) -> None:
    several = {f"2024020100000{number:04}-1": {"MAGNIFICATION": "63", "STAIN": "GFP"} for number in range(60)}
    for perm_id, properties in several.items():
        add_data_set(openbis.laboratory, "MICROSCOPY", perm_id=perm_id, sample=lab.WILD_TYPE, properties=properties)
    other = add_data_set(
        openbis.laboratory, "MICROSCOPY", sample=lab.EMPTY_BENCH, properties={"MAGNIFICATION": "63", "STAIN": "GFP"}
    )
    assert len(scripts.succeed("correct_property.py").splitlines()) == 61
    changed = [openbis.laboratory.data_set(each) for each in (lab.IMAGES, *several)]
    assert {each and each.properties["STAIN"] for each in changed} == {"MCHERRY"}
    assert {each and each.properties["MAGNIFICATION"] for each in changed} == {"63"}
    kept = openbis.laboratory.data_set(other.perm_id)
    assert kept is not None
    assert kept.properties["STAIN"] == "GFP"


def test_an_object_is_created_with_a_data_set(scripts: Scripts, openbis: FakeOpenbis, folder: Path) -> None:
    (folder / "results").mkdir()
    (folder / "results" / "image.txt").write_text("cells\n")
    scripts.succeed("new_object.py")
    (step,) = openbis.laboratory.samples.find("identifier", "/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_45")
    (strain,) = openbis.laboratory.samples.find("identifier", "/MATERIALS/STRAINS/YEAST_1")
    assert (step.type, step.properties["$NAME"], step.parents) == ("EXPERIMENTAL_STEP", "At 45 °C", [strain.perm_id])
    data_set = list(openbis.laboratory.data_sets)[-1]
    assert (data_set.sample, data_set.properties) == (step.perm_id, {"$NAME": "Images of the first run"})
    (image,) = openbis.laboratory.store_path(data_set.perm_id).rglob("image.txt")
    assert image.read_text() == "cells\n"


def test_a_lineage_is_saved_as_graphml(scripts: Scripts, openbis: FakeOpenbis, folder: Path) -> None:
    need("networkx")
    import networkx as nx  # noqa: PLC0415 - may be missing

    add_data_set(openbis.laboratory, "RAW_DATA", perm_id=NEW, sample=lab.WILD_TYPE, parents=[lab.NOTEBOOK])  # no name
    printed = scripts.succeed("lineage_graph.py")
    assert re.findall(r"<DataSet (\S+)", printed) == [lab.IMAGES, lab.BIG, lab.NOTEBOOK, NEW], "parents come first"
    graph = nx.read_graphml(folder / "lineage.graphml")
    assert set(graph.edges) == {
        (lab.IMAGES, lab.BIG),
        (lab.IMAGES, lab.NOTEBOOK),
        (lab.BIG, lab.NOTEBOOK),
        (lab.NOTEBOOK, NEW),
    }
    assert graph.nodes[lab.BIG] == {"name": "Raw camera stack", "type": "RAW_DATA"}


def test_only_what_was_changed_lately_is_downloaded(scripts: Scripts, openbis: FakeOpenbis, folder: Path) -> None:
    scripts.succeed("changed_lately.py")
    assert list(folder.glob("growth/*")) == []
    add_files(openbis, NEW, {"original/new.txt": b"new\n"}, sample=lab.EMPTY_BENCH)
    in_other_project = "20240101000000000-2"
    add_files(openbis, in_other_project, {"original/new.txt": b"new\n"}, sample=lab.WILD_TYPE)
    scripts.succeed("changed_lately.py")
    assert [each.name for each in (folder / "growth").iterdir()] == [NEW]
    assert (folder / "growth" / NEW / "original" / "new.txt").read_bytes() == b"new\n"
    openbis.requests.clear()
    scripts.succeed("changed_lately.py")
    assert "GET" not in openbis.requests.counts(), "nothing is downloaded again"


def test_a_notebook_is_run_and_published(openbis: FakeOpenbis, folder: Path) -> None:
    need("papermill")
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python"}, "language_info": {"name": "python"}}
    )
    read = 'import pandas as pd\npd.read_csv(connect().data_set(perm_id).open("intensities.csv")).od600.max()'
    notebook.cells = [
        nbformat.v4.new_code_cell('perm_id = ""', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(f"from jupyter_openbis_server import connect\n{read}"),
    ]
    nbformat.write(notebook, folder / "analysis.ipynb")
    done = run_spawned(RECIPES / "run_notebook.py")
    assert done.returncode == 0, done.stderr
    published = list(openbis.laboratory.data_sets)[-1]
    (sample,) = openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)
    assert (published.type, published.sample) == ("ANALYSIS_NOTEBOOK", sample.perm_id)
    assert published.parents == [lab.IMAGES]
    stored = openbis.laboratory.store_path(published.perm_id)
    assert list(stored.rglob("*.html")), "with a page of it"
    (result,) = stored.rglob("analysis*.ipynb")
    (output,) = nbformat.read(result, 4).cells[-1].outputs
    table = pd.read_csv(openbis.laboratory.store_path(lab.IMAGES) / "original" / "intensities.csv")
    assert float(re.sub(r"np\.float64\((.*)\)", r"\1", output.data["text/plain"])) == table["od600"].max()


def highest(openbis: FakeOpenbis) -> list[float]:
    """Return the highest optical density of each day of the series."""
    tables = [next(openbis.laboratory.store_path(each).rglob("*.csv")) for each in lab.SERIES]
    return [float(pd.read_csv(each)["od600"].max()) for each in tables]


def test_dask_analyses_tables_and_downloads_with_one_session(openbis: FakeOpenbis, folder: Path) -> None:
    done = run_spawned(RECIPES / "dask_tables.py")
    assert done.returncode == 0, done.stderr
    maxima = pd.read_csv(folder / "maxima.csv").sort_values("file")
    assert list(maxima["od600"]) == highest(openbis)
    assert {each.parent.parent.name for each in folder.glob("series/*/original/*.csv")} == set(lab.SERIES)
    counts = openbis.requests.counts()
    assert (counts["login"], counts["logout"]) == (1, 1)


def test_a_test_of_a_user_runs_with_the_fixture(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path]
    environ = os.environ | {"JUPYTER_CONFIG_DIR": str(tmp_path)}  # without any connection
    done = subprocess.run(
        [*command, RECIPES / "test_with_fake_openbis.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=environ,
        timeout=120,
    )
    assert (done.returncode, done.stdout.splitlines()[-1].startswith("1 passed")) == (0, True), done.stdout


def test_processes_share_the_session_of_a_password(openbis: FakeOpenbis, folder: Path) -> None:
    done = run_spawned(RECIPES / "several_processes.py")
    assert done.returncode == 0, done.stderr
    maxima = pd.read_csv(folder / "maxima.csv", names=["url", "od600"], header=0).sort_values("url")
    assert list(maxima["od600"]) == highest(openbis)
    counts = openbis.requests.counts()
    assert (counts["login"], counts["logout"]) == (1, 1), "for nine processes"
