"""The wheel as users get it: installed into an empty virtual environment, used, and removed again."""

import email
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.e2e.front_end.first_session import COLUMN, add_connection, insert_table_code, restart_kernel, run_last_cell
from tests.e2e.front_end.panel_page import keep_picture, opened
from tests.e2e.wheels import FRONT_END, INSTALL, PROJECT, build_wheel, project_wheel
from tests.kernels import install_r, write_notebook
from tests.real_parts import NO_FRONT_END, missing

pytestmark = pytest.mark.timeout(600)

NOTEBOOKS = {
    "python-saved.ipynb": ("python3", True),
    "r-saved.ipynb": ("ir", True),
    "python-unsaved.ipynb": ("python3", False),
    "r-unsaved.ipynb": ("ir", False),
}
"""The kernel of each notebook, and whether its connection is saved."""
(PROJECT_VERSION,) = re.findall(r'^version = "(.*)"$', (PROJECT / "pyproject.toml").read_text(), re.MULTILINE)
BESIDE = ("jupyterlab", "pandas", "jsonschema<4.25")
"""Packages that users of the README have already installed; why jsonschema is limited is said in pyproject.toml."""


def run(*command: str | Path, home: Path, path: Iterable[Path] = ()) -> str:
    """Run a command outside the checkout, with additional folders in front of its PATH; return its output."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON"))}
    own = {
        "HOME": str(home),
        "NO_COLOR": "1",
        "PIP_NO_COMPILE": "1",
        "PATH": os.pathsep.join([*map(str, path), environment["PATH"]]),
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=home,
        env=environment | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def pip_for(environment: Path) -> tuple[str | Path, ...]:
    """Return the beginning of pip's command line for an environment, which needs none of its own."""
    return sys.executable, "-m", "pip", "--python", environment / "bin" / "python"


@pytest.fixture(scope="module")
def real_home() -> Path:
    """The home folder with the configuration of pip for the package index."""
    return Path(os.environ["HOME"])


@pytest.fixture(scope="module")
def wheel() -> Path:
    if not (FRONT_END / "package.json").is_file():
        missing(NO_FRONT_END)
    return project_wheel()


def test_a_second_build_has_the_same_bytes(wheel: Path, tmp_path: Path):
    assert build_wheel(tmp_path).read_bytes() == wheel.read_bytes()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, wheel: Path, real_home: Path) -> Path:
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, home=real_home)
    run(sys.executable, INSTALL, folder, wheel, *BESIDE, home=real_home)
    no_node = tmp_path_factory.mktemp("no-node")
    for name in ("node", "npm", "yarn"):
        (no_node / name).write_text("#!/bin/sh\nexit 127\n")
        (no_node / name).chmod(0o755)
    pip = pip_for(folder)
    run(*pip, "install", "--quiet", "--force-reinstall", "--no-deps", wheel, home=real_home, path=[no_node])
    run(*pip, "check", home=real_home)
    return folder


@pytest.fixture(scope="module")
def environment_with_demo(environment: Path, wheel: Path, real_home: Path) -> Path:
    run(sys.executable, INSTALL, environment, f"{wheel}[demo]", home=real_home)
    return environment


def test_the_wheel_contains_only_the_package_and_its_jupyter_configuration(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {
        "jupyter_openbis_server",
        f"jupyter_openbis_server-{PROJECT_VERSION}.dist-info",
        f"jupyter_openbis_server-{PROJECT_VERSION}.data",
    }
    assert "jupyter_openbis_server/py.typed" in names
    data = {name.split(".data/data/")[1] for name in names if ".data/" in name}
    assert "etc/jupyter/jupyter_server_config.d/jupyter_openbis_server.json" in data
    front_end = {name for name in data if name.startswith("share/jupyter/labextensions/jupyter-openbis/")}
    assert len(data - front_end) == 1
    tops = {name.split("/")[4] for name in front_end}
    assert tops == {"install.json", "package.json", "schemas", "static"}


def metadata_of(wheel: Path) -> email.message.Message:
    (name,) = (each for each in zipfile.ZipFile(wheel).namelist() if each.endswith(".dist-info/METADATA"))
    return email.message_from_bytes(zipfile.ZipFile(wheel).read(name))


def test_links_and_pictures_on_pypi_lead_to_the_files_of_this_version(wheel: Path):
    """PyPI shows README.md, but has none of the files that its links name."""
    metadata = metadata_of(wheel)
    assert metadata["Description-Content-Type"] == "text/markdown"
    targets = re.findall(r"\]\(([^)\s]+)\)", metadata.get_payload(decode=True).decode())
    repository = "https://sissource.ethz.ch/sispub/jupyter-openbis-server/-"
    paths = [each.removeprefix(f"{repository}/") for each in targets if each.startswith(repository)]
    pictures = [each for each in paths if each.startswith(f"raw/v{PROJECT_VERSION}/docs/images/")]
    assert len(pictures) >= 5
    assert [each for each in targets if not each.startswith("https://")] == []
    assert [each for each in paths if not (PROJECT / each.split("/", 2)[2]).exists()] == []


def test_extension_manager_of_jupyterlab_would_list_the_package(wheel: Path):
    """It asks PyPI for packages with this classifier, and shows these URLs (jupyterlab/extensions/pypi.py)."""
    metadata = metadata_of(wheel)
    assert "Framework :: Jupyter :: JupyterLab :: Extensions :: Prebuilt" in metadata.get_all("Classifier")
    urls = dict(each.split(", ") for each in metadata.get_all("Project-URL"))
    assert {"Homepage", "Documentation", "Source Code", "Bug Tracker"} <= urls.keys()


def test_jupyterlab_lists_the_front_end_as_enabled_and_ok(environment: Path, tmp_path: Path):
    listing = run(environment / "bin" / "jupyter", "labextension", "list", home=tmp_path)
    (line,) = [line for line in listing.splitlines() if "jupyter-openbis v" in line]
    assert re.sub(r"\x1b\[\d*m", "", line).split()[2:4] == ["enabled", "OK"]


def test_jupyter_lists_the_extension_as_enabled_and_ok(environment: Path, tmp_path: Path):
    listing = run(environment / "bin" / "jupyter", "server", "extension", "list", home=tmp_path)
    (line,) = [line for line in listing.splitlines() if "jupyter_openbis_server" in line and "enabled" in line]
    assert "enabled" in line
    (validation,) = [line for line in listing.splitlines() if "jupyter_openbis_server 1." in line]
    assert re.sub(r"\x1b\[\d*m", "", validation).split()[-1] == "OK"


def test_the_main_workflow_works_from_the_wheel(environment_with_demo: Path, tmp_path: Path):
    printed = run(environment_with_demo / "bin" / "jupyter-openbis", "demo", "--once", home=tmp_path)
    assert "Every step worked." in printed


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS) as openbis:
        yield openbis


