"""Saving of given requirements beside a notebook."""

import pytest

from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.notebooks.environments.requirements import RequirementsRequest
from jupyter_openbis_server.domain.notebooks.environments.save_requirements import SaveRequirements

BOTH = RequirementsRequest("work/plot.ipynb", "numpy==2.0\n", "requirements.txt", "python-3.13", "runtime.txt")


@pytest.fixture
def save(workspace) -> SaveRequirements:
    return SaveRequirements(workspace)


def test_both_files_are_written_into_the_notebooks_folder(save, workspace):
    assert save(BOTH) == ("work/requirements.txt", "work/runtime.txt")
    assert workspace.files["work/requirements.txt"] == b"numpy==2.0\n"
    assert workspace.files["work/runtime.txt"] == b"python-3.13"


def test_a_notebook_in_the_root_folder_has_its_files_there(save, workspace):
    save(RequirementsRequest("plot.ipynb", "numpy", "requirements.txt"))
    assert workspace.files["requirements.txt"] == b"numpy"


@pytest.mark.parametrize(
    ("request_", "written"),
    [
        (RequirementsRequest("work/plot.ipynb", "numpy", "r.txt", None, "runtime.txt"), ("work/r.txt",)),
        (RequirementsRequest("work/plot.ipynb", "numpy", None, "python-3.13", "runtime.txt"), ("work/runtime.txt",)),
        (RequirementsRequest("work/plot.ipynb", "numpy", "", "python-3.13", ""), ()),
        (RequirementsRequest("work/plot.ipynb"), ()),
    ],
)
def test_missing_text_writes_no_file(save, workspace, request_, written):
    before = set(workspace.files)
    assert save(request_) == written
    assert set(workspace.files) - before == set(written)


def test_an_empty_list_of_requirements_is_a_file(save, workspace):
    save(RequirementsRequest("work/plot.ipynb", "", "requirements.txt"))
    assert workspace.files["work/requirements.txt"] == b""


@pytest.mark.parametrize(
    "request_",
    [
        RequirementsRequest("../plot.ipynb", "numpy", "requirements.txt", "python-3.13", "runtime.txt"),
        RequirementsRequest("work/plot.ipynb", "numpy", "requirements.txt", "python-3.13", "../../runtime.txt"),
        RequirementsRequest("work/plot.ipynb", "numpy", "requirements.txt", "python-3.13", "/etc/runtime.txt"),
        RequirementsRequest("none/plot.ipynb", "numpy", "requirements.txt"),
        RequirementsRequest("work/plot.ipynb", "numpy", "same.txt", "python-3.13", "same.txt"),
    ],
)
def test_nothing_is_written_if_a_path_is_invalid(save, workspace, request_):
    before = dict(workspace.files)
    with pytest.raises(InvalidPath):
        save(request_)
    assert workspace.files == before


def test_unwritable_folder_is_an_error(save, workspace):
    workspace.read_only = True
    with pytest.raises(TargetNotWritable):
        save(BOTH)
