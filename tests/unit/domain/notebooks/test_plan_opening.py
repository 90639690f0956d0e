"""Plan of a published notebook that is opened with its data."""

import json

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.errors import (
    DataSetArchived,
    DataSetNotFound,
    NoPublishedNotebook,
)
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.notebooks.publications.opening import (
    MAX_INPUTS,
    OpeningRequest,
    RecordedInput,
    parents_in,
    recorded_folder,
    recorded_inputs,
)
from jupyter_openbis_server.domain.notebooks.publications.plan_opening import PlanOpening

URL = "https://openbis.example.org"
FOLDER = "/home/anna/again"


def notebook_with(**recorded: object) -> bytes:
    metadata = {"datasets": {key.replace("_", "-"): entry for key, entry in recorded.items()}}
    return json.dumps({"cells": [], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


def entry(path: str | None, *files: str, **more: object) -> dict[str, object]:
    return {"url": URL, "files": list(files), **({} if path is None else {"path": path}), **more}


@pytest.fixture
def plan(connections, session_manager, planner, entities, data_sets, data_store, folders, world) -> PlanOpening:
    return PlanOpening(session_manager, planner, entities, data_sets, data_store, folders)


@pytest.fixture
def publish(openbis, world):
    """An action: register a publication with a notebook; returns its permId."""

    def add(notebook: bytes, parents: tuple[str, ...] = ()) -> str:
        files = {"original/growth.ipynb": notebook, "original/growth.ipynb.html": b"<html>", "original/a.ipynb": b"{}"}
        return openbis.add_data_set("RAW_DATA", world.sample, files, parents=parents).perm_id

    return add


def test_inputs_go_to_where_the_code_of_the_notebook_reads_them(plan, download_dataset, publish, folders, world):
    known = world.data_set.perm_id
    notebook = notebook_with(**{known: entry(f"data/Plates ({known})", "curve.csv")})
    perm_id = publish(notebook, (known,))
    opening = plan("lab", OpeningRequest(perm_id, FOLDER))
    assert opening.notebook == f"{FOLDER}/{perm_id}/growth.ipynb"
    assert not opening.is_there
    (wanted,) = opening.inputs
    assert (wanted.name, wanted.missed_path, wanted.problem) == ("Plates", None, None)
    for each in opening.downloads:
        download_dataset("lab", each)
    assert folders.files[opening.notebook] == notebook
    assert (
        folders.files[f"{FOLDER}/{perm_id}/data/Plates ({known})/curve.csv"]
        == world.data_set.files["original/curve.csv"]
    )
    assert not any("Bild" in path for path in folders.files)


def test_a_notebook_in_a_subfolder_finds_data_beside_its_folder(plan, openbis, world):
    known = world.data_set.perm_id
    files = {"original/analysis/growth.ipynb": notebook_with(**{known: entry(f"../../{known}", "original/curve.csv")})}
    perm_id = openbis.add_data_set("RAW_DATA", world.sample, files).perm_id
    opening = plan("lab", OpeningRequest(perm_id, FOLDER))
    assert opening.notebook == f"{FOLDER}/{perm_id}/analysis/growth.ipynb"
    (_, wanted) = opening.downloads
    assert wanted == DownloadRequest((known,), FOLDER, Selection(("original/curve.csv",)), overwrite=False)


def test_inputs_without_a_record_go_beside_the_notebook_in_one_job(plan, publish, world):
    inputs = (world.data_set.perm_id, world.derived)
    perm_id = publish(notebook_with(), inputs)
    opening = plan("lab", OpeningRequest(perm_id, FOLDER, folder_names=FolderNames.NAME))
    (_, wanted) = opening.downloads
    assert sorted(wanted.perm_ids) == sorted(inputs)
    assert (wanted.folder, wanted.folder_names) == (f"{FOLDER}/{perm_id}", FolderNames.NAME)
    assert [each.missed_path for each in opening.inputs] == [None, None]


def test_inputs_that_are_archived_or_hidden_have_a_problem_and_the_rest_is_downloaded(plan, publish, world):
    known = world.data_set.perm_id
    recorded = {world.archived: entry(world.archived), "1-1": entry("1-1"), known: entry(known)}
    opening = plan("lab", OpeningRequest(publish(notebook_with(**recorded)), FOLDER))
    problems = {each.perm_id: type(each.problem) for each in opening.inputs}
    assert problems == {world.archived: DataSetArchived, "1-1": DataSetNotFound, known: type(None)}
    assert [each.perm_ids for each in opening.downloads[1:]] == [(known,)]


def test_a_path_that_is_not_created_is_reported(plan, publish, world):
    known = world.data_set.perm_id
    path = f"data/Renamed since ({known})"
    opening = plan("lab", OpeningRequest(publish(notebook_with(**{known: entry(path)})), FOLDER))
    assert opening.inputs[0].missed_path == path
    opening = plan("lab", OpeningRequest(publish(notebook_with(**{known: entry(f"/scratch/{known}")})), FOLDER))
    assert opening.inputs[0].missed_path == f"/scratch/{known}"


def test_data_sets_of_another_openbis_are_no_inputs(plan, publish, world):
    known = world.data_set.perm_id
    other = entry(known) | {"url": "https://other.example.org"}
    assert plan("lab", OpeningRequest(publish(notebook_with(**{known: other})), FOLDER)).inputs == ()
    parent = plan("lab", OpeningRequest(publish(notebook_with(**{known: other}), (known,)), FOLDER))
    assert [each.perm_id for each in parent.inputs] == [known]


def test_a_changed_notebook_is_a_conflict_and_a_complete_one_is_there(plan, download_dataset, publish, folders):
    perm_id = publish(notebook_with())
    download_dataset("lab", plan("lab", OpeningRequest(perm_id, FOLDER)).download)
    again = plan("lab", OpeningRequest(perm_id, FOLDER))
    assert (again.is_there, again.conflicts, again.to_fetch.files) == (True, (), 0)
    folders.files[again.notebook] = b"run"
    assert plan("lab", OpeningRequest(perm_id, FOLDER)).conflicts == ("growth.ipynb",)


def test_other_data_sets_and_missing_ones_are_refused(plan, world):
    with pytest.raises(NoPublishedNotebook):
        plan("lab", OpeningRequest(world.data_set.perm_id, FOLDER))
    with pytest.raises(DataSetNotFound):
        plan("lab", OpeningRequest("1-1", FOLDER))
    with pytest.raises(DataSetArchived):
        plan("lab", OpeningRequest(world.archived, FOLDER))


def test_very_many_inputs_are_limited_and_counted(plan, publish):
    recorded = {f"2024-{number}": entry(None) for number in range(MAX_INPUTS + 3)}
    opening = plan("lab", OpeningRequest(publish(notebook_with(**recorded)), FOLDER))
    assert (len(opening.inputs), opening.more_inputs) == (MAX_INPUTS, 3)


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "/etc/1-1",
        "../../1-1",
        "data/../../../1-1",
        "..",
        ".",
        "data",
        "data/2-2",
        "C:/data/1-1",
        "\\\\host\\1-1",
        "data\\1-1",
        "a\0b/1-1",
    ],
)
def test_paths_of_others_that_lead_outside_do_not_count(path: str | None):
    assert recorded_folder(RecordedInput("1-1", path), FOLDER, ["9-9"]) is None


