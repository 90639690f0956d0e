"""The contract of `NotebookRunner`."""

from collections.abc import Callable
from typing import Any

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, KernelNotSpecified, NotANotebook, UnknownKernel
from jupyter_openbis_server.domain.research_objects.reruns.ports import NotebookRunner
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

PRINTS, FAILS, NEVER = "print('printed')", "raise ValueError('secret')", "print('never')"


def notebook(*sources: str, kernel: str | None = "python3") -> dict[str, Any]:
    """Return a notebook with code cells."""
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": each}
        for each in sources
    ]
    metadata = {"kernelspec": {"name": kernel, "display_name": kernel}} if kernel else {}
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": cells}


class NotebookRunnersContract:
    """Fixtures: `runner`, `folder` (a working folder), `left_behind` (what is left of kernels)."""

    def test_outputs_are_those_up_to_the_first_failing_cell(
        self, runner: NotebookRunner, folder: str, left_behind: Callable[[], list[str]]
    ) -> None:
        given = notebook(PRINTS, FAILS, NEVER)
        done = runner.run(given, folder, "", 60)
        first, second, third = done.notebook["cells"]
        assert [(each["output_type"], "".join(each["text"]).strip()) for each in first["outputs"]] == [
            ("stream", "printed")
        ]
        assert [each["ename"] for each in second["outputs"]] == ["ValueError"]
        assert third["outputs"] == []
        assert (done.failed_cell, done.error) == (2, "ValueError")
        assert done.started <= done.ended
        assert given == notebook(PRINTS, FAILS, NEVER)
        assert left_behind() == []

    def test_a_notebook_without_errors_is_complete(self, runner: NotebookRunner, folder: str) -> None:
        done = runner.run(notebook(PRINTS), folder, "")
        assert (done.failed_cell, done.error) == (0, "")

    def test_kernels_that_cannot_be_used_are_refused(self, runner: NotebookRunner, folder: str) -> None:
        with pytest.raises(KernelNotSpecified):
            runner.run(notebook(PRINTS, kernel=None), folder, "")
        with pytest.raises(UnknownKernel, match="installed are"):
            runner.run(notebook(PRINTS, kernel="no-such"), folder, "")

    def test_an_invalid_notebook_is_refused(self, runner: NotebookRunner, folder: str) -> None:
        with pytest.raises(NotANotebook):
            runner.run({**notebook(PRINTS), "cells": [{"cell_type": 7}]}, folder, "")

    def test_a_cancelled_run_does_not_begin(self, runner: NotebookRunner, folder: str) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled), cancellation.as_current():
            runner.run(notebook(PRINTS), folder, "")
