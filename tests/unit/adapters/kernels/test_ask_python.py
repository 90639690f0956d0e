"""What a Python kernel tells of its packages, from where ever they are."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.kernels.ask_python import lines
from jupyter_openbis_server.adapters.kernels.questions import environment_in
from jupyter_openbis_server.domain.errors import KernelFailed
from jupyter_openbis_server.domain.model import Language, Origin, Package

GIT = {"vcs": "git", "commit_id": "0a1b", "requested_revision": "main"}


def told(name: str) -> list[Package]:
    return [each for each in environment_in("\n".join(lines()), "k", Language.PYTHON).packages if each.name == name]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where packages are installed; nothing else is."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [str(folder)])
    return folder


@pytest.fixture
def put(site: Path) -> Callable[..., None]:
    def go(name: str, version: str = "1.0", *, folder: Path = site, info: str = "dist-info", **files: str) -> None:
        place = folder / f"{name}-{version}.{info}"
        place.mkdir(parents=True)
        file = "PKG-INFO" if info == "egg-info" else "METADATA"
        (place / file).write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        if info == "dist-info":
            (place / "RECORD").write_text("")
        for each, content in files.items():
            (place / {"direct_url": "direct_url.json"}.get(each, each)).write_text(content)

    return go


def test_the_version_of_python_is_told_in_short(site: Path):
    environment = environment_in("\n".join(lines()), "k", Language.PYTHON)
    assert environment.version == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert environment.packages == ()


def test_an_ordinary_package_is_from_the_index(put: Callable[..., None]):
    put("Ordinary", "2.0", INSTALLER="pip\n")
    assert told("Ordinary") == [Package("Ordinary", "2.0", Origin.INDEX, "")]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ({"url": "https://h.org/a.git", "vcs_info": GIT}, "git+https://h.org/a.git@0a1b"),
        ({"url": "https://h.org/a", "vcs_info": GIT, "subdirectory": "x"}, "git+https://h.org/a@0a1b#subdirectory=x"),
        ({"url": "https://h.org/a.whl", "archive_info": {}}, "https://h.org/a.whl"),
    ],
)
def test_an_address_is_told_as_pip_takes_it(put: Callable[..., None], source: dict[str, object], address: str):
    put("a", direct_url=json.dumps(source))
    assert told("a") == [Package("a", "1.0", Origin.ADDRESS, address)]


@pytest.mark.parametrize(
    "source",
    [
        {"url": "file:///home/anna/a", "dir_info": {"editable": True}},
        {"url": "file:///home/anna/a", "dir_info": {}},
        {"url": "file:///home/anna/a.whl", "archive_info": {}},
        {"url": "file:///home/anna/a", "vcs_info": GIT},
    ],
)
def test_a_folder_of_the_computer_is_no_place_for_others(put: Callable[..., None], source: dict[str, object]):
    put("a", direct_url=json.dumps(source))
    assert told("a") == [Package("a", "1.0", Origin.UNKNOWN, "")]


def test_what_conda_has_installed_is_taken_for_published(put: Callable[..., None]):
    put("a", INSTALLER="conda", direct_url=json.dumps({"url": "file:///home/conda/work", "dir_info": {}}))
    assert told("a") == [Package("a", "1.0", Origin.INDEX, "")]


def test_a_source_folder_on_the_path_is_told_from_what_a_distribution_has_installed(
    put: Callable[..., None], tmp_path: Path
):
    sys.path.append(str(tmp_path / "checkout"))
    put("developed", folder=tmp_path / "checkout", info="egg-info")
    put("packaged", info="egg-info")
    assert told("developed")[0].origin is Origin.UNKNOWN
    assert told("packaged")[0].origin is Origin.INDEX


def test_of_a_package_that_is_there_twice_the_first_counts(put: Callable[..., None], tmp_path: Path):
    sys.path.append(str(tmp_path / "later"))
    put("a_b", "1.0")
    put("A.B", "2.0", folder=tmp_path / "later")
    assert [each.version for each in (*told("a_b"), *told("A.B"))] == ["1.0"]


def test_a_damaged_package_does_not_keep_the_others_away(put: Callable[..., None], site: Path):
    (site / "damaged-1.0.dist-info").mkdir()
    put("whole")
    assert told("whole")


@pytest.mark.parametrize("answer", ["", "hello\n", "jupyter-openbis\tpackage\ta\t1.0\tindex\t\n"])
def test_an_answer_without_a_version_is_none(answer: str):
    with pytest.raises(KernelFailed, match="its answer is empty"):
        environment_in(answer, "k", Language.PYTHON)


def test_an_origin_that_nobody_knows_is_unknown():
    answer = "jupyter-openbis\tversion\t3.9\njupyter-openbis\tpackage\ta\t1.0\tmoon\t\n"
    assert environment_in(answer, "k", Language.PYTHON).packages == (Package("a", "1.0", Origin.UNKNOWN, ""),)
