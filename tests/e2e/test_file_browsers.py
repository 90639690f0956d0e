"""jupyter-fs and jupyter-fsspec, the file browsers of JupyterLab for fsspec, on `openbis://`.

They are installed into an environment of their own: their extensions would be loaded by all other servers of the tests.
"""

import base64
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.afs_files import OF_SAMPLE
from tests.e2e.wheels import CACHE, INSTALL, PROJECT, digest, locked, remove
from tests.real_parts import missing

PACKAGES = ("jupyter-fs==1.2.1", "jupyter-fsspec==0.4.1")
"""The versions in docs/batch.md."""
SAMPLE = "YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK/HEAT_SHOCK_WT"
TABLE = f"{lab.IMAGES}/original/intensities.csv"
PICTURE = f"{lab.IMAGES}/original/images/field_01.png"
NAME = "notes and Größe.txt"

Ask = Callable[..., requests.Response]


@pytest.fixture(scope="module")
def python() -> Path:
    """The interpreter of an environment with both packages, which has the packages of the tests as well."""
    with locked("file-browsers"):
        folder = CACHE / f"file-browsers-{digest([*map(str.encode, PACKAGES), sys.executable.encode()])}"
        python = folder / "bin" / "python"
        if not (folder / "complete").exists():
            remove(CACHE.glob("file-browsers-*/"))
            subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
            purelib = sysconfig.get_path("purelib", vars={"base": str(folder)})
            Path(purelib, "tests.pth").write_text(sysconfig.get_path("purelib"))
            done = subprocess.run([sys.executable, INSTALL, folder, "--no-deps", *PACKAGES], check=False)
            if done.returncode:
                missing(f"{' and '.join(PACKAGES)} cannot be installed; is there a package index?")
            (folder / "complete").touch()
        return python


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS, settings=ServerSettings("3.7", afs="unlisted")) as openbis:
        yield openbis


