"""A notebook is published as one data set, with a page to read it and what lies beside it."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryJobListener, MemoryNotebookPages, MemoryWorkQueue
from jupyter_openbis_server.domain.errors import ConversionFailed, InvalidInput, InvalidUpload, UnknownConnection
from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import (
    Amount,
    DataSetType,
    JobKind,
    JobState,
    PropertyAssignment,
    PublishRequest,
    UploadRequest,
)
from jupyter_openbis_server.domain.publishing import Publishing
from jupyter_openbis_server.domain.upload_checks import UploadChecks
from jupyter_openbis_server.domain.use_cases import PlanPublication, PublishNotebook, StartPublication, UploadDataset
from tests.contract.contracts.notebook_pages import notebook

from .conftest import NOON

NOTEBOOK = notebook("# Growth")


@pytest.fixture
def pages() -> MemoryNotebookPages:
    pages = MemoryNotebookPages()
    pages.trusted.add(NOTEBOOK)
    return pages


@pytest.fixture
def workspace(workspace):
    workspace.files["work/growth.ipynb"] = NOTEBOOK
    return workspace


@pytest.fixture
def notebook_type(openbis) -> DataSetType:
    codes = ("$NAME", "NOTES", "$HISTORY_ID")
    return openbis.add_type(DataSetType("ANALYSIS_NOTEBOOK", "", tuple(map(PropertyAssignment, codes))))


@pytest.fixture
def checks(entities, data_sets, types, workspace) -> UploadChecks:
    return UploadChecks(entities, data_sets, types, workspace)


@pytest.fixture
def publishing(checks, workspace, pages) -> Publishing:
    return Publishing(checks, workspace, pages)


@pytest.fixture
def publish(publishing, keeper, checks, data_store) -> PublishNotebook:
    return PublishNotebook(publishing, UploadDataset(keeper, checks, data_store))


@pytest.fixture
def plan(keeper, publishing) -> PlanPublication:
    return PlanPublication(keeper, publishing)


@pytest.fixture
def asked(world, notebook_type) -> PublishRequest:
    upload = UploadRequest("", world.upload_owner.identifier, (), (world.data_set.perm_id,))
    return PublishRequest("work/growth.ipynb", upload, "Growth curves", "second try", "7f3c")


@pytest.fixture
def problems_of(publish, plan, openbis):
    """The problems of a request, as field to text: a plan tells the same, and nothing may have been registered."""

    def read(request: PublishRequest) -> dict[str, str]:
        before = set(openbis.data_sets)
        with pytest.raises(InvalidUpload) as caught:
            publish("lab", request)
        with pytest.raises(InvalidUpload) as planned:
            plan("lab", request)
        assert planned.value.problems == caught.value.problems
        assert set(openbis.data_sets) == before
        return {each.field: each.problem for each in caught.value.problems}

    return read


def names(plan) -> list[str]:
    return [each.name for each in plan.files]


# --- what is published


def test_a_notebook_becomes_a_data_set_as_the_eln_makes_it(publish, openbis, world, asked, workspace):
    before = dict(workspace.files)
    done = publish("lab", asked)
    stored = openbis.data_sets[done.perm_id]
    assert stored.data_set.type_code == "ANALYSIS_NOTEBOOK"
    assert stored.data_set.sample == world.upload_owner.identifier
    assert stored.data_set.properties == {"$NAME": "Growth curves", "NOTES": "second try", "$HISTORY_ID": "7f3c"}
    assert stored.files["original/growth.ipynb"] == NOTEBOOK
    assert b"# Growth" in stored.files["original/growth.ipynb.html"]
    assert len(stored.files) == 2
    assert workspace.files == before
    assert done.link == (
        "https://openbis.example.org/openbis/webapp/eln-lims/"
        f"?menuUniqueId=null&viewName=showViewDataSetPageFromPermId&viewData={done.perm_id}"
    )


def test_the_environment_beside_the_notebook_goes_with_it(plan, workspace, asked):
    workspace.files |= {"work/requirements.txt": b"numpy==2", "work/runtime.txt": b"python-3.13", "runtime.txt": b"no"}
    planned = plan("lab", asked)
    assert names(planned) == ["growth.ipynb", "growth.ipynb.html", "requirements.txt", "runtime.txt"]
    assert planned.total.files == 4


def test_further_files_go_with_it_each_once(plan, workspace, asked):
    workspace.files["work/requirements.txt"] = b"numpy==2"
    extra = ("work/curve.csv", "work/./requirements.txt", "work/growth.ipynb", "work/curve.csv")
    planned = plan("lab", replace(asked, upload=replace(asked.upload, files=extra)))
    assert names(planned) == ["growth.ipynb", "growth.ipynb.html", "requirements.txt", "curve.csv"]


def test_a_folder_of_that_name_is_no_requirements_file(plan, workspace, asked):
    workspace.files["work/requirements.txt/x"] = b"x"
    assert names(plan("lab", asked)) == ["growth.ipynb", "growth.ipynb.html"]


def test_a_name_that_is_percent_encoded_is_found_as_in_uploads(plan, workspace, asked):
    workspace.files["work/two words.ipynb"] = NOTEBOOK
    planned = plan("lab", replace(asked, notebook="work/two%20words.ipynb"))
    assert names(planned) == ["two words.ipynb", "two words.ipynb.html"]


def test_a_plan_sends_nothing(plan, openbis, asked):
    before = set(openbis.data_sets)
    planned = plan("lab", asked)
    assert (planned.type_code, planned.history_id, planned.parents) == (
        "ANALYSIS_NOTEBOOK",
        "7f3c",
        asked.upload.parents,
    )
    assert (planned.left_out, planned.remarks) == ((), ())
    assert planned.total == Amount(2, sum(each.size for each in planned.files))
    assert set(openbis.data_sets) == before


def test_without_a_name_the_data_set_is_called_as_the_notebook(plan, asked):
    planned = plan("lab", replace(asked, name=" ", notes=""))
    assert planned.properties == {"$NAME": "growth", "$HISTORY_ID": "7f3c"}


def test_given_properties_count_and_unknown_ones_are_problems(plan, problems_of, asked):
    given = replace(asked, upload=replace(asked.upload, properties={"NOTES": "mine"}))
    assert plan("lab", given).properties["NOTES"] == "mine"
    unknown = replace(asked, upload=replace(asked.upload, properties={"COLOUR": "red"}))
    assert problems_of(unknown).keys() == {"prop.COLOUR"}


@pytest.mark.parametrize("code", ["$NAME", "$name", " $Name "])
@pytest.mark.parametrize("value", [None, "", float("nan")], ids=repr)
def test_a_name_stays_where_its_property_is_given_and_not_set(plan, asked, code, value):
    given = replace(asked, upload=replace(asked.upload, properties={code: value}))
    assert plan("lab", given).properties["$NAME"] == "Growth curves"


def test_a_property_in_any_case_counts_instead_of_what_is_said(plan, asked):
    given = replace(asked, upload=replace(asked.upload, properties={"$name": "Mine"}))
    assert plan("lab", given).properties["$NAME"] == "Mine"


def test_scripts_of_a_notebook_that_is_not_trusted_are_left_out_and_that_is_told(plan, pages, asked):
    pages.trusted.clear()
    (remark,) = plan("lab", asked).remarks
    assert "does not trust this notebook" in remark


# --- types


def test_where_the_eln_has_no_type_of_its_own_the_given_one_counts(plan, publish, openbis, asked):
    del openbis.types["ANALYSIS_NOTEBOOK"]
    given = replace(asked, upload=replace(asked.upload, type_code="RAW_DATA"))
    planned = plan("lab", given)
    assert (planned.type_code, planned.properties) == ("RAW_DATA", {"$NAME": "Growth curves"})
    assert planned.left_out == ("$HISTORY_ID", "NOTES")
    assert "RAW_DATA have no $HISTORY_ID, NOTES" in planned.remarks[0]
    assert openbis.data_sets[publish("lab", given).perm_id].data_set.type_code == "RAW_DATA"


def test_the_elns_own_type_comes_first(plan, asked):
    given = replace(asked, upload=replace(asked.upload, type_code="RAW_DATA"))
    assert plan("lab", given).type_code == "ANALYSIS_NOTEBOOK"


@pytest.mark.parametrize(
    ("given", "words"), [("", "no data set type ANALYSIS_NOTEBOOK"), ("NO", "No such data set type: NO")]
)
def test_without_a_type_nothing_is_published(problems_of, openbis, asked, given, words):
    del openbis.types["ANALYSIS_NOTEBOOK"]
    problems = problems_of(replace(asked, upload=replace(asked.upload, type_code=given)))
    assert problems.keys() == {"type"}
    assert words in problems["type"]
    assert "name one" in problems["type"]


# --- what is wrong


@pytest.mark.parametrize("path", ["work/missing.ipynb", "work", "../growth.ipynb", "/etc/passwd", "work/notes.txt", ""])
def test_what_is_no_notebook_is_a_problem_of_its_field(problems_of, asked, path):
    assert problems_of(replace(asked, notebook=path)).keys() == {"notebook"}


def test_all_problems_are_told_at_once(problems_of, asked, openbis):
    del openbis.types["ANALYSIS_NOTEBOOK"]
    wrong = replace(asked, notebook="missing.ipynb", upload=UploadRequest("", "", ("missing.csv",), ("1-1",)))
    assert problems_of(wrong).keys() == {"notebook", "type", "entityIdentifier", "parent", "file"}


def test_a_file_with_the_name_of_the_page_is_a_problem(problems_of, workspace, asked):
    workspace.files["work/growth.ipynb.html"] = b"older"
    problems = problems_of(replace(asked, upload=replace(asked.upload, files=("work/growth.ipynb.html",))))
    assert "2 files are called growth.ipynb.html" in problems["file"]


def test_a_notebook_that_is_too_large_for_a_page_is_said_so(problems_of, workspace, asked, monkeypatch):
    monkeypatch.setattr("jupyter_openbis_server.domain.publishing._LARGEST", len(NOTEBOOK) - 1)
    assert "clear outputs" in problems_of(asked)["notebook"]


def test_a_notebook_of_which_no_page_can_be_made_is_not_published(publish, plan, pages, openbis, asked):
    pages.is_broken, before = True, set(openbis.data_sets)
    for act in (publish, plan):
        with pytest.raises(ConversionFailed):
            act("lab", asked)
    assert set(openbis.data_sets) == before


# --- by itself


@pytest.fixture
def queue() -> MemoryWorkQueue:
    return MemoryWorkQueue()


@pytest.fixture
def jobs(queue) -> Jobs:
    return Jobs(queue, MemoryJobListener(), lambda: NOON)


@pytest.fixture
def start(connections, jobs, publish) -> StartPublication:
    return StartPublication(connections, jobs, publish)


def test_the_versions_of_a_notebook_are_joined_by_what_the_first_job_tells(start, jobs, queue, openbis, asked):
    first = start("lab", replace(asked, history_id=""))
    second = start("lab", replace(asked, history_id=first.request.history_id))
    other = start("lab", replace(asked, history_id=""))
    queue.run_all()
    stored = [openbis.data_sets[jobs.get(each.id).upload.perm_id].data_set for each in (first, second, other)]
    ids = [each.properties["$HISTORY_ID"] for each in stored]
    assert ids[0] == ids[1] == first.request.history_id != ids[2]
    assert first.kind is JobKind.PUBLISH


def test_one_click_publishes_once(start, jobs, queue, asked):
    new = replace(asked, history_id="")
    first, again = start("lab", new, "click 1"), start("lab", new, "click 1")
    assert (again.id, again.request.history_id) == (first.id, first.request.history_id)
    with pytest.raises(InvalidInput, match="belongs to job"):
        start("lab", replace(new, name="other"), "click 1")
    queue.run_all()
    assert [each.state for each in jobs.all()] == [JobState.DONE]


def test_what_cannot_be_begun_is_said_at_once(start, asked):
    with pytest.raises(UnknownConnection):
        start("nowhere", asked)
