"""Capture of requirements: the environment of a notebook's kernel is stored beside the notebook."""

import json
import threading

import pytest

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    FileOfAnotherNotebook,
    InvalidPath,
    KernelFailed,
    KernelNotSpecified,
    KernelTimeout,
    NotANotebook,
    SourceNotReadable,
    UnknownKernel,
)
from jupyter_openbis_server.domain.notebooks.environments.capture_requirements import CaptureRequirements
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import (
    CaptureRequest,
    KernelEnvironment,
    Language,
    Origin,
    Package,
)
from jupyter_openbis_server.domain.notebooks.environments.save_environment import SaveEnvironment
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.kernels import MemoryKernels

LOCAL = Package("local", "0.1", Origin.UNKNOWN)
PYTHON = KernelEnvironment("python3", Language.PYTHON, "3.13", (Package("numpy", "2.0"), LOCAL))
R = KernelEnvironment("ir", Language.R, "4.2", (Package("abind", "1.4-5"),))


def notebook(**metadata: object) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": []}).encode()


@pytest.fixture
def kernels() -> MemoryKernels:
    return MemoryKernels(PYTHON, R)


@pytest.fixture
def capture(workspace, kernels) -> CaptureRequirements:
    workspace.files["work/plot.ipynb"] = notebook(kernelspec={"name": "python3"})
    workspace.files["work/nameless.ipynb"] = notebook()
    return CaptureRequirements(workspace, kernels, SaveEnvironment(workspace))


def test_both_files_are_written_beside_the_notebook(capture, workspace):
    captured = capture(CaptureRequest("work/plot.ipynb"))
    assert captured.files == ("work/requirements.txt", "work/runtime.txt")
    lines = workspace.files["work/requirements.txt"].decode().split("\n")
    assert lines[0] == "# Packages of plot.ipynb, saved from its kernel"
    assert lines[1:] == ["# local==0.1 is not known to be where pip could find it", "numpy==2.0"]
    assert workspace.files["work/runtime.txt"] == b"python-3.13"
    assert (captured.environment, captured.runtime, captured.not_installable) == (PYTHON, "python-3.13", (LOCAL,))
    assert [each.name for each in captured.comments] == ["local"]


def test_file_of_the_user_is_replaced_on_request_only(capture, workspace):
    workspace.files["work/requirements.txt"] = b"numpy"
    with pytest.raises(FileOfAnotherNotebook, match=r"work/requirements.txt is there already"):
        capture(CaptureRequest("work/plot.ipynb"))
    assert workspace.files["work/requirements.txt"] == b"numpy"
    capture(CaptureRequest("work/plot.ipynb", overwrite=True))
    assert workspace.files["work/requirements.txt"].endswith(b"numpy==2.0")


def test_files_of_one_notebook_get_its_name_on_request_and_later_by_themselves(capture, workspace):
    workspace.files["work/requirements.txt"] = shared = b"# Packages of other.ipynb, saved from its kernel"
    own = ("work/plot.requirements.txt", "work/plot.runtime.txt")
    assert capture(CaptureRequest("work/plot.ipynb", own_names=True)).files == own
    assert capture(CaptureRequest("work/plot.ipynb")).files == own
    assert workspace.files["work/requirements.txt"] == shared


def test_the_kernel_runs_in_the_notebooks_folder(capture, workspace, kernels):
    workspace.files["top.ipynb"] = workspace.files["work/plot.ipynb"]
    capture(CaptureRequest("work/plot.ipynb"))
    capture(CaptureRequest("top.ipynb"))
    assert kernels.asked == [("python3", f"{workspace.root}/work"), ("python3", f"{workspace.root}/")]


def test_another_kernel_and_other_names_can_be_given(capture, workspace):
    captured = capture(CaptureRequest("work/nameless.ipynb", "ir", "install.R", "r.txt"))
    assert captured.files == ("work/install.R", "work/r.txt")
    assert b"Rscript install.R" in workspace.files["work/install.R"]
    assert workspace.files["work/r.txt"] == b"r-4.2"


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (CaptureRequest("work/none.ipynb"), SourceNotReadable),
        (CaptureRequest("work/none.ipynb", "python3"), SourceNotReadable),
        (CaptureRequest("../plot.ipynb"), InvalidPath),
        (CaptureRequest("work"), NotANotebook),
        (CaptureRequest("work/curve.csv"), NotANotebook),
        (CaptureRequest("work/nameless.ipynb"), KernelNotSpecified),
        (CaptureRequest("work/plot.ipynb", "nosuch"), UnknownKernel),
        (CaptureRequest("work/plot.ipynb", "silent", seconds=0.01), KernelTimeout),
        (CaptureRequest("work/plot.ipynb", "missing"), KernelFailed),
        (CaptureRequest("work/plot.ipynb", requirements_filename="../../r.txt"), InvalidPath),
    ],
)
def test_nothing_is_written_on_errors(capture, workspace, kernels, request_, kind):
    kernels.silent.add("silent")
    kernels.missing.add("missing")
    before = dict(workspace.files)
    with pytest.raises(kind):
        capture(request_)
    assert workspace.files == before


def test_waiting_for_the_kernel_can_be_cancelled(capture, workspace, kernels):
    kernels.silent.add("silent")
    before = dict(workspace.files)
    cancellation = Cancellation()
    threading.Timer(0.05, cancellation.cancel).start()
    with pytest.raises(Cancelled):
        capture(CaptureRequest("work/plot.ipynb", "silent", seconds=600), cancellation)
    assert workspace.files == before