@pytest.fixture(scope="module")
def config(openbis: FakeOpenbis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("config")
    connections = folder / "openbis-connections.yaml"
    login = f"username: alice, password: {lab.USERS['alice']}"
    connections.write_text(f"connections: [{{name: lab, url: '{openbis.url}', http_only: true, {login}}}]\n")
    connections.chmod(0o600)
    return folder


def server(folder: Path, config: Path, python: Path, *options: str) -> Any:
    """Return a context with a running Jupyter server."""
    (folder / "root").mkdir()
    environ = {"PYTHONPATH": str(PROJECT)}
    return jupyter_server(folder, folder / "root", config, options, environ, python=python)


def asked(jupyter: Jupyter, verb: str, path: str, **options: Any) -> requests.Response:
    headers = {"Authorization": f"token {jupyter.token}", **options.pop("headers", {})}
    return requests.request(verb, f"{jupyter.url}{path}", headers=headers, timeout=60, **options)


# --- jupyter-fs


@pytest.fixture(scope="module")
def jupyter_fs(config: Path, python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    urls = {"lab": "openbis://lab", "all": "openbis://", "sample": f"openbis://lab/{SAMPLE}"}
    resources = [{"name": name, "url": url, "auth": "none", "type": "fsspec"} for name, url in urls.items()]
    options = (
        "--ServerApp.contents_manager_class=jupyterfs.metamanager.MetaManager",
        "--ServerApp.jpserver_extensions={'jupyterfs.extension': True}",
        f"--JupyterFs.resources={resources}",
    )
    with server(tmp_path_factory.mktemp("jupyter-fs"), config, python, *options) as jupyter:
        yield jupyter


@pytest.fixture(scope="module")
def drives(jupyter_fs: Jupyter) -> dict[str, str]:
    """The drive of each resource."""
    found = asked(jupyter_fs, "GET", "jupyterfs/resources").json()
    assert all(each["init"] for each in found)
    return {each["name"]: each["drive"] for each in found}


@pytest.fixture
def contents(jupyter_fs: Jupyter, drives: dict[str, str]) -> Ask:
    def ask(drive: str, path: str = "", verb: str = "GET", **options: Any) -> requests.Response:
        return asked(jupyter_fs, verb, f"api/contents/{drives[drive]}:{path}", **options)

    return ask


def names_in(answer: requests.Response) -> list[str]:
    """Return the names in the answer for a folder."""
    assert answer.ok, answer.text
    return [each["name"] for each in answer.json()["content"]]


def test_jupyter_fs_browses_down_to_the_files(contents: Ask) -> None:
    assert names_in(contents("all")) == ["lab"]
    assert "YEAST_LAB" in names_in(contents("all", "lab"))
    path = ""
    for name in (*SAMPLE.split("/"), *TABLE.split("/")):
        assert name in names_in(contents("lab", path))
        path = f"{path}/{name}"
    assert names_in(contents("sample", lab.IMAGES)) == ["original"]
    folder = contents("lab", SAMPLE).json()
    assert (folder["type"], folder["path"].strip("/")) == ("directory", SAMPLE)
    assert {each["type"] for each in folder["content"]} == {"directory"}
    assert all(each["created"] for each in folder["content"])


def test_jupyter_fs_reads_files(contents: Ask, openbis: FakeOpenbis) -> None:
    stored = openbis.laboratory.store_path(lab.IMAGES)
    table = contents("lab", f"{SAMPLE}/{TABLE}").json()
    assert (table["format"], table["mimetype"]) == ("text", "text/csv")
    assert table["content"] == (stored / "original" / "intensities.csv").read_text()
    picture = contents("sample", PICTURE).json()
    assert base64.b64decode(picture["content"]) == (stored / "original" / "images" / "field_01.png").read_bytes()
    notebook = contents("lab", f"{SAMPLE}/{lab.NOTEBOOK}/original/analysis.ipynb").json()
    assert notebook["type"] == "notebook"
    assert notebook["content"]["cells"]


def test_jupyter_fs_lists_a_folder_by_few_requests(contents: Ask, openbis: FakeOpenbis) -> None:
    contents("lab", SAMPLE)
    openbis.requests.clear()
    assert len(names_in(contents("lab", SAMPLE))) > 5
    assert len(openbis.requests) == 1


def test_jupyter_fs_writes_files_of_objects_only(contents: Ask, openbis: FakeOpenbis) -> None:
    body = {"type": "file", "format": "text", "content": "Größe"}
    saved = contents("lab", f"{SAMPLE}/files/{NAME}", "PUT", json=body)
    assert saved.ok, saved.text
    (sample,) = openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)
    assert (openbis.laboratory.afs_path(sample.perm_id) / NAME).read_text() == "Größe"
    assert contents("lab", f"{SAMPLE}/files/{NAME}").json()["content"] == "Größe"
    refused = contents("lab", f"YEAST_LAB/{NAME}", "PUT", json=body)
    assert refused.status_code == 500  # jupyter-fs knows no other status
    assert "below the folder 'files'" in refused.text


# --- jupyter-fsspec


@pytest.fixture(scope="module")
def jupyter_fsspec(config: Path, python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    urls = {"whole": "openbis://", "one": "openbis://lab", "heat": f"openbis://lab/{SAMPLE}"}
    sources = "".join(f"  - {{name: {name}, path: '{url}'}}\n" for name, url in urls.items())
    (config / "jupyter-fsspec.yaml").write_text(f"sources:\n{sources}")
    with server(tmp_path_factory.mktemp("jupyter-fsspec"), config, python) as jupyter:
        yield jupyter


@pytest.fixture
def files(jupyter_fsspec: Jupyter) -> Ask:
    def ask(key: str, path: str, what: str = "files", **options: Any) -> requests.Response:
        parameters = {"key": key, "item_path": path}
        return asked(jupyter_fsspec, "GET", f"jupyter_fsspec/{what}", params=parameters, **options)

    return ask


def paths_in(answer: requests.Response) -> set[str]:
    """Return the paths in the answer for a folder."""
    assert answer.ok, answer.text
    return {each["name"] for each in answer.json()["content"]}


def test_jupyter_fsspec_has_all_sources(jupyter_fsspec: Jupyter) -> None:
    found = asked(jupyter_fsspec, "GET", "jupyter_fsspec/config").json()["content"]
    assert [(each["name"], each.get("error")) for each in found] == [("whole", None), ("one", None), ("heat", None)]


def test_jupyter_fsspec_browses_down_to_the_files(files: Ask) -> None:
    assert paths_in(files("whole", "")) == {"lab"}
    assert "lab/YEAST_LAB" in paths_in(files("whole", "lab"))
    assert "one/YEAST_LAB" in paths_in(files("one", ""))
    path = ""
    for name in (*SAMPLE.split("/"), *TABLE.split("/")):
        above, path = path, f"{path}/{name}".strip("/")
        assert f"one/{path}" in paths_in(files("one", above))
    assert f"heat/{lab.IMAGES}" in paths_in(files("heat", ""))


def test_jupyter_fsspec_reads_files(files: Ask, openbis: FakeOpenbis) -> None:
    stored = openbis.laboratory.store_path(lab.IMAGES)
    table = (stored / "original" / "intensities.csv").read_bytes()
    assert files("one", f"{SAMPLE}/{TABLE}", "files/contents").content == table
    assert files("heat", PICTURE, "files/contents").content[:4] == b"\x89PNG"
    part = files("one", f"{SAMPLE}/{TABLE}", "files/contents", headers={"Range": "3-9"})
    assert part.content == table[3:9]
    own = files("one", f"{SAMPLE}/files/protocol.txt", "files/contents")
    assert own.content == OF_SAMPLE["protocol.txt"]


def test_jupyter_fsspec_reports_the_reason_of_an_error(files: Ask) -> None:
    answer = files("one", "NO_SUCH_SPACE")
    assert answer.status_code == 500  # jupyter-fsspec knows no other status
    assert "No such space or data set: NO_SUCH_SPACE" in answer.json()["description"]
