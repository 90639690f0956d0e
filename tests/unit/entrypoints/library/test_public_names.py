"""The public names of the package, and their documentation."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import jupyter_openbis_server
from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.entrypoints.library.docs import document

ROOT = Path(__file__).parents[4]
DOCUMENT = ROOT / "docs" / "python-api.md"


def test_the_documentation_is_generated_from_the_docstrings() -> None:
    assert DOCUMENT.read_text() == document(), "run: make docs"


@pytest.mark.parametrize("name", jupyter_openbis_server.__all__)
def test_public_names_are_there_and_documented(name: str) -> None:
    assert getattr(jupyter_openbis_server, name) is not None
    assert name in dir(jupyter_openbis_server)
    assert name in document() or name == "__version__"


def test_all_errors_that_methods_raise_are_public() -> None:
    sections = re.findall(r"^Raises:\n\n((?:- .*\n)+)", document(), re.MULTILINE)
    names = {
        name
        for each in sections
        for some in re.findall(r"^- `([\w, ]+)`", each, re.MULTILINE)
        for name in some.split(", ")
    }
    assert "NotLoggedIn" in names
    assert names - set(jupyter_openbis_server.__all__) == set()


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = jupyter_openbis_server.Nothing


def test_errors_are_those_of_the_domain() -> None:
    assert jupyter_openbis_server.NotLoggedIn is errors.NotLoggedIn


def test_the_package_is_imported_without_its_dependencies() -> None:
    script = (
        "import sys, jupyter_openbis_server; jupyter_openbis_server._jupyter_server_extension_points;"
        "loaded = [each for each in sys.modules if each.startswith('jupyter_openbis_server.')];"
        "print(loaded, [each for each in ('pybis', 'pandas', 'requests', 'fsspec', 'rich') if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"


def test_errors_are_imported_without_the_library() -> None:
    script = "import sys; from jupyter_openbis_server import NotLoggedIn; print('requests' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


_TYPED = """
from jupyter_openbis_server import (
    Connection, DataFile, DataSet, DownloadReport, Lineage, Listing, Object, OpenbisError, Progress, ProgressReport,
    SearchResult, UploadReport, connect,
)

def show(report: ProgressReport) -> None:
    print(report.done.bytes)

def main() -> int:
    with connect("lab", url="https://openbis.example.org", token="t") as lab:
        data_set: DataSet = lab.data_set("20230315101500001-1001")
        owner = data_set.owner
        if isinstance(owner, Object):
            parents: tuple[Object, ...] = owner.parents
        files: tuple[DataFile, ...] = data_set.files("**/*.csv")
        with data_set.open(files[0].path, "r") as text, files[0].open() as raw:
            line: str = text.readline()
            part: bytes = raw.read(3)
        listing: Listing[DataSet] = lab.datasets("/LAB")
        hits: SearchResult[Object] = lab.search(Object, "x", where={"A": (">", 1)})
        names: list[str | None] = [each.name for each in hits]
        report: DownloadReport = lab.download(listing, "data", progress=show)
        lineage: Lineage = lab.lineage(data_set, depth=2)
        result: UploadReport = lab.upload_many([{"files": "a", "type": "T", "to": "S"}], journal="j")
        return len(lineage) + len(report.paths) + len(result.failed) + int(lab.pybis.anything)
"""


def test_user_scripts_are_typed_strictly(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    script = tmp_path / "script.py"
    script.write_text(_TYPED)
    # With the strict configuration and the cache of `make lint`: without them, it takes twenty seconds of CPU time.
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
