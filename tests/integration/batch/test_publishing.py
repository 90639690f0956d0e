"""Publication of notebooks by the library and the program itself, against the wire-level fake with AFS."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from jupyter_openbis_server import connect
from jupyter_openbis_server.entrypoints.cli.root import openbis as program
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.forked_program import PROGRAM
from tests.integration.batch.laboratory_files import write_connection
from tests.support.notebook_content import notebook

NOTEBOOK = notebook("# Growth of yeast")


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


@pytest.fixture(autouse=True)
def folder(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder with a notebook, and the connection `lab` with alice's password."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    write_connection(openbis, tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    (work / "growth.ipynb").write_bytes(NOTEBOOK)
    (work / "curve.csv").write_text("1,2,3")
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def there(openbis: FakeOpenbis) -> Path:
    """Where openBIS has the files of a sample."""
    return openbis.laboratory.afs_path(openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)[0].perm_id)


def test_notebook_is_published_in_the_files_of_a_sample(openbis: FakeOpenbis, there: Path) -> None:
    with connect("lab") as openbis_:
        plan = openbis_.plan_publication("growth.ipynb", lab.EMPTY_BENCH, as_files=True)
        assert not there.exists()
        done = openbis_.publish(
            "growth.ipynb",
            lab.EMPTY_BENCH,
            as_files=True,
            notes="first try",
            files="curve.csv",
            parents=lab.IMAGES,
            properties={"SIZE": 3},
        )
    assert [each.path.split("/")[1] for each in plan.files] == [
        "growth.ipynb",
        "growth.ipynb.html",
        "publication.json",
        "ro-crate-metadata.json",
    ]
    published = there / str(done.folder)
    names = {"growth.ipynb", "growth.ipynb.html", "publication.json", "curve.csv", "ro-crate-metadata.json"}
    assert {each.name for each in published.iterdir() if each.name != ".afs"} == names
    assert (published / "growth.ipynb").read_bytes() == NOTEBOOK
    assert "Growth of yeast" in (published / "growth.ipynb.html").read_text()
    document = json.loads((published / "publication.json").read_text())
    assert (document["publishedBy"], document["parents"]) == ("alice", [lab.IMAGES])
    properties = {"$NAME": "growth", "NOTES": "first try", "$HISTORY_ID": done.history_id, "SIZE": 3}
    assert document["properties"] == properties
    assert document["owner"]["permId"] == done.perm_id == there.name
    assert "does not trust" in done.remarks[0]


def test_publication_in_files_can_be_run_again(folder: Path) -> None:
    with connect("lab") as openbis_:
        done = openbis_.publish("growth.ipynb", lab.EMPTY_BENCH, as_files=True)
        openbis_.publish("growth.ipynb", lab.EMPTY_BENCH, as_files=True, name="Another one")
    reference = f"{done.perm_id}/{done.folder}"
    planned = CliRunner().invoke(program, ["rerun", reference, "--to", "again", "--dry-run"], catch_exceptions=False)
    assert planned.exit_code == 0, planned.output
    assert planned.output.startswith("growth, by alice, ")
    assert list(folder.glob("again*")) == []


def test_notebook_is_published_as_a_data_set(openbis: FakeOpenbis) -> None:
    with connect("lab") as openbis_:
        done = openbis_.publish("growth.ipynb", lab.WILD_TYPE, name="Growth", history_id="7f3c")
    data_set = openbis.laboratory.data_sets.get(done.perm_id)
    assert data_set.type == "ANALYSIS_NOTEBOOK"
    assert data_set.properties == {"$NAME": "Growth", "$HISTORY_ID": "7f3c"}
    assert (done.folder, done.history_id) == (None, "7f3c")


def test_versions_of_a_notebook_are_listed_the_newest_first() -> None:
    with connect("lab") as openbis_:
        first = openbis_.publish("growth.ipynb", lab.WILD_TYPE)
        second = openbis_.publish("growth.ipynb", lab.WILD_TYPE, history_id=first.history_id)
        versions = openbis_.versions(first.history_id)
        assert [each.perm_id for each in versions] == [second.perm_id, first.perm_id]
        assert versions[0].registrator == "alice"


def test_program_publishes(there: Path) -> None:
    command = [PROGRAM, "publish", "growth.ipynb", "--to", lab.EMPTY_BENCH, "--as-files", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["target"], answer["permId"]) == ("files", there.name)
    assert (there / answer["folder"] / "growth.ipynb").read_bytes() == NOTEBOOK
