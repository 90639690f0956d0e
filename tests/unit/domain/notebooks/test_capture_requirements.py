"""A notebook's kernel is asked, and what it says is kept beside the notebook."""

import json
import threading

import pytest

from jupyter_openbis_server.adapters.memory import MemoryKernels
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InvalidPath,
    KernelFailed,
    KernelTooSlow,
    NoKernelNamed,
    NotANotebook,
    SourceNotReadable,
    UnknownKernel,
)
from jupyter_openbis_server.domain.model import (
    Cancellation,
    CaptureRequest,
    KernelEnvironment,
    Language,
    Origin,
    Package,
)
from jupyter_openbis_server.domain.use_cases import CaptureRequirements, SaveRequirements

LOCAL = Package("mine", "0.1", Origin.UNKNOWN)
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
    return CaptureRequirements(workspace, kernels, SaveRequirements(workspace))


def test_both_files_are_written_beside_the_notebook(capture, workspace):
    captured = capture(CaptureRequest("work/plot.ipynb"))
    assert captured.files == ("work/requirements.txt", "work/runtime.txt")
    assert workspace.files["work/requirements.txt"].startswith(b"# mine==0.1 ")
    assert workspace.files["work/requirements.txt"].endswith(b"\nnumpy==2.0")
    assert workspace.files["work/runtime.txt"] == b"python-3.13"
    assert (captured.environment, captured.runtime, captured.not_installable) == (PYTHON, "python-3.13", (LOCAL,))


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
        (CaptureRequest("work/nameless.ipynb"), NoKernelNamed),
        (CaptureRequest("work/plot.ipynb", "nosuch"), UnknownKernel),
        (CaptureRequest("work/plot.ipynb", "silent", seconds=0.01), KernelTooSlow),
        (CaptureRequest("work/plot.ipynb", "missing"), KernelFailed),
        (CaptureRequest("work/plot.ipynb", requirements_filename="../../r.txt"), InvalidPath),
    ],
)
def test_nothing_is_written_if_something_is_wrong(capture, workspace, kernels, request_, kind):
    kernels.silent.add("silent")
    kernels.missing.add("missing")
    before = dict(workspace.files)
    with pytest.raises(kind):
        capture(request_)
    assert workspace.files == before


def test_it_can_be_cancelled_while_the_kernel_is_waited_for(capture, workspace, kernels):
    kernels.silent.add("silent")
    before = dict(workspace.files)
    cancellation = Cancellation()
    threading.Timer(0.05, cancellation.cancel).start()
    with pytest.raises(Cancelled):
        capture(CaptureRequest("work/plot.ipynb", "silent", seconds=600), cancellation)
    assert workspace.files == before
