"""Publication of a notebook as one data set, with an HTML page and companion files."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import ConversionFailed, InvalidInput, UnknownConnection
from jupyter_openbis_server.domain.jobs.job import JobKind, JobState
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.jobs.start import StartPublication
from jupyter_openbis_server.domain.notebooks.publications import publication_builder
from jupyter_openbis_server.domain.notebooks.publications.publication import NotebookPage
from jupyter_openbis_server.domain.notebooks.publications.publication_builder import PublicationBuilder
from jupyter_openbis_server.domain.notebooks.publications.publish_notebook import PlanPublication
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.uploads.upload import ContentFile, UploadRequest
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryWorkQueue
from jupyter_openbis_server.testing.fakes.notebook_pages import MemoryNotebookPages
from tests.unit.domain.conftest import NOON
from tests.unit.domain.notebooks.conftest import NOTEBOOK


def names(plan) -> list[str]:
    return [each.name for each in plan.files]


# --- content


def test_notebook_is_registered_in_the_format_of_the_eln(publish, openbis, world, asked, workspace):
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


def test_environment_files_beside_the_notebook_are_included(plan, workspace, asked):
    workspace.files |= {"work/requirements.txt": b"numpy==2", "work/runtime.txt": b"python-3.13", "runtime.txt": b"no"}
    planned = plan("lab", asked)
    assert names(planned) == ["growth.ipynb", "growth.ipynb.html", "requirements.txt", "runtime.txt"]
    assert planned.total.files == 4


def test_requirements_of_another_notebook_are_excluded_with_a_remark(plan, workspace, asked):
    workspace.files |= {
        "work/requirements.txt": b"# Packages of other.ipynb, saved from its kernel\nnumpy==2",
        "work/runtime.txt": b"r-4.2",
    }
    planned = plan("lab", asked)
    assert names(planned) == ["growth.ipynb", "growth.ipynb.html"]
    (remark,) = planned.remarks
    assert remark.startswith("requirements.txt beside the notebook belongs to other.ipynb and is not published")


@pytest.mark.parametrize("own", ["growth.requirements.txt", "install.R", "growth.install.R"])
def test_requirements_of_the_notebook_take_precedence(plan, workspace, asked, own):
    workspace.files |= {
        "work/requirements.txt": b"# Packages of other.ipynb, saved from its kernel\nnumpy==2",
        "work/runtime.txt": b"r-4.2",
        f"work/{own}": b"# Packages of growth.ipynb, saved from its kernel\n",
        "work/growth.runtime.txt": b"python-3.13",
    }
    planned = plan("lab", asked)
    assert names(planned) == ["growth.ipynb", "growth.ipynb.html", own, "growth.runtime.txt"]
    assert planned.remarks == ()


def test_conda_environment_is_included(plan, workspace, asked):
    workspace.files |= {"work/requirements.txt": b"", "work/environment.yml": b"name: x"}
    assert names(plan("lab", asked))[2:] == ["requirements.txt", "environment.yml"]


def test_additional_files_are_included_once(plan, workspace, asked):
    workspace.files["work/requirements.txt"] = b"numpy==2"
    extra = ("work/curve.csv", "work/./requirements.txt", "work/growth.ipynb", "work/curve.csv")
    planned = plan("lab", replace(asked, upload=replace(asked.upload, files=extra)))
    assert names(planned) == ["growth.ipynb", "growth.ipynb.html", "requirements.txt", "curve.csv"]


def test_a_folder_of_that_name_is_no_requirements_file(plan, workspace, asked):
    workspace.files["work/requirements.txt/x"] = b"x"
    assert names(plan("lab", asked)) == ["growth.ipynb", "growth.ipynb.html"]


def test_percent_encoded_path_is_decoded_as_in_uploads(plan, workspace, asked):
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


def test_default_name_of_the_data_set_is_that_of_the_notebook(plan, asked):
    planned = plan("lab", replace(asked, name=" ", notes=""))
    assert planned.properties == {"$NAME": "growth", "$HISTORY_ID": "7f3c"}


def test_given_properties_are_used_and_unknown_ones_are_problems(plan, problems_of, asked):
    given = replace(asked, upload=replace(asked.upload, properties={"NOTES": "mine"}))
    assert plan("lab", given).properties["NOTES"] == "mine"
    unknown = replace(asked, upload=replace(asked.upload, properties={"COLOUR": "red"}))
    assert problems_of(unknown).keys() == {"prop.COLOUR"}


@pytest.mark.parametrize("code", ["$NAME", "$name", " $Name "])
@pytest.mark.parametrize("value", [None, "", float("nan")], ids=repr)
def test_name_is_used_if_its_property_is_given_without_a_value(plan, asked, code, value):
    given = replace(asked, upload=replace(asked.upload, properties={code: value}))
    assert plan("lab", given).properties["$NAME"] == "Growth curves"


def test_given_property_in_any_case_overrides_the_default(plan, asked):
    given = replace(asked, upload=replace(asked.upload, properties={"$name": "Own name"}))
    assert plan("lab", given).properties["$NAME"] == "Own name"


def test_scripts_of_an_untrusted_notebook_are_omitted_with_a_remark(plan, pages, asked):
    pages.trusted.clear()
    (remark,) = plan("lab", asked).remarks
    assert "does not trust this notebook" in remark


def test_publication_has_the_remarks_of_its_plan(plan, publish, pages, asked):
    pages.trusted.clear()
    pages.missing_pictures = ("images/logo.png", "x.png")
    done = publish("lab", asked)
    assert done.remarks == plan("lab", asked).remarks
    assert "images/logo.png, x.png" in done.remarks[-1]


# --- texts


def test_text_notebook_is_published_with_its_paired_notebook(plan, publish, workspace, asked, openbis):
    workspace.files["work/growth.py"] = b"# %%\nprint(1)"
    planned = plan("lab", replace(asked, notebook="work/growth.py"))
    assert names(planned) == ["growth.ipynb", "growth.ipynb.html", "growth.py"]
    assert "growth.ipynb has the outputs of growth.py" in planned.remarks[0]
    assert planned.properties["$NAME"] == "Growth curves"


def test_unpaired_text_notebook_requires_jupytext(problems_of, workspace, asked):
    workspace.files["work/alone.Rmd"] = b"text"
    assert "install jupytext" in problems_of(replace(asked, notebook="work/alone.Rmd"))["notebook"]


def test_unpaired_text_notebook_has_a_remark_about_missing_outputs(
    builders, checks, workspace, asked, session_manager, notebook_type
):
    workspace.files["work/alone.md"] = b"text"

    class WithJupytext(MemoryNotebookPages):
        def html(self, notebook_path, source):
            return NotebookPage(ContentFile(source.name, b"text"), ContentFile(f"{source.name}.html", b""), False)

    data_set = PublicationBuilder(checks, workspace, WithJupytext())
    plan = PlanPublication(session_manager, replace(builders, data_set=data_set))
    planned = plan("lab", replace(asked, notebook="work/alone.md", name=""))
    assert names(planned) == ["alone.md", "alone.md.html"]
    assert planned.properties["$NAME"] == "alone"
    (remark,) = planned.remarks
    assert "alone.md is a text and has no outputs" in remark


# --- types


def test_given_type_is_used_if_the_eln_has_none(plan, publish, openbis, asked):
    del openbis.types["ANALYSIS_NOTEBOOK"]
    given = replace(asked, upload=replace(asked.upload, type_code="RAW_DATA"))
    planned = plan("lab", given)
    assert (planned.type_code, planned.properties) == ("RAW_DATA", {"$NAME": "Growth curves"})
    assert planned.left_out == ("$HISTORY_ID", "NOTES")
    assert "RAW_DATA have no $HISTORY_ID, NOTES" in planned.remarks[0]
    assert openbis.data_sets[publish("lab", given).perm_id].data_set.type_code == "RAW_DATA"


def test_type_of_the_eln_is_the_default(plan, asked):
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


# --- invalid requests


@pytest.mark.parametrize("path", ["work/missing.ipynb", "work", "../growth.ipynb", "/etc/passwd", "work/notes.txt", ""])
def test_file_that_is_no_notebook_is_a_problem_of_its_field(problems_of, asked, path):
    assert problems_of(replace(asked, notebook=path)).keys() == {"notebook"}


def test_all_problems_are_reported_together(problems_of, asked, openbis):
    del openbis.types["ANALYSIS_NOTEBOOK"]
    wrong = replace(asked, notebook="missing.ipynb", upload=UploadRequest("", "", ("missing.csv",), ("1-1",)))
    assert problems_of(wrong).keys() == {"notebook", "type", "entityIdentifier", "parent", "file"}


def test_a_file_with_the_name_of_the_page_is_a_problem(problems_of, workspace, asked):
    workspace.files["work/growth.ipynb.html"] = b"older"
    problems = problems_of(replace(asked, upload=replace(asked.upload, files=("work/growth.ipynb.html",))))
    assert "2 files are called growth.ipynb.html" in problems["file"]


def test_notebook_that_is_too_large_is_a_problem(problems_of, workspace, asked, monkeypatch):
    monkeypatch.setattr(publication_builder, "_LARGEST", len(NOTEBOOK) - 1)
    assert "too large to convert (it has more than 0 MiB); clear outputs" in problems_of(asked)["notebook"]


def test_a_notebook_whose_conversion_exceeds_its_limits_is_a_problem_of_its_field(problems_of, pages, asked):
    pages.is_too_large = True
    assert "clear outputs" in problems_of(asked)["notebook"]


def test_notebook_that_cannot_be_converted_is_not_published(publish, plan, pages, openbis, asked):
    pages.is_broken, before = True, set(openbis.data_sets)
    for act in (publish, plan):
        with pytest.raises(ConversionFailed):
            act("lab", asked)
    assert set(openbis.data_sets) == before


# --- jobs


@pytest.fixture
def queue() -> MemoryWorkQueue:
    return MemoryWorkQueue()


@pytest.fixture
def jobs(queue) -> Jobs:
    return Jobs(queue, MemoryJobListener(), lambda: NOON)


@pytest.fixture
def start(connections, jobs, publish) -> StartPublication:
    return StartPublication(connections, jobs, publish)


def test_result_of_the_first_job_links_the_versions_of_a_notebook(start, jobs, queue, openbis, asked):
    first = start("lab", replace(asked, history_id=""))
    second = start("lab", replace(asked, history_id=first.request.history_id))
    other = start("lab", replace(asked, history_id=""))
    queue.run_all()
    stored = [openbis.data_sets[jobs.get(each.id).upload.perm_id].data_set for each in (first, second, other)]
    ids = [each.properties["$HISTORY_ID"] for each in stored]
    assert ids[0] == ids[1] == first.request.history_id != ids[2]
    assert first.kind is JobKind.PUBLISH


def test_same_idempotency_key_publishes_once(start, jobs, queue, asked):
    new = replace(asked, history_id="")
    first, again = start("lab", new, "click 1"), start("lab", new, "click 1")
    assert (again.id, again.request.history_id) == (first.id, first.request.history_id)
    with pytest.raises(InvalidInput, match="belongs to job"):
        start("lab", replace(new, name="other"), "click 1")
    queue.run_all()
    assert [each.state for each in jobs.all()] == [JobState.DONE]


def test_invalid_request_is_refused_immediately(start, asked):
    with pytest.raises(UnknownConnection):
        start("nowhere", asked)
