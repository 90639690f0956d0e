"""Uploads to samples and experiments: complete validation before the first byte, then storing."""

import hashlib
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InvalidUpload,
    NotLoggedIn,
    RequestRefused,
    SourceNotReadable,
    UnknownConnection,
)
from jupyter_openbis_server.domain.object_files.errors import (
    FilesChanged,
    FilesExist,
    FilesNotUploaded,
    NoFileServer,
)
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest, StoredFile
from jupyter_openbis_server.domain.object_files.plan_file_upload import FileUploadChecks, PlanFileUpload
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from tests.support.recorded_progress import RecordedProgress


@pytest.fixture(autouse=True)
def with_file_server(openbis):
    openbis.has_file_server = True


@pytest.fixture
def checks(entities, object_files, workspace) -> FileUploadChecks:
    return FileUploadChecks(entities, object_files, workspace)


@pytest.fixture
def upload(session_manager, checks, object_files) -> UploadFiles:
    return UploadFiles(session_manager, checks, object_files)


@pytest.fixture
def plan(session_manager, checks) -> PlanFileUpload:
    return PlanFileUpload(session_manager, checks)


@pytest.fixture
def asked(world) -> FileUploadRequest:
    return FileUploadRequest(world.upload_owner.identifier, ("work",), "runs/1/")


@pytest.fixture
def stored(openbis, world):
    """Return the files of the owner, as path to content."""

    def read() -> dict[str, bytes]:
        files = openbis.object_files.get(world.upload_owner.perm_id, {})
        return {path: each.content for path, each in files.items() if each.content is not None}

    return read


@pytest.fixture
def problems_of(upload, plan, stored):
    """Return the problems of a request as pairs of field and text; a plan has the same, and nothing is stored."""

    def read(request: FileUploadRequest) -> list[tuple[str, str]]:
        before = stored()
        with pytest.raises(InvalidUpload) as caught:
            upload("lab", request)
        with pytest.raises(InvalidUpload) as planned:
            plan("lab", request)
        assert planned.value.problems == caught.value.problems
        assert stored() == before
        return [(each.field, each.problem) for each in caught.value.problems]

    return read


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def test_files_are_stored_below_the_folder(upload, stored, asked, world):
    progress = RecordedProgress()
    done = upload("lab", asked, progress=progress)
    assert stored() == {"runs/1/work/curve.csv": b"1,2,3", "runs/1/work/notes.txt": b"fine"}
    assert done.stored == (
        StoredFile("runs/1/work/curve.csv", 5, md5(b"1,2,3")),
        StoredFile("runs/1/work/notes.txt", 4, md5(b"fine")),
    )
    assert (done.connection, done.owner, done.unchanged) == ("lab", world.upload_owner, ())
    assert world.upload_owner.perm_id in done.link
    assert progress.begun[0][0] == Amount(2, 9)


def test_an_experiment_can_own_files(upload, openbis, world, asked):
    upload("lab", replace(asked, entity=world.experiment.identifier))
    assert "runs/1/work/notes.txt" in openbis.object_files[world.experiment.perm_id]


def test_files_that_openbis_has_are_not_sent_again(upload, plan, asked, workspace):
    upload("lab", asked)
    workspace.files["work/new.csv"] = b"new"
    progress = RecordedProgress()
    done = upload("lab", asked, progress=progress)
    assert [each.path for each in done.stored] == ["runs/1/work/new.csv"]
    assert {each.path: each.md5 for each in done.unchanged}["runs/1/work/notes.txt"] == md5(b"fine")
    assert progress.bytes == 3
    assert plan("lab", asked).files == ()


@pytest.mark.parametrize("content", [b"FINE", b"longer"])
def test_files_with_other_content_are_replaced_only_on_request(upload, plan, stored, asked, workspace, content):
    upload("lab", asked)
    workspace.files["work/notes.txt"] = content
    workspace.files["work/new.csv"] = b"new"
    assert plan("lab", asked).existing == ("runs/1/work/notes.txt",)
    before = stored()
    with pytest.raises(FilesExist, match=r"runs/1/work/notes\.txt"):
        upload("lab", asked)
    assert stored() == before
    upload("lab", replace(asked, replace=True))
    assert stored()["runs/1/work/notes.txt"] == content
    assert stored()[".afs.trash/runs/1/work/notes.txt"] == b"fine"


