"""Uploads: complete validation before any request, then registration."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.caches.entity_types import CachedEntityTypes
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    FieldProblem,
    InvalidUpload,
    NotLoggedIn,
    SourceNotReadable,
    UnknownConnection,
    UploadFailed,
)
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.uploads.upload_data_set import PlanUpload, UploadDataset
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from tests.support.recorded_progress import RecordedProgress


@pytest.fixture
def checks(entities, data_sets, types, workspace) -> UploadChecks:
    return UploadChecks(entities, data_sets, CachedEntityTypes(types), workspace)


@pytest.fixture
def upload(session_manager, checks, data_store) -> UploadDataset:
    return UploadDataset(session_manager, checks, data_store)


@pytest.fixture
def plan(session_manager, checks) -> PlanUpload:
    return PlanUpload(session_manager, checks)


@pytest.fixture
def asked(world) -> UploadRequest:
    return UploadRequest(
        "MICROSCOPY",
        world.upload_owner.identifier,
        ("work/curve.csv", "work/notes.txt"),
        (world.data_set.perm_id,),
        {"$NAME": "Plates", "magnification": "40", "STAIN": "dapi"},
    )


@pytest.fixture
def problems_of(upload, plan, openbis):
    """Return the problems of a request, as field to text; assert that a plan has the same and nothing is registered."""

    def read(request: UploadRequest) -> dict[str, str]:
        before = set(openbis.data_sets)
        with pytest.raises(InvalidUpload) as caught:
            upload("lab", request)
        with pytest.raises(InvalidUpload) as planned:
            plan("lab", request)
        assert planned.value.problems == caught.value.problems
        assert set(openbis.data_sets) == before
        return {each.field: each.problem for each in caught.value.problems}

    return read


def test_a_data_set_is_registered_with_files_owner_and_properties(upload, openbis, world, asked):
    done = upload("lab", asked)
    stored = openbis.data_sets[done.perm_id]
    assert done == Upload("lab", stored.data_set.perm_id)
    assert dict(stored.files) == {"original/curve.csv": b"1,2,3", "original/notes.txt": b"fine"}
    assert (stored.data_set.type_code, stored.data_set.sample) == ("MICROSCOPY", world.upload_owner.identifier)
    assert stored.data_set.properties == {"$NAME": "Plates", "MAGNIFICATION": "40", "STAIN": "DAPI"}


def test_an_experiment_can_own_a_data_set(upload, openbis, world, asked):
    done = upload("lab", replace(asked, entity=world.experiment.perm_id))
    assert openbis.data_sets[done.perm_id].data_set.experiment == world.experiment.identifier


def test_hidden_files_are_left_out_and_named(upload, plan, openbis, workspace, asked):
    workspace.files |= {"work/.env": b"SECRET=1", "work/.git/config": b"x", "work/__pycache__/a.pyc": b"x"}
    request = replace(asked, files=("work",))
    left_out = ("work/.env", "work/.git/", "work/__pycache__/")
    assert plan("lab", request).left_out_files == left_out
    done = upload("lab", request)
    assert done.left_out_files == left_out
    assert set(openbis.data_sets[done.perm_id].files) == {"original/work/curve.csv", "original/work/notes.txt"}
    done = upload("lab", replace(request, exclusion=Exclusion(hidden=True, patterns=("*.txt", ".git"))))
    assert done.left_out_files == ("work/.git/", "work/notes.txt")
    assert set(openbis.data_sets[done.perm_id].files) == {
        "original/work/.env",
        "original/work/__pycache__/a.pyc",
        "original/work/curve.csv",
    }


def test_an_upload_without_any_file_is_refused(problems_of, workspace, asked):
    workspace.folders.add("empty")
    assert "no file in it; a data set has at least one" in problems_of(replace(asked, files=("empty",)))["file"]
    workspace.files["hidden/.env"] = b"SECRET=1"
    problem = problems_of(replace(asked, files=("hidden",)))["file"]
    assert "besides what is left out (hidden/.env)" in problem
    assert "no file" not in str(problems_of(replace(asked, files=("missing",)))["file"]).replace("File not found", "")


def test_a_tilde_has_no_meaning_below_the_root(problems_of, asked):
    assert "~ has no meaning here" in problems_of(replace(asked, files=("~/b.txt",)))["file"]


def test_parents_may_be_left_out(upload, openbis, asked):
    assert upload("lab", replace(asked, parents=())).perm_id in openbis.data_sets


def test_empty_properties_are_not_sent(upload, openbis, asked):
    done = upload("lab", replace(asked, properties={**asked.properties, "$NAME": " ", "STAIN": ""}))
    assert openbis.data_sets[done.perm_id].data_set.properties == {"MAGNIFICATION": "40"}


def test_computed_properties_are_not_sent(upload, openbis, asked):
    done = upload("lab", replace(asked, properties={**asked.properties, "FILE_SUMMARY": "mine"}))
    assert "FILE_SUMMARY" not in openbis.data_sets[done.perm_id].data_set.properties


def test_new_type_in_openbis_is_found(upload, openbis, session_manager, asked):
    upload("lab", asked)
    openbis.add_type(EntityType("A_NEW_ONE"))
    done = upload("lab", replace(asked, type_code="A_NEW_ONE", properties={}))
    assert openbis.data_sets[done.perm_id].data_set.type_code == "A_NEW_ONE"


def test_known_type_is_not_requested_again(upload, openbis, asked):
    upload("lab", asked)
    upload("lab", asked)
    assert openbis.type_requests == 1


def test_expired_session_is_renewed(upload, openbis, asked):
    upload("lab", asked)
    openbis.expire_all_sessions()
    assert upload("lab", asked).perm_id in openbis.data_sets
    assert openbis.login_attempts == 2


def test_folder_is_registered_with_its_content(upload, openbis, workspace, asked):
    workspace.files |= {"work/run 1/a.csv": b"1", "work/run 1/sub/b.csv": b"22"}
    workspace.folders.add("work/run 1/none")
    stored = openbis.data_sets[upload("lab", replace(asked, files=("work/run 1", "work/notes.txt"))).perm_id]
    assert dict(stored.files) == {
        "original/run 1/a.csv": b"1",
        "original/run 1/sub/b.csv": b"22",
        "original/notes.txt": b"fine",
    }
    assert stored.folders == {"original/run 1/none"}


def test_progress_starts_with_the_total_and_ends_complete(upload, workspace, asked):
    workspace.folders.add("work/none")
    progress = RecordedProgress()
    upload("lab", replace(asked, files=("work",)), progress=progress)
    assert progress.begun == [(Amount(2, 9), Amount())]
    assert (progress.bytes, sorted(progress.files)) == (9, ["work/curve.csv", "work/notes.txt"])


def test_values_are_sent_in_the_format_of_openbis(upload, openbis, asked):
    done = upload("lab", replace(asked, properties={"MAGNIFICATION": " +40 "}))
    assert openbis.data_sets[done.perm_id].data_set.properties == {"MAGNIFICATION": "40"}


# --- plans


def test_plan_describes_the_registration_and_sends_nothing(plan, openbis, world, asked):
    before = set(openbis.data_sets)
    draft = plan("lab", replace(asked, files=("work",)))
    assert (draft.type_code, draft.owner, draft.parents) == ("MICROSCOPY", world.upload_owner, asked.parents)
    assert draft.properties == {"$NAME": "Plates", "MAGNIFICATION": "40", "STAIN": "DAPI"}
    assert [(file.name, file.size) for file in draft.files] == [("work/curve.csv", 5), ("work/notes.txt", 4)]
    assert set(openbis.data_sets) == before


def test_plan_requires_a_login(plan, connections, openbis, asked):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        plan("lab", asked)


def test_cancellation_applies_to_requests_of_the_validation(upload, plan, types, asked, monkeypatch):
    seen = []
    list_types = types.all

    def watch(session, *kind, fresh=False):
        seen.append(Cancellation.current())
        return list_types(session, *kind, fresh=fresh)

    monkeypatch.setattr(types, "all", watch)
    cancellation = Cancellation()
    plan("lab", asked, cancellation)
    assert seen == [cancellation]


# --- invalid requests


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"entity": " "}, "entityIdentifier", "please provide a sample or experiment identifier"),
        ({"entity": "/LAB/YEAST/ZERO"}, "entityIdentifier", "No such sample or experiment: /LAB/YEAST/ZERO"),
        ({"entity": "two words"}, "entityIdentifier", "two words"),
        (
            {"entity": "/LAB"},
            "entityIdentifier",
            "/LAB is a space; files and data sets belong to a sample or experiment",
        ),
        ({"entity": "/LAB/YEAST"}, "entityIdentifier", "/LAB/YEAST is a project; files and data sets belong to"),
        ({"type_code": "NO_SUCH_TYPE"}, "type", "No such data set type: NO_SUCH_TYPE"),
        ({"type_code": ""}, "type", "choose a data set type"),
        ({"parents": ("20010101000000000-1",)}, "parent", "Parent DataSet not found: 20010101000000000-1"),
        ({"files": ()}, "file", "choose at least one file"),
        ({"files": ("work/none.csv",)}, "file", "File not found: work/none.csv"),
        ({"files": ("",)}, "file", "root folder"),
        ({"files": ("../secret.txt",)}, "file", "out of Jupyter's root folder"),
        ({"files": ("work/curve.csv", "other/curve.csv")}, "file", "2 files are called curve.csv"),
        ({"properties": {}}, "prop.MAGNIFICATION", "is mandatory"),
        ({"properties": {"MAGNIFICATION": " "}}, "prop.MAGNIFICATION", "is mandatory"),
        ({"properties": {"MAGNIFICATION": "40", "STAIN": "INK"}}, "prop.STAIN", "'INK' is not one of GFP, DAPI"),
        ({"properties": {"MAGNIFICATION": "40x"}}, "prop.MAGNIFICATION", "'40x' is not a whole number"),
        ({"properties": {"MAGNIFICATION": "40", "COLOUR": "red"}}, "prop.COLOUR", "have no such property"),
        ({"properties": {"MAGNIFICATION": "40", "magnification ": "63"}}, "prop.MAGNIFICATION", "is given twice"),
    ],
)
def test_problem_is_reported_by_its_field_and_nothing_is_sent(problems_of, asked, change, field, problem):
    problems = problems_of(replace(asked, **change))
    assert list(problems) == [field]
    assert problem in problems[field]


def test_all_problems_are_reported_together(problems_of, asked):
    problems = problems_of(
        replace(asked, entity="", files=(), parents=("1-1",), properties={"STAIN": "INK", "COLOUR": "red"})
    )
    assert list(problems) == ["entityIdentifier", "parent", "file", "prop.MAGNIFICATION", "prop.STAIN", "prop.COLOUR"]


def test_each_missing_file_and_parent_is_named(upload, asked):
    request = replace(asked, files=("a.csv", "work/curve.csv", "b.csv"), parents=("1-1", asked.parents[0], "2-2"))
    with pytest.raises(InvalidUpload) as caught:
        upload("lab", request)
    assert caught.value.problems == (
        FieldProblem("parent", "Parent DataSet not found: 1-1"),
        FieldProblem("parent", "Parent DataSet not found: 2-2"),
        FieldProblem("file", "File not found: a.csv"),
        FieldProblem("file", "File not found: b.csv"),
    )


def test_files_with_the_same_target_are_named(problems_of, workspace, asked):
    workspace.files |= {"a/x/1": b"", "b/x/1": b"", "b/x/2/3": b"", "c/x": b""}
    assert problems_of(replace(asked, files=("a/x", "b/x"))) == {
        "file": "2 files are called x/1; a data set keeps one of them"
    }
    assert problems_of(replace(asked, files=("a/x", "c/x"))) == {
        "file": "a file and a folder are called x; a data set keeps one of them"
    }


def test_error_names_a_limited_number_of_conflicting_files(plan, workspace, asked):
    workspace.files |= {f"{folder}/x/{n}": b"" for folder in "ab" for n in range(500)}
    with pytest.raises(InvalidUpload) as caught:
        plan("lab", replace(asked, files=("a/x", "b/x")))
    assert len(caught.value.problems) == 11
    assert caught.value.problems[-1] == FieldProblem("file", "490 more names occur several times")


def test_without_a_type_properties_are_not_validated(problems_of, asked):
    problems = problems_of(replace(asked, type_code="", properties={"COLOUR": "red"}))
    assert list(problems) == ["type"]


# --- failures of valid requests


def test_refusal_of_openbis_has_its_message(upload, openbis, asked):
    openbis.refusal = "the validation script says no"
    with pytest.raises(UploadFailed, match="the validation script says no"):
        upload("lab", asked)


def test_interruption_of_openbis_is_a_failed_upload(upload, openbis, types, asked, monkeypatch):
    list_types = types.all

    def list_and_go_down(session, *kind, fresh=False):
        found = list_types(session, *kind, fresh=fresh)
        openbis.go_down()
        return found

    monkeypatch.setattr(types, "all", list_and_go_down)
    with pytest.raises(UploadFailed, match="could not be established"):
        upload("lab", asked)


def test_file_deleted_in_the_meantime_is_a_failed_upload(upload, workspace, types, asked, monkeypatch):
    list_types = types.all

    def list_and_delete_a_file(session, *kind, fresh=False):
        workspace.files.pop("work/notes.txt")
        return list_types(session, *kind, fresh=fresh)

    monkeypatch.setattr(types, "all", list_and_delete_a_file)
    with pytest.raises(UploadFailed, match=r"notes\.txt") as caught:
        upload("lab", asked)
    assert isinstance(caught.value.__cause__, SourceNotReadable)


def test_a_cancelled_upload_registers_nothing(upload, openbis, asked):
    cancellation = Cancellation()
    cancellation.cancel()
    before = set(openbis.data_sets)
    with pytest.raises(Cancelled):
        upload("lab", asked, cancellation)
    assert set(openbis.data_sets) == before


def test_login_is_required(upload, connections, openbis, asked):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        upload("lab", asked)


def test_unknown_connection_is_refused(upload, asked):
    with pytest.raises(UnknownConnection):
        upload("nowhere", asked)
