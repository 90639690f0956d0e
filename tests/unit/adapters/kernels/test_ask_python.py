"""Packages that a Python kernel reports, and their origins."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.kernels.ask_python import lines
from jupyter_openbis_server.domain.errors import KernelFailed
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import (
    CondaPackage,
    Language,
    Origin,
    Package,
)
from jupyter_openbis_server.domain.notebooks.environments.kernel_response import environment_in

GIT = {"vcs": "git", "commit_id": "0a1b", "requested_revision": "main"}


def packages_named(name: str) -> list[Package]:
    return [each for each in environment_in("\n".join(lines()), "k", Language.PYTHON).packages if each.name == name]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with installed packages."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [str(folder)])
    return folder


@pytest.fixture
def put(site: Path) -> Callable[..., None]:
    def install(name: str, version: str = "1.0", *, folder: Path = site, info: str = "dist-info", **files: str) -> None:
        place = folder / f"{name}-{version}.{info}"
        place.mkdir(parents=True)
        file = "PKG-INFO" if info == "egg-info" else "METADATA"
        (place / file).write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        if info == "dist-info":
            (place / "RECORD").write_text("")
        for each, content in files.items():
            (place / {"direct_url": "direct_url.json"}.get(each, each)).write_text(content)

    return install


def test_short_version_of_python_is_reported(site: Path):
    environment = environment_in("\n".join(lines()), "k", Language.PYTHON)
    assert environment.version == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert environment.packages == ()


def test_an_ordinary_package_is_from_the_index(put: Callable[..., None]):
    put("Ordinary", "2.0", INSTALLER="pip\n")
    assert packages_named("Ordinary") == [Package("Ordinary", "2.0", Origin.INDEX, "")]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ({"url": "https://h.org/a.git", "vcs_info": GIT}, "git+https://h.org/a.git@0a1b"),
        ({"url": "https://h.org/a", "vcs_info": GIT, "subdirectory": "x"}, "git+https://h.org/a@0a1b#subdirectory=x"),
        ({"url": "https://h.org/a.whl", "archive_info": {}}, "https://h.org/a.whl"),
    ],
)
def test_address_is_reported_in_the_syntax_of_pip(put: Callable[..., None], source: dict[str, object], address: str):
    put("a", direct_url=json.dumps(source))
    assert packages_named("a") == [Package("a", "1.0", Origin.ADDRESS, address)]


@pytest.mark.parametrize(
    "source",
    [
        {"url": "file:///home/anna/a", "dir_info": {"editable": True}},
        {"url": "file:///home/anna/a", "dir_info": {}},
        {"url": "file:///home/anna/a.whl", "archive_info": {}},
        {"url": "file:///home/anna/a", "vcs_info": GIT},
    ],
)
def test_local_folder_is_an_unknown_origin(put: Callable[..., None], source: dict[str, object]):
    put("a", direct_url=json.dumps(source))
    assert packages_named("a") == [Package("a", "1.0", Origin.UNKNOWN, "")]


def test_packages_of_conda_and_pip_are_distinguished(put: Callable[..., None]):
    put("a", INSTALLER="conda", direct_url=json.dumps({"url": "file:///home/conda/work", "dir_info": {}}))
    assert packages_named("a") == [Package("a", "1.0", Origin.CONDA, "")]


@pytest.mark.parametrize(("installer", "origin"), [("debian\n", "system"), ("", "system"), ("pip\n", "index")])
def test_packages_of_the_system_and_of_pip_are_distinguished(
    put: Callable[..., None], tmp_path: Path, installer: str, origin: str
):
    sys.path.append(str(tmp_path / "dist-packages"))
    put("a", folder=tmp_path / "dist-packages", INSTALLER=installer)
    assert packages_named("a") == [Package("a", "1.0", Origin(origin), "")]


def test_all_packages_of_a_conda_environment_are_reported(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "conda[1]"))
    notes = tmp_path / "conda[1]" / "conda-meta"
    notes.mkdir(parents=True)
    (notes / "history").write_text("==> ...")
    (notes / "damaged.json").write_text("{")
    channels = {
        "openssl": ("https://conda.anaconda.org/conda-forge/linux-64", "conda-forge"),
        "bwa": ("https://conda.anaconda.org/t/s3cret/bioconda/noarch", "bioconda"),
        "mkl": ("https://repo.anaconda.com/pkgs/main/osx-arm64", "defaults"),
        "own": ("https://anna:s3cret@conda.example.org/t/s3cret/lab/win-64", "https://conda.example.org/lab"),
        "short": ("conda-forge", "conda-forge"),
        "local": (None, ""),
    }
    for name, (channel, _) in channels.items():
        (notes / f"{name}-1.0-h0.json").write_text(json.dumps({"name": name, "version": "1.0", "channel": channel}))
    conda = environment_in("\n".join(lines()), "k", Language.PYTHON).conda
    assert set(conda) == {CondaPackage(name, "1.0", expected) for name, (_, expected) in channels.items()}


class WorkTree:
    """A git repository whose remote is a local folder with a web address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "labtools"
        self.git("init", "-q", "--bare", "-b", "main", str(folder / "remote.git"), at=folder)
        self.git("init", "-q", "-b", "main", str(self.folder), at=folder)
        (self.folder / "setup.py").write_text("")
        self.commit()
        self.git("remote", "add", "origin", str(folder / "remote.git"))
        self.git("push", "-q", "-u", "origin", "main")
        self.set_remote("https://anna:s3cret@h.org/labtools.git")

    def git(self, *arguments: str, at: Path | None = None) -> str:
        own = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        done = subprocess.run(["git", *own, *arguments], cwd=at or self.folder, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def set_remote(self, address: str) -> None:
        self.git("config", "remote.origin.url", address)

    def commit(self) -> str:
        self.git("add", ".")
        self.git("commit", "-q", "--allow-empty", "-m", "x")
        return self.head

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def editable(self, folder: str = "") -> str:
        return json.dumps({"url": (self.folder / folder).as_uri(), "dir_info": {"editable": True}})


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    return WorkTree(tmp_path)


def test_a_package_in_a_work_tree_has_its_commit(put: Callable[..., None], tree: WorkTree):
    put("labtools", direct_url=tree.editable())
    address = f"git+https://h.org/labtools.git@{tree.head}"
    assert packages_named("labtools") == [Package("labtools", "1.0", Origin.ADDRESS, address)]
    (tree.folder / "untracked").write_text("")
    assert packages_named("labtools")[0].missing == frozenset()
    (tree.folder / "setup.py").write_text("changed")
    assert packages_named("labtools")[0].missing == {"modified"}
    commit = tree.commit()
    assert packages_named("labtools")[0].missing == {"unpushed"}
    assert packages_named("labtools")[0].address.endswith(commit)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@h.org:lab/tools.git", "git+ssh://git@h.org/lab/tools.git"),
        ("ssh://git@h.org:2222/tools.git", "git+ssh://git@h.org:2222/tools.git"),
        ("https://s3cret@h.org/tools?token=s3cret", "git+https://h.org/tools"),
        ("/srv/git/tools.git", ""),
        ("file:///srv/git/tools.git", ""),
        ("C:\\git\\tools", ""),
    ],
)
def test_remote_is_reported_in_the_syntax_of_pip_without_secrets(
    put: Callable[..., None], tree: WorkTree, remote: str, address: str
):
    tree.set_remote(remote)
    put("labtools", direct_url=tree.editable())
    (package,) = packages_named("labtools")
    assert package.address == (f"{address}@{tree.head}" if address else "")
    assert package.origin is (Origin.ADDRESS if address else Origin.UNKNOWN)


