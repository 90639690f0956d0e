"""Requirements files of several notebooks in one folder."""

import pytest

from jupyter_openbis_server.domain.errors import FileOfAnotherNotebook, InvalidPath
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import (
    CondaPackage,
    KernelEnvironment,
    Language,
    Package,
)
from jupyter_openbis_server.domain.notebooks.environments.requirements import Conflict
from jupyter_openbis_server.domain.notebooks.environments.save_environment import SaveEnvironment

HEAD = "# Packages of a.ipynb, saved from its kernel"
PYTHON = KernelEnvironment("python3", Language.PYTHON, "3.13", (Package("numpy", "2.0"),))
NEWER = KernelEnvironment("python3", Language.PYTHON, "3.14", (Package("numpy", "2.1"),))
R = KernelEnvironment("ir", Language.R, "4.2", (Package("abind", "1.4-5"),))
CONDA = KernelEnvironment("conda", Language.PYTHON, "3.13", (), (CondaPackage("numpy", "2.0", "conda-forge"),))


@pytest.fixture
def save(workspace) -> SaveEnvironment:
    workspace.folders.add("work")
    return SaveEnvironment(workspace)


def text_of(workspace, name: str) -> str:
    return workspace.files[f"work/{name}"].decode()


def test_the_files_of_a_notebook_are_replaced_by_newer_ones_and_by_those_of_another_kernel(save, workspace):
    save("work/a.ipynb", PYTHON)
    assert save("work/a.ipynb", NEWER).files == ("work/requirements.txt", "work/runtime.txt")
    assert text_of(workspace, "requirements.txt").endswith("numpy==2.1")
    assert text_of(workspace, "runtime.txt") == "python-3.14"
    save("work/a.ipynb", R)
    assert text_of(workspace, "requirements.txt").startswith(f"{HEAD}\n# The packages of an R")
    assert "abind" in text_of(workspace, "requirements.txt")


@pytest.mark.parametrize(
    ("environment", "own"),
    [(NEWER, "b.requirements.txt"), (R, "install.R")],
    ids=["python", "r"],
)
def test_files_of_another_notebook_are_replaced_on_request_only(save, workspace, environment, own):
    save("work/a.ipynb", PYTHON)
    before = dict(workspace.files)
    with pytest.raises(
        FileOfAnotherNotebook, match=rf"work/requirements.txt belongs to a.ipynb. Replace it, or save {own}"
    ):
        save("work/b.ipynb", environment)
    assert workspace.files == before
    chosen = save("work/b.ipynb", environment, Conflict.OWN_NAMES)
    assert chosen.files == (f"work/{own}", "work/b.runtime.txt")
    assert {name: workspace.files[name] for name in before} == before
    assert save("work/b.ipynb", environment).files == chosen.files  # the choice stays
    assert save("work/a.ipynb", NEWER).files == ("work/requirements.txt", "work/runtime.txt")
    assert save("work/b.ipynb", environment, Conflict.REPLACE).files == ("work/requirements.txt", "work/runtime.txt")


def test_r_script_of_another_notebook_is_kept(save, workspace):
    save("work/a.ipynb", R, Conflict.OWN_NAMES)
    assert save("work/b.ipynb", R, Conflict.OWN_NAMES).files[0] == "work/b.install.R"
    assert save("work/a.ipynb", R, Conflict.OWN_NAMES).files[0] == "work/install.R"


@pytest.mark.parametrize("name", ["requirements.txt", "environment.yml"])
def test_file_written_by_the_user_is_kept(save, workspace, name):
    workspace.files[f"work/{name}"] = b"numpy"
    before = dict(workspace.files)
    with pytest.raises(FileOfAnotherNotebook, match="was not saved from this notebook") as caught:
        save("work/a.ipynb", CONDA)
    assert caught.value.owner is None
    assert workspace.files == before


def test_file_with_the_same_packages_gets_the_header_line(save, workspace):
    workspace.files["work/requirements.txt"] = b"numpy==2.0"
    save("work/a.ipynb", PYTHON)
    assert text_of(workspace, "requirements.txt") == f"{HEAD}\nnumpy==2.0"


def test_conda_environment_is_saved_in_the_format_of_conda(save, workspace):
    saved = save("work/my plot.ipynb", CONDA)
    assert saved.files == ("work/requirements.txt", "work/runtime.txt", "work/environment.yml")
    assert text_of(workspace, "environment.yml").startswith(
        f"{HEAD.replace('a.ipynb', 'my plot.ipynb')}\nname: my-plot\n"
    )


@pytest.mark.parametrize("path", ["../a.ipynb", "work/", "work/..", "/etc/a.ipynb", ""])
def test_nothing_is_written_for_paths_that_are_no_notebook_below_the_root(save, workspace, path):
    before = dict(workspace.files)
    with pytest.raises(InvalidPath):
        save(path, PYTHON)
    assert workspace.files == before