def test_files_that_were_changed_after_the_plan_are_kept(upload, stored, asked, workspace, object_files, monkeypatch):
    upload("lab", asked)
    store = object_files.store

    def after_another(session, owner, files, cancellation, progress):
        object_files.delete(session, owner, "runs/1/work/notes.txt")
        workspace.files["work/notes.txt"] = b"of another"
        store(session, owner, [replace(each, replaced=None) for each in files], cancellation, progress)
        return store(session, owner, files, cancellation, progress)

    workspace.files["work/notes.txt"] = b"mine"
    monkeypatch.setattr(object_files, "store", after_another)
    with pytest.raises(FilesChanged):
        upload("lab", replace(asked, replace=True))
    assert stored()["runs/1/work/notes.txt"] == b"of another"


def test_empty_files_and_folders_arrive(upload, openbis, world, workspace, asked):
    workspace.files = {"work/empty.txt": b""}
    workspace.folders = {"work/none"}
    upload("lab", asked)
    files = openbis.object_files[world.upload_owner.perm_id]
    assert files["runs/1/work/empty.txt"].content == b""
    assert files["runs/1/work/none"].content is None
    assert len(upload("lab", asked).unchanged) == 2


def test_hidden_files_are_left_out_as_of_data_sets(upload, plan, asked, workspace):
    workspace.files |= {"work/.env": b"secret", "work/a.tmp": b"x"}
    request = replace(asked, exclusion=Exclusion(patterns=("*.tmp",)))
    assert plan("lab", request).left_out_files == ("work/.env", "work/a.tmp")
    assert upload("lab", request).left_out_files == ("work/.env", "work/a.tmp")


def test_all_problems_are_reported_together(problems_of, workspace, asked):
    workspace.files |= {"work/a:b.txt": b"", "work/why?.txt": b""}
    found = problems_of(replace(asked, entity="/NO/SUCH/SAMPLE", files=("work", "missing", "other/curve.csv")))
    assert [field for field, _ in found] == ["entityIdentifier", "file", "file", "file"]
    assert "missing" in found[1][1]
    assert {"work/a:b.txt", "work/why?.txt"} == {text.split(": ")[0].removeprefix("runs/1/") for _, text in found[2:]}


def test_an_upload_without_files_is_a_problem(problems_of, asked):
    assert problems_of(replace(asked, files=())) == [("file", "choose at least one file")]


def test_a_refused_folder_is_one_problem(problems_of, asked):
    assert [field for field, _ in problems_of(replace(asked, folder="a:b"))] == ["folder"]


def test_names_that_occur_twice_are_a_problem(problems_of, asked):
    ((field, text),) = problems_of(replace(asked, files=("work/curve.csv", "other/curve.csv")))
    assert (field, "curve.csv" in text) == ("file", True)


def test_names_of_folders_in_openbis_are_a_problem(upload, problems_of, workspace, asked):
    upload("lab", asked)
    workspace.files = {"work": b"a file"}
    assert "there is a folder" in problems_of(replace(asked, replace=True))[0][1]
    workspace.files = {"work/notes.txt/deep.txt": b""}
    assert "there is a file" in problems_of(replace(asked, replace=True))[0][1]


def test_fixed_files_are_a_problem(problems_of, openbis, world, asked):
    openbis.fixed_owners.add(world.upload_owner.perm_id)
    assert [field for field, _ in problems_of(asked)] == ["entityIdentifier"]


def test_a_server_without_file_server_is_an_error(upload, plan, openbis, asked):
    openbis.has_file_server = False
    for run in (upload, plan):
        with pytest.raises(NoFileServer, match="data set"):
            run("lab", asked)


@pytest.mark.parametrize("error", [RequestRefused("disk full"), SourceNotReadable("a")])
def test_failed_transfer_is_an_error_with_its_cause(upload, asked, object_files, monkeypatch, error):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(object_files, "store", fail)
    with pytest.raises(FilesNotUploaded, match=str(error)) as caught:
        upload("lab", asked)
    assert caught.value.cause is error


def test_expired_session_is_renewed(upload, stored, openbis, asked, session_manager):
    session_manager.session("lab")
    openbis.expire_all_sessions()
    upload("lab", asked)
    assert len(stored()) == 2


def test_cancelled_upload_stores_nothing(upload, plan, stored, asked):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        upload("lab", asked, cancellation)
    assert stored() == {}


def test_unknown_connection_and_missing_login_are_errors(upload, plan, asked, connections):
    with pytest.raises(UnknownConnection):
        upload("other", asked)
    connections.change("lab", lambda known: replace(known, credentials=None))
    with pytest.raises(NotLoggedIn):
        plan("lab", asked)