@pytest.mark.parametrize(
    ("path", "parent", "names"),
    [
        ("1-1", f"{FOLDER}/9-9", FolderNames.PERM_ID),
        ("../1-1", FOLDER, FolderNames.PERM_ID),
        ("./data//x/../Growth (1-1)", f"{FOLDER}/9-9/data", FolderNames.NAME),
    ],
)
def test_paths_in_the_folder_of_the_download_count(path: str, parent: str, names: FolderNames):
    found = recorded_folder(RecordedInput("1-1", path), FOLDER, ["9-9"])
    assert found
    assert (found.parent, found.names) == (parent, names)


UNREADABLE = [b"", b"no JSON", b"[]", b'{"metadata": 1}', b'{"metadata": {"datasets": []}}', b"\xff", b"[" * 100_000]


@pytest.mark.parametrize("content", UNREADABLE, ids=range(len(UNREADABLE)))
def test_documents_of_others_that_cannot_be_read_have_no_inputs(content: bytes):
    assert recorded_inputs(content, URL) == {}
    assert parents_in(content) == ()


def test_records_of_other_types_are_ignored():
    notebook = notebook_with(
        **{"1-1": {"path": 7, "files": "x"}, "2-2": "text", "3-3": entry("3-3", *map(str, range(101)))}
    )
    assert recorded_inputs(notebook, URL) == {
        "1-1": RecordedInput("1-1"),
        "2-2": RecordedInput("2-2"),
        "3-3": RecordedInput("3-3", "3-3"),
    }
    assert parents_in(b'{"parents": ["1-1", 2, ""]}') == ("1-1",)
