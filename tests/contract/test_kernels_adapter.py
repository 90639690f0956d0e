"""The contract of `Kernels` for real kernels."""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.kernels import JupyterKernels
from jupyter_openbis_server.domain.errors import InvalidPath, KernelDied, KernelFailed
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment, Language, Origin
from tests.contract.contracts.kernels import KernelsContract
from tests.kernels import PYTHON, install, install_r, processes_in
from tests.support.waiting import until


@pytest.fixture
def jupyter_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for kernel specs; set the folder of temporary files to one of the test as well."""
    folder = tmp_path / "jupyter"
    monkeypatch.setenv("JUPYTER_PATH", str(folder))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def kernels(jupyter_path: Path) -> JupyterKernels:
    install(jupyter_path, "python", PYTHON)
    install(jupyter_path, "dying", ["sh", "-c", "echo 'No module named ipykernel' >&2; exit 3"])
    install(jupyter_path, "silent", ["sleep", "600"])
    install(jupyter_path, "missing", ["/no/such/program", "{connection_file}"])
    install(jupyter_path, "julia", ["julia", "{connection_file}"], "julia")
    return JupyterKernels()


class TestJupyterKernels(KernelsContract):
    @pytest.fixture
    def kernels(self, kernels: JupyterKernels) -> JupyterKernels:
        return kernels

    @pytest.fixture
    def folder(self, work: Path) -> str:
        return str(work)

    @pytest.fixture
    def left_behind(self, work: Path, tmp_path: Path) -> Callable[[], list[str]]:
        return lambda: processes_in(work) + [str(each) for each in (tmp_path / "temporary").iterdir()]


def test_last_output_of_a_dying_kernel_is_reported(kernels: JupyterKernels, work: Path) -> None:
    with pytest.raises(KernelDied, match="'dying' has exited unexpectedly: No module named ipykernel"):
        kernels.environment("dying", str(work), 60)


def test_the_missing_program_is_named(kernels: JupyterKernels, work: Path) -> None:
    with pytest.raises(KernelFailed, match="cannot be started: No such file or directory: /no/such/program"):
        kernels.environment("missing", str(work), 60)


def test_a_missing_folder_is_not_taken_for_a_missing_program(kernels: JupyterKernels, work: Path) -> None:
    with pytest.raises(InvalidPath, match="there is no such folder"):
        kernels.environment("python", f"{work}/nowhere", 60)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "kernel.json is damaged"),
        ("[]", "kernel.json is damaged"),
        ('{"argv": 3, "display_name": "x", "language": "python"}', "kernel.json is damaged"),
        ('{"argv": [], "display_name": "x", "language": "python"}', "kernel.json names no program"),
    ],
)
def test_damaged_kernel_spec_is_an_error(
    kernels: JupyterKernels, jupyter_path: Path, work: Path, content: str, problem: str
) -> None:
    install(jupyter_path, "damaged", PYTHON)
    (jupyter_path / "kernels" / "damaged" / "kernel.json").write_text(content)
    with pytest.raises(KernelFailed, match=problem):
        kernels.environment("damaged", str(work), 60)


def test_kernel_that_ignores_shutdown_is_killed_with_its_children(
    kernels: JupyterKernels, jupyter_path: Path, work: Path
) -> None:
    script = "trap '' INT TERM; sleep 600 & touch started; while :; do sleep 1; done"
    install(jupyter_path, "stubborn", ["sh", "-c", script])
    with pytest.raises(KernelFailed, match="within 1 seconds"):
        kernels.environment("stubborn", str(work), 1)
    assert (work / "started").exists()
    assert processes_in(work) == []


def test_children_of_a_kernel_that_shuts_down_are_ended(
    kernels: JupyterKernels, jupyter_path: Path, work: Path
) -> None:
    launcher = " ".join(PYTHON[:-1])
    install(jupyter_path, "wrapped", ["sh", "-c", f'trap "" INT; sleep 600 & exec {launcher} "$0"', PYTHON[-1]])
    assert kernels.environment("wrapped", str(work), 60).packages
    assert processes_in(work) == []


@pytest.fixture
def start_up_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the file that Python kernels execute at their start."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    folder = tmp_path / "ipython" / "profile_default" / "startup"
    folder.mkdir(parents=True)
    return folder / "00.py"


def test_output_of_start_up_files_is_not_parsed_as_packages(
    kernels: JupyterKernels, work: Path, start_up_file: Path
) -> None:
    print_at_each_cell = "lambda info: print('a\\tpackage\\tstray\\td\\te\\tf')"
    start_up_file.write_text(f"get_ipython().events.register('pre_run_cell', {print_at_each_cell})\n")
    names = [each.name for each in kernels.environment("python", str(work), 60).packages]
    assert "ipykernel" in names
    assert "stray" not in names


def test_kernel_that_cannot_list_packages_is_reported_with_the_reason(
    kernels: JupyterKernels, work: Path, start_up_file: Path
) -> None:
    start_up_file.write_text("import importlib.metadata as metadata\nmetadata.distributions = None\n")
    with pytest.raises(KernelFailed, match="cannot say what is installed: TypeError: 'NoneType' object"):
        kernels.environment("python", str(work), 60)
    assert processes_in(work) == []


def test_kernel_gets_no_secrets_in_its_environment(
    kernels: JupyterKernels, jupyter_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENBIS_TOKEN", "alice-0815")
    monkeypatch.setenv("LAB_PASSWORD", "horse-0815")
    monkeypatch.setenv("LAB_MOTTO", "measure twice")
    install(jupyter_path, "printing", ["sh", "-c", "env > seen; exit 1"])
    with pytest.raises(KernelDied):
        kernels.environment("printing", str(work), 60)
    seen = (work / "seen").read_text()
    assert "0815" not in seen
    assert "LAB_MOTTO=measure twice" in seen
    assert f"PWD={work}" in seen


def test_kernels_can_be_queried_from_several_threads(kernels: JupyterKernels, work: Path) -> None:
    answers: list[KernelEnvironment] = []
    threads = [
        threading.Thread(target=lambda: answers.append(kernels.environment("python", str(work), 60))) for _ in range(2)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(90)
    assert len(answers) == 2
    assert answers[0] == answers[1]


def test_killed_kernel_is_reported_as_dead(kernels: JupyterKernels, jupyter_path: Path, work: Path) -> None:
    install(jupyter_path, "killed", ["sh", "-c", "echo $$ > pid; exec sleep 600"])

    def kill() -> None:
        until(lambda: (work / "pid").exists() and (work / "pid").read_text().endswith("\n"))
        os.kill(int((work / "pid").read_text()), signal.SIGKILL)

    threading.Thread(target=kill).start()
    with pytest.raises(KernelDied):
        kernels.environment("killed", str(work), 60)


class TestR:
    @pytest.fixture(autouse=True)
    def r(self, jupyter_path: Path) -> None:
        install_r(jupyter_path)

    def test_r_kernel_returns_its_installed_packages(self, work: Path, tmp_path: Path) -> None:
        environment = JupyterKernels().environment("r", str(work), 60)
        assert environment.language is Language.R
        shown = subprocess.run(["R", "--version"], capture_output=True, text=True, check=True).stdout
        assert shown.startswith(f"R version {environment.version}.")
        packages = {each.name: each for each in environment.packages}
        assert packages["IRkernel"].origin is Origin.INDEX
        assert "base" not in packages, "it is part of R"
        assert processes_in(work) == []
        assert list((tmp_path / "temporary").iterdir()) == []

    def test_origins_are_distinguished_and_the_first_library_takes_precedence(self, work: Path) -> None:
        """The `.Rprofile` of the folder is executed as well, as for a notebook in it."""
        github = "RemoteType: github\nRemoteUsername: alice\nRemoteRepo: tools\nRemoteSha: 0a1b2c\n"
        add = {
            "fromgithub": github,
            "fromfolder": f"{github}RemoteSubdir: r/tools\nRemoteHost: api.github.com\n",
            "fromother": f"{github}RemoteHost: github.example.org\n",
            "frompak": "RemoteType: standard\nRepository: P3M\n",
            "frombioc": "biocViews: Software\n",
            "fromhere": "",
            "MASS": "Repository: CRAN\n",
        }
        (work / "library").mkdir()
        for name, more in add.items():
            (work / "sources" / name).mkdir(parents=True)
            (work / "sources" / name / "DESCRIPTION").write_text(f"Package: {name}\nVersion: 99.1\n{more}")
            (work / "sources" / name / "NAMESPACE").touch()
        sources = [str(work / "sources" / name) for name in add]
        subprocess.run(["R", "CMD", "INSTALL", "--library", f"{work}/library", *sources], check=True)
        (work / ".Rprofile").write_text('cat("hello\\n")\n.libPaths(c("library", .libPaths()))\n')
        packages = {each.name: each for each in JupyterKernels().environment("r", str(work), 60).packages}
        found = {name: (packages[name].version, packages[name].origin, packages[name].address) for name in add}
        assert found == {
            "fromgithub": ("99.1", Origin.ADDRESS, "alice/tools@0a1b2c"),
            "fromfolder": ("99.1", Origin.ADDRESS, "alice/tools/r/tools@0a1b2c"),
            "fromother": ("99.1", Origin.UNKNOWN, ""),
            "frompak": ("99.1", Origin.INDEX, ""),
            "frombioc": ("99.1", Origin.BIOCONDUCTOR, ""),
            "fromhere": ("99.1", Origin.UNKNOWN, ""),
            "MASS": ("99.1", Origin.INDEX, ""),
        }


def test_notebooks_of_earlier_formats_are_read(kernels: JupyterKernels) -> None:
    content = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"kernelspec": {"name": "old"}}, "worksheets": []}
    assert kernels.named_in("a.ipynb", json.dumps(content).encode()) == "old"