def test_a_package_in_a_part_of_a_work_tree_has_its_folder(put: Callable[..., None], tree: WorkTree):
    (tree.folder / "python").mkdir()
    (tree.folder / "python" / "setup.py").write_text("")
    commit = tree.commit()
    put("labtools", direct_url=tree.editable("python"))
    assert packages_named("labtools")[0].address == f"git+https://h.org/labtools.git@{commit}#subdirectory=python"


def test_folder_outside_the_commit_is_an_unknown_origin(put: Callable[..., None], tree: WorkTree):
    (tree.folder / "other").mkdir()
    put("labtools", direct_url=tree.editable("other"))
    assert packages_named("labtools")[0].origin is Origin.UNKNOWN


def test_without_git_a_work_tree_is_an_unknown_origin(
    put: Callable[..., None], tree: WorkTree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    put("labtools", direct_url=tree.editable())
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert packages_named("labtools")[0].origin is Origin.UNKNOWN


def test_source_folders_and_distribution_packages_are_distinguished(put: Callable[..., None], tmp_path: Path):
    sys.path.append(str(tmp_path / "checkout"))
    put("developed", folder=tmp_path / "checkout", info="egg-info")
    put("packaged", info="egg-info")
    assert packages_named("developed")[0].origin is Origin.UNKNOWN
    assert packages_named("packaged")[0].origin is Origin.INDEX


def test_first_of_two_copies_of_a_package_is_reported(put: Callable[..., None], tmp_path: Path):
    sys.path.append(str(tmp_path / "later"))
    put("a_b", "1.0")
    put("A.B", "2.0", folder=tmp_path / "later")
    assert [each.version for each in (*packages_named("a_b"), *packages_named("A.B"))] == ["1.0"]


def test_damaged_package_does_not_hide_the_others(put: Callable[..., None], site: Path):
    (site / "damaged-1.0.dist-info").mkdir()
    put("whole")
    assert packages_named("whole")


@pytest.mark.parametrize("answer", ["", "hello\n", "jupyter-openbis\tpackage\ta\t1.0\tindex\t\n"])
def test_response_without_a_version_is_invalid(answer: str):
    with pytest.raises(KernelFailed, match="its answer is empty"):
        environment_in(answer, "k", Language.PYTHON)


def test_unrecognised_origin_is_unknown():
    answer = "jupyter-openbis\tversion\t3.9\njupyter-openbis\tpackage\ta\t1.0\tmoon\t\n"
    assert environment_in(answer, "k", Language.PYTHON).packages == (Package("a", "1.0", Origin.UNKNOWN, ""),)
