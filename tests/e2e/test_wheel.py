"""The wheel as users get it: installed into an empty virtual environment, used, and removed again."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(600)


def run(*command: str | Path, home: Path) -> str:
    """Run a command away from the checkout and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=home,
        env=environment | {"HOME": str(home), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def real_home() -> Path:
    """Where pip finds how this machine reaches its package index."""
    return Path(os.environ["HOME"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, real_home: Path) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, PROJECT, home=real_home)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_whoever_builds_it_again_gets_the_same_bytes(wheel: Path, tmp_path: Path, real_home: Path):
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path, PROJECT, home=real_home)
    (again,) = tmp_path.glob("*.whl")
    assert again.read_bytes() == wheel.read_bytes()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, wheel: Path, real_home: Path) -> Path:
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder, home=real_home)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", f"{wheel}[demo]", home=real_home)
    return folder


def test_the_wheel_holds_the_package_and_its_jupyter_configuration_and_nothing_else(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {
        "jupyter_openbis_server",
        "jupyter_openbis_server-1.0.0.dev0.dist-info",
        "jupyter_openbis_server-1.0.0.dev0.data",
    }
    assert "jupyter_openbis_server/py.typed" in names
    data = [name for name in names if ".data/" in name]
    assert [name.split(".data/")[1] for name in data] == [
        "data/etc/jupyter/jupyter_server_config.d/jupyter_openbis_server.json"
    ]


def test_jupyter_lists_the_extension_as_enabled_and_ok(environment: Path, tmp_path: Path):
    listing = run(environment / "bin" / "jupyter", "server", "extension", "list", home=tmp_path)
    (line,) = [line for line in listing.splitlines() if "jupyter_openbis_server" in line and "enabled" in line]
    assert "enabled" in line
    (validation,) = [line for line in listing.splitlines() if "jupyter_openbis_server 1." in line]
    assert re.sub(r"\x1b\[\d*m", "", validation).split()[-1] == "OK"


def test_the_main_job_works_from_the_wheel(environment: Path, tmp_path: Path):
    printed = run(environment / "bin" / "jupyter-openbis", "demo", "--once", home=tmp_path)
    assert "Every step worked." in printed


def test_importing_the_extension_does_not_load_pybis_pandas_or_numpy(environment: Path, tmp_path: Path):
    code = (
        "import sys, jupyter_openbis_server as package; package._jupyter_server_extension_points();"
        "print(sorted({'pybis', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    assert run(environment / "bin" / "python", "-c", code, home=tmp_path).strip() == "[]"


def test_the_library_works_without_jupyter_running(environment: Path, tmp_path: Path):
    code = (
        "from pathlib import Path; from jupyter_openbis_server.entrypoints.container import Container;"
        "from jupyter_openbis_server.entrypoints.settings import Settings;"
        "print(Container(settings=Settings(Path('.'))).list_connections()())"
    )
    assert run(environment / "bin" / "python", "-c", code, home=tmp_path).strip() == "()"


def test_uninstalling_leaves_no_configuration_behind(environment: Path, tmp_path: Path):
    """Last in this module: the environment is of no use afterwards."""
    configuration = environment / "etc" / "jupyter" / "jupyter_server_config.d" / "jupyter_openbis_server.json"
    assert configuration.is_file()
    run(environment / "bin" / "python", "-m", "pip", "uninstall", "--yes", "jupyter-openbis-server", home=tmp_path)
    assert not configuration.exists()
    assert list(environment.rglob("jupyter_openbis_server*")) == []
    listing = run(environment / "bin" / "jupyter", "server", "extension", "list", home=tmp_path)
    assert "jupyter_openbis_server" not in listing