@pytest.fixture
def first_lab(environment: Path, tmp_path: Path) -> Iterator[Jupyter]:
    """JupyterLab of that environment, with notebooks for Python and for R."""
    root, config = tmp_path / "notebooks", tmp_path / "config"
    for each in (root, config):
        each.mkdir()
    install_r(tmp_path / "data", "ir")
    for name, (kernel, _) in NOTEBOOKS.items():
        write_notebook(root / name, kernel)
    with jupyter_server(tmp_path, root, config, module="jupyterlab", python=environment / "bin" / "python") as jupyter:
        yield jupyter


def test_the_first_steps_of_the_readme_show_a_table_in_python_and_r(
    first_lab: Jupyter, openbis: FakeOpenbis, browser: BrowserContext, tmp_path: Path
):
    """One page for all notebooks: all of JupyterLab takes long to load."""
    known: set[str] = set()
    with opened(browser, page_of(first_lab), "lab", next(iter(NOTEBOOKS))) as panel:
        for notebook, (_, is_saved) in NOTEBOOKS.items():
            connection = "saved lab" if is_saved else "unsaved lab"
            panel.open_file(notebook)
            if connection not in known:
                known.add(connection)
                add_connection(panel, openbis, connection, saved=is_saved)
            insert_table_code(panel)
            panel.panel.get_by_role("button", name="Back").click()
            expect(panel.page.locator(".jp-Notebook:visible .jp-CodeCell").last).to_contain_text(connection)
            for number in (1, 2):
                expect(run_last_cell(panel, number)).to_contain_text(COLUMN)
            restart_kernel(panel)
            expect(run_last_cell(panel, 1)).to_contain_text(COLUMN)
            keep_picture(panel.page, f"first-session-{notebook}")
            shutil.rmtree(tmp_path / "notebooks" / "data", ignore_errors=True)  # where R downloads


def page_of(jupyter: Jupyter) -> Callable[[str], str]:
    return lambda path: f"{jupyter.url}{path}?token={jupyter.token}"


def test_importing_the_extension_does_not_load_pybis_pandas_or_numpy(environment: Path, tmp_path: Path):
    code = (
        "import sys, jupyter_openbis_server as package; package._jupyter_server_extension_points();"
        "print(sorted({'pybis', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    assert run(environment / "bin" / "python", "-c", code, home=tmp_path).strip() == "[]"


def test_the_library_works_without_jupyter_running(environment: Path, tmp_path: Path):
    code = (
        "from pathlib import Path; from jupyter_openbis_server.entrypoints.bootstrap import Container;"
        "from jupyter_openbis_server.entrypoints.settings import Settings;"
        "print(Container(settings=Settings(Path('.'))).use_cases().connections.list())"
    )
    assert run(environment / "bin" / "python", "-c", code, home=tmp_path).strip() == "()"


def test_uninstalling_removes_the_configuration(environment: Path, tmp_path: Path):
    """Last in this module: the environment cannot be used afterwards."""
    configuration = environment / "etc" / "jupyter" / "jupyter_server_config.d" / "jupyter_openbis_server.json"
    assert configuration.is_file()
    run(*pip_for(environment), "uninstall", "--yes", "jupyter-openbis-server", home=tmp_path)
    assert not configuration.exists()
    assert list(environment.rglob("jupyter_openbis_server*")) == []
    listing = run(environment / "bin" / "jupyter", "server", "extension", "list", home=tmp_path)
    assert "jupyter_openbis_server" not in listing
