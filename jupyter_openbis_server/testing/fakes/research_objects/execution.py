"""Fakes of the ports `Environments` and `NotebookRunner`."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jupyter_openbis_server.domain.errors import EnvironmentFailed, KernelNotSpecified, NotANotebook, UnknownKernel
from jupyter_openbis_server.domain.research_objects.notebooks.parameters import source_of
from jupyter_openbis_server.domain.research_objects.reruns.ports import Execution
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_STARTED = dt.datetime(2024, 5, 17, 14, 30, tzinfo=dt.timezone.utc)


class MemoryEnvironments:
    """`Environments` that build nothing.

    Attributes:
        built_from: The requirements and the version of each environment.
        present: Paths of the environments that exist now.
        problem: Set it to make all builds fail.
    """

    def __init__(self) -> None:
        self.built_from: list[tuple[str, str]] = []
        self.present: set[str] = set()
        self.problem = ""

    @contextmanager
    def built(self, requirements: str, version: str) -> Iterator[str]:
        """See `Environments.built`."""
        Cancellation.current().check()
        if self.problem:
            raise EnvironmentFailed(self.problem)
        self.built_from.append((requirements, version))
        python = f"/environments/{len(self.built_from)}/bin/python"
        self.present.add(python)
        try:
            yield python
        finally:
            self.present.discard(python)


class MemoryNotebookRunner:
    """`NotebookRunner` that knows the outputs of cells.

    Attributes:
        outputs: Maps the source of a cell to the text that it prints; other cells print nothing.
        errors: Maps the source of a cell to the exception that it raises.
        kernels: Names of the installed kernels.
        runs: The folder and the Python of each run.
        on_run: Called with the folder of each run, e.g. to write files.
    """

    def __init__(self, *kernels: str) -> None:
        self.outputs: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.kernels = kernels or ("python3",)
        self.runs: list[tuple[str, str]] = []
        self.on_run: Callable[[str], None] = lambda _: None

    def run(self, notebook: Mapping[str, Any], folder: str, python: str, seconds: float | None = None) -> Execution:
        """See `NotebookRunner.run`."""
        del seconds
        Cancellation.current().check()
        if not all(isinstance(each.get("cell_type"), str) and "source" in each for each in notebook["cells"]):
            raise NotANotebook("notebook", "it has a structure that no version of the notebook format has")
        if not python:
            self._check_kernel(notebook)
        self.runs.append((folder, python))
        self.on_run(folder)
        executed = copy.deepcopy(dict(notebook))
        code = [each for each in executed["cells"] if each["cell_type"] == "code"]
        for number, cell in enumerate(code, 1):
            source = source_of(cell)
            cell["execution_count"] = number
            if source in self.errors:
                error = {"output_type": "error", "ename": self.errors[source], "evalue": "", "traceback": []}
                cell["outputs"] = [error]
                return Execution(executed, _STARTED, _STARTED, number, self.errors[source])
            if source in self.outputs:
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": self.outputs[source]}]
        return Execution(executed, _STARTED, _STARTED + dt.timedelta(seconds=1))

    def _check_kernel(self, notebook: Mapping[str, Any]) -> None:
        name = notebook.get("metadata", {}).get("kernelspec", {}).get("name")
        if not name:
            raise KernelNotSpecified("notebook")
        if name not in self.kernels:
            raise UnknownKernel(name, self.kernels)
