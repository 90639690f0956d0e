"""`publish`: a notebook as a data set, or as files of a sample or experiment."""

import json
from pathlib import Path

import pytest

from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.memory_program import MemoryProgram
from tests.support.notebook_content import notebook
from tests.support.world import World


@pytest.fixture
def owner(openbis: MemoryOpenbis, world: World, tmp_path: Path) -> str:
    """Identifier of a sample on a server with file server; there is a notebook with its requirements."""
    openbis.has_file_server = True
    (tmp_path / "growth.ipynb").write_bytes(notebook("# Growth"))
    (tmp_path / "requirements.txt").write_text("numpy==2")
    return world.upload_owner.identifier


def stored(openbis: MemoryOpenbis, world: World) -> dict[str, bytes]:
    files = openbis.object_files[world.upload_owner.perm_id]
    return {path: each.content for path, each in files.items() if each.content is not None}


def test_a_data_set_is_registered(run: MemoryProgram, openbis: MemoryOpenbis, owner: str) -> None:
    ended = run("publish", "growth.ipynb", "--to", owner, "--type", "RAW_DATA", "--json")
    assert ended.status == 0, ended.err
    assert ended.json["target"] == "dataSet"
    assert ended.json["folder"] is None
    files = openbis.data_sets[ended.json["permId"]].files
    names = ("growth.ipynb", "growth.ipynb.html", "requirements.txt", "ro-crate-metadata.json")
    assert sorted(files) == [f"original/{name}" for name in names]
    assert "does not trust this notebook" in ended.err


def test_files_are_stored_in_a_folder_of_the_object(
    run: MemoryProgram, openbis: MemoryOpenbis, world: World, owner: str
) -> None:
    parent = world.data_set.perm_id
    ended = run("publish", "growth.ipynb", "--to", owner, "--as-files", "--parent", parent, "--prop", "COLOUR=red")
    assert ended.status == 0, ended.err
    folder, history_id = ended.out.splitlines()
    assert folder.startswith("growth 2")
    files = stored(openbis, world)
    names = ("growth.ipynb", "growth.ipynb.html", "publication.json", "requirements.txt", "ro-crate-metadata.json")
    assert sorted(files) == [f"{folder}/{name}" for name in names]
    document = json.loads(files[f"{folder}/publication.json"])
    assert document["parents"] == [parent]
    assert document["properties"] == {"$NAME": "growth", "$HISTORY_ID": history_id, "COLOUR": "red"}


def test_the_next_version_has_the_same_history(run: MemoryProgram, owner: str) -> None:
    first = run("publish", "growth.ipynb", "--to", owner, "--as-files", "--json", "--dry-run").json["historyId"]
    options = ("--as-files", "--history", first, "--notes", "second try")
    assert run("publish", "growth.ipynb", "--to", owner, *options, "--json").json["historyId"] == first


def test_a_plan_lists_the_files_and_sends_nothing(
    run: MemoryProgram, openbis: MemoryOpenbis, world: World, owner: str
) -> None:
    planned = run("publish", "growth.ipynb", "--to", owner, "--as-files", "--dry-run")
    lines = planned.out.splitlines()
    assert lines[0].startswith("would publish 5 files, ")
    assert lines[0].endswith(f"of {owner}")
    assert [line.rpartition("/")[2] for line in lines[1:6]] == [
        "growth.ipynb",
        "growth.ipynb.html",
        "publication.json",
        "ro-crate-metadata.json",
        "requirements.txt",
    ]
    as_data_set = run("publish", "growth.ipynb", "--to", owner, "--type", "RAW_DATA", "--dry-run").out
    assert "as RAW_DATA of" in as_data_set
    assert "  growth.ipynb.html\n" in as_data_set
    assert stored(openbis, world) == {}


def test_problems_are_shown_with_their_options(run: MemoryProgram, owner: str, openbis: MemoryOpenbis) -> None:
    ended = run("publish", "growth.ipynb", "--to", "/NO/SUCH", "--as-files", "--parent", "1-1")
    assert (ended.status, "--to: " in ended.err, "--parent: " in ended.err) == (2, True, True)
    assert run("publish", "growth.ipynb", "--to", owner, "--as-files", "--type", "RAW_DATA").status == 2
    openbis.has_file_server = False
    ended = run("publish", "growth.ipynb", "--to", owner, "--as-files")
    assert "files cannot be stored with an object" in ended.err
