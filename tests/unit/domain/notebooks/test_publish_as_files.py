"""Publication of a notebook in the files of a sample or experiment itself."""

import json
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import InvalidUpload
from jupyter_openbis_server.domain.jobs.job import JobState
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.jobs.start import StartPublication
from jupyter_openbis_server.domain.notebooks.publications.publication import PublicationTarget
from jupyter_openbis_server.domain.object_files.errors import FilesExist, NoFileServer
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryWorkQueue
from tests.unit.domain.conftest import NOON
from tests.unit.domain.notebooks.conftest import NOTEBOOK

FOLDER = "growth 2024-01-01 12-00-00"


@pytest.fixture
def asked(asked, openbis):
    openbis.has_file_server = True
    return replace(asked, target=PublicationTarget.FILES)


@pytest.fixture
def stored(openbis, world):
    """Return the files of the owner, as path to content."""

    def read() -> dict[str, bytes]:
        files = openbis.object_files.get(world.upload_owner.perm_id, {})
        return {path: each.content for path, each in files.items() if each.content is not None}

    return read


def test_folder_has_the_files_of_a_data_set_and_its_provenance(publish, stored, openbis, world, workspace, asked):
    workspace.files["work/requirements.txt"] = b"numpy==2"
    before = dict(workspace.files), len(openbis.data_sets)
    done = publish("lab", replace(asked, upload=replace(asked.upload, files=("other/curve.csv",))))
    files = stored()
    names = ["curve.csv", "growth.ipynb", "growth.ipynb.html", "publication.json", "requirements.txt"]
    assert sorted(files) == [f"{FOLDER}/{name}" for name in names]
    assert files[f"{FOLDER}/growth.ipynb"] == NOTEBOOK
    assert b"# Growth" in files[f"{FOLDER}/growth.ipynb.html"]
    assert json.loads(files[f"{FOLDER}/publication.json"]) == {
        "format": "jupyter-openbis-publication/1",
        "notebook": "growth.ipynb",
        "page": "growth.ipynb.html",
        "published": "2024-01-01T12:00:00+00:00",
        "publishedBy": "anna",
        "program": "test 1",
        "openbis": "https://openbis.example.org",
        "owner": {
            "kind": "sample",
            "permId": world.upload_owner.perm_id,
            "identifier": world.upload_owner.identifier,
        },
        "parents": [world.data_set.perm_id],
        "properties": {"$NAME": "Growth curves", "NOTES": "second try", "$HISTORY_ID": "7f3c"},
    }
    assert (done.folder, done.perm_id) == (FOLDER, world.upload_owner.perm_id)
    assert len(done.stored) == 5
    assert (workspace.files, len(openbis.data_sets)) == before


def test_plan_has_the_same_files_and_stores_nothing(publish, plan, stored, asked):
    planned = plan("lab", asked)
    assert stored() == {}
    assert (planned.folder, planned.history_id, planned.existing) == (FOLDER, "7f3c", ())
    assert [each.path for each in planned.files] == [each.path for each in publish("lab", asked).stored]


def test_no_type_is_needed(publish, openbis, asked):
    del openbis.types["ANALYSIS_NOTEBOOK"]
    assert publish("lab", asked).folder == FOLDER


def test_name_of_the_notebook_and_further_properties_are_kept(publish, stored, asked):
    properties = {"colour": "red", "NOTES": "", "SIZE": 3, "EMPTY": None}
    publish("lab", replace(asked, name="", notes="fine", upload=replace(asked.upload, properties=properties)))
    document = json.loads(stored()[f"{FOLDER}/publication.json"])
    assert document["properties"] == {
        "$NAME": "growth",
        "NOTES": "fine",
        "$HISTORY_ID": "7f3c",
        "COLOUR": "red",
        "SIZE": 3,
    }


def test_remarks_are_those_of_a_data_set(publish, plan, pages, asked):
    pages.trusted.clear()
    assert publish("lab", asked).remarks == plan("lab", asked).remarks
    assert "does not trust" in plan("lab", asked).remarks[0]


def test_another_publication_of_the_same_second_is_not_overwritten(publish, stored, asked):
    publish("lab", asked)
    before = stored()
    with pytest.raises(FilesExist, match=r"publication\.json"):
        publish("lab", replace(asked, notes="another"))
    assert stored() == before


def test_expired_session_continues_in_the_same_folder(publish, stored, openbis, session_manager, asked):
    session_manager.session("lab")
    openbis.expire_all_sessions()
    publish("lab", asked)
    assert {path.split("/")[0] for path in stored()} == {FOLDER}


def test_all_problems_are_reported_together(publish, plan, stored, asked):
    wrong = replace(asked, notebook="missing.ipynb", upload=UploadRequest("", "", ("missing.csv",), ("1-1",)))
    for act in (publish, plan):
        with pytest.raises(InvalidUpload) as caught:
            act("lab", wrong)
        assert {each.field for each in caught.value.problems} == {"notebook", "entityIdentifier", "parent", "file"}
    assert stored() == {}


def test_a_file_with_the_name_of_the_provenance_is_a_problem(publish, workspace, asked):
    workspace.files["work/publication.json"] = b"{}"
    with pytest.raises(InvalidUpload, match=r"publication\.json"):
        publish("lab", replace(asked, upload=replace(asked.upload, files=("work/publication.json",))))


def test_a_name_that_the_file_server_refuses_is_a_problem(publish, workspace, asked):
    workspace.files["work/a:b.ipynb"] = NOTEBOOK
    with pytest.raises(InvalidUpload, match="a:b 2024"):
        publish("lab", replace(asked, notebook="work/a:b.ipynb"))


def test_a_server_without_file_server_is_an_error(publish, plan, openbis, asked):
    openbis.has_file_server = False
    for act in (publish, plan):
        with pytest.raises(NoFileServer):
            act("lab", asked)


def test_job_has_the_stored_files_and_the_history(connections, publish, asked, stored):
    queue = MemoryWorkQueue()
    jobs = Jobs(queue, MemoryJobListener(), lambda: NOON)
    job = StartPublication(connections, jobs, publish)("lab", replace(asked, history_id=""))
    queue.run_all()
    ended = jobs.get(job.id)
    assert (ended.state, ended.upload, ended.file_upload.folder) == (JobState.DONE, None, FOLDER)
    document = json.loads(stored()[f"{FOLDER}/publication.json"])
    assert document["properties"]["$HISTORY_ID"] == ended.request.history_id != ""
