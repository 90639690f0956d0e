"""Reruns of research objects, with kernels and environments in memory."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.shared.notebook_json import notebook_in
from jupyter_openbis_server.domain.downloads.download import Download
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    EnvironmentFailed,
    IntegrityError,
    InvalidCrate,
    InvalidInput,
    NotANotebook,
    NotebookTooLarge,
    TargetNotWritable,
)
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE, Crate, Parameter, Person
from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.research_objects.notebooks import notebook_content
from jupyter_openbis_server.domain.research_objects.requests import ExportRequest
from jupyter_openbis_server.domain.research_objects.reruns.comparing import compared_cells
from jupyter_openbis_server.domain.research_objects.reruns.fetch_inputs import FetchInputs
from jupyter_openbis_server.domain.research_objects.reruns.opening import OpenCrate, OpenedCrate
from jupyter_openbis_server.domain.research_objects.reruns.prepared_notebook import prepared
from jupyter_openbis_server.domain.research_objects.reruns.rerun import EnvironmentChoice, OutputState, RerunRequest
from jupyter_openbis_server.domain.research_objects.reruns.rerun_notebook import PlanRerun, RerunNotebook
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.research_objects.execution import MemoryEnvironments, MemoryNotebookRunner
from tests.unit.domain.conftest import NOON
from tests.unit.domain.research_objects.conftest import FILE, NOTEBOOK, code, notebook_with, printed

DEFAULTS, COUNT, WRITE = "n = 1", "print(n)", "write()"


@pytest.fixture
def runner(workspace) -> MemoryNotebookRunner:
    runner = MemoryNotebookRunner()
    runner.outputs[COUNT] = "1\n"
    runner.on_run = lambda folder: workspace.files.update({f"{folder.removeprefix('/home/jovyan/')}/out.csv": b"1"})
    return runner


@pytest.fixture
def environments() -> MemoryEnvironments:
    return MemoryEnvironments()


@pytest.fixture
def opened(packages, documents) -> OpenCrate:
    return OpenCrate(packages, documents)


@pytest.fixture
def plan(opened) -> PlanRerun:
    return PlanRerun(opened)


@pytest.fixture
def fetch_inputs(connections, folders, workspace, download_dataset) -> FetchInputs:
    def shared(*arguments: object) -> tuple[Download, ...]:
        """Download to the folders in memory; the workspace in memory has the same files."""
        done = download_dataset(*arguments)
        workspace.files |= {path.removeprefix("/home/jovyan/"): each for path, each in folders.files.items()}
        return done

    return FetchInputs(connections, folders, workspace, shared)


@pytest.fixture
def rerun(opened, packages, documents, workspace, fetch_inputs, environments, runner, connections) -> RerunNotebook:
    ports = (opened, packages, documents, workspace, fetch_inputs, environments, runner, notebook_in, connections)
    return RerunNotebook(*ports, lambda: NOON)


@pytest.fixture
def crate(work, export, workspace) -> str:
    """Path of the archive of a notebook with a parameter, an output file and requirements."""
    workspace.files |= {
        NOTEBOOK: notebook_with(
            code(DEFAULTS, tags=["parameters"]),
            code(COUNT, printed("1\n")),
            code(WRITE),
            kernelspec={"name": "python3"},
            language_info={"name": "python", "version": "3.12.1"},
        ),
        "work/requirements.txt": b"numpy==2",
        "work/out.csv": b"1",
    }
    return export(ExportRequest(NOTEBOOK, f"{work}/growth.zip", outputs=("work/out.csv",))).path


@pytest.fixture
def asked(crate, work) -> RerunRequest:
    return RerunRequest(crate, f"{work}/again")


class _Opened:
    """Opens one research object, without reading the archive."""

    def __init__(self, crate: Crate) -> None:
        self._crate = crate

    @contextmanager
    def __call__(self, path: str) -> Iterator[OpenedCrate]:
        yield OpenedCrate(self._crate, "")


def states(report) -> dict[str, str]:
    return {each.name: each.state.value for each in report.outputs}


def test_same_outputs_are_found_in_the_new_folder(rerun, runner, environments, workspace, asked, crate, packages):
    before = dict(packages.archives[crate])
    report = rerun(asked)
    assert report.ok
    assert states(report) == {"out.csv": "same", "cell 2": "same"}
    assert environments.built_from == [(f"{asked.target}/requirements.txt", "3.12.1")]
    assert runner.runs == [(asked.target, "/environments/1/bin/python")]
    assert environments.present == set()
    assert packages.archives[crate] == before


def test_new_folder_is_a_research_object_based_on_the_first(rerun, opened, asked, crate):
    report = rerun(asked)
    with opened(crate) as first, opened(asked.target) as again:
        assert again.crate == report.crate
        assert again.crate.based_on.identifier == first.crate.identifier
        assert again.crate.based_on.digest == first.digest
        assert again.crate.run.ended
        assert [each.path for each in again.crate.outputs] == ["out.csv"]
        again.check_files(asked.target)
    once_more = rerun(replace(asked, crate=asked.target, target=f"{asked.target}-2"))
    assert once_more.ok
    assert once_more.crate.based_on.identifier == report.crate.identifier


def test_parameters_are_set_after_the_defaults(rerun, runner, workspace, asked):
    runner.outputs[COUNT] = "2\n"
    report = rerun(replace(asked, parameters={"n": 2, "name": "it's"}))
    assert states(report) == {"out.csv": "same", "cell 2": "different"}
    assert not report.ok
    cells = json.loads(workspace.files["work/again/growth.ipynb"])["cells"]
    assert [each["source"] for each in cells] == [DEFAULTS, '# Parameters\nn = 2\nname = "it\'s"', COUNT, WRITE]
    assert report.crate.parameters == (Parameter("n", 2), Parameter("name", "it's"))


def test_an_invalid_parameter_is_refused(rerun, plan, runner, asked):
    for name in ("a b", "class", "", "n; import os"):
        with pytest.raises(InvalidInput, match="cannot be a parameter"):
            rerun(replace(asked, parameters={name: 1}))
        with pytest.raises(InvalidInput, match="cannot be a parameter"):
            plan(replace(asked, parameters={name: 1}))
    assert runner.runs == []


@pytest.mark.parametrize("value", [[1], {"a": 1}, b"x", (1,)])
def test_a_parameter_that_is_no_plain_value_is_refused(rerun, plan, runner, asked, value):
    with pytest.raises(InvalidInput, match="give a number"):
        plan(replace(asked, parameters={"n": value}))


@pytest.mark.parametrize("content", [b'{"nbformat": 3, "worksheets": []}', b'{"nbformat": 4, "cells": 7}', b"{", b"[]"])
def test_a_notebook_of_another_format_is_not_executed(rerun, runner, packages, opened, asked, crate, content):
    packages.archives[crate]["growth.ipynb"] = content
    with opened(crate) as found:
        unchecked = replace(found.crate, notebook=replace(found.crate.notebook, digest=Digest(len(content))))
    rerun = replace(rerun, opened=_Opened(unchecked))
    with pytest.raises(NotANotebook):
        rerun(asked)
    assert runner.runs == []


def test_a_notebook_that_is_too_large_is_not_read(rerun, packages, opened, asked, crate, monkeypatch):
    monkeypatch.setattr(notebook_content, "MAX_NOTEBOOK", 10)
    with pytest.raises(NotebookTooLarge):
        rerun(asked)


def test_pieces_of_streams_may_come_in_another_order(rerun, runner, workspace, packages, export, asked, work):
    error = {"output_type": "stream", "name": "stderr", "text": "w"}
    before = [printed("1"), error, printed("\n")]
    workspace.files[NOTEBOOK] = notebook_with(code(COUNT, *before), kernelspec={"name": "python3"})
    path = export(ExportRequest(NOTEBOOK, f"{work}/streams.zip")).path
    assert states(rerun(replace(asked, crate=path))) == {"cell 1": "different"}
    workspace.files[NOTEBOOK] = notebook_with(code(COUNT, printed("1"), printed("\n")), kernelspec={"name": "python3"})
    path = export(ExportRequest(NOTEBOOK, f"{work}/parts.zip")).path
    assert states(rerun(replace(asked, crate=path, target=f"{work}/third"))) == {"cell 1": "same"}
    compared = compared_cells({"cells": [code("a", *before)]}, {"cells": [code("a", error, printed("1\n"))]})
    assert [each.state for each in compared] == [OutputState.SAME]


def test_ids_of_inserted_cells_are_unique():
    notebook = {"nbformat": 4, "nbformat_minor": 5, "cells": [{"id": "openbis-parameters-1"}, {"id": 7}, {}]}
    cells = prepared(notebook, (Parameter("n", 1),), "python")["cells"]
    assert cells[0]["id"] == "openbis-parameters-2"


def test_different_and_missing_outputs_are_reported(rerun, runner, asked):
    runner.on_run = lambda _: None
    runner.outputs.clear()
    assert states(rerun(asked)) == {"out.csv": "missing", "cell 2": "missing"}


def test_a_failing_cell_is_reported_and_described(rerun, runner, asked):
    runner.errors[WRITE] = "ValueError"
    report = rerun(asked)
    assert (report.ok, report.failed_cell, report.error) == (False, 3, "ValueError")
    assert report.crate.run.error == "ValueError"


def test_the_present_environment_is_used_on_request_or_without_requirements(rerun, plan, runner, environments, asked):
    rerun(replace(asked, environment=EnvironmentChoice.CURRENT))
    assert (environments.built_from, runner.runs[0][1]) == ([], "")
    assert plan(asked).requirements == "requirements.txt"
    assert plan(replace(asked, environment=EnvironmentChoice.CURRENT)).requirements == ""


def test_an_environment_that_cannot_be_built_ends_the_rerun(rerun, environments, runner, asked):
    environments.problem = "no such package"
    with pytest.raises(EnvironmentFailed):
        rerun(asked)
    assert runner.runs == []


def test_an_existing_folder_is_kept(rerun, runner, workspace, asked):
    workspace.files["work/again/mine.txt"] = b"1"
    with pytest.raises(TargetNotWritable):
        rerun(asked)
    assert (runner.runs, workspace.files["work/again/mine.txt"]) == ([], b"1")


@pytest.mark.parametrize("name", ["growth.ipynb", "requirements.txt", "out.csv"])
def test_a_damaged_research_object_is_not_executed(rerun, runner, packages, crate, workspace, asked, name):
    packages.archives[crate][name] += b" "
    with pytest.raises(InvalidCrate, match="differs from its description"):
        rerun(asked)
    assert runner.runs == []
    assert not any(each.startswith("work/again/") for each in workspace.files)


def test_a_package_without_or_with_several_descriptions_is_refused(plan, packages, crate, asked):
    archive = packages.archives[crate]
    packages.archives[crate] = {f"{folder}/{name}": each for folder in "ab" for name, each in archive.items()}
    with pytest.raises(InvalidCrate, match="several: a, b"):
        plan(asked)
    packages.archives[crate] = {f"a/{name}": each for name, each in archive.items()}
    assert plan(asked).crate.notebook.path == "growth.ipynb"
    packages.archives[crate] = {"a.txt": b""}
    with pytest.raises(InvalidCrate, match=f"no {METADATA_FILE}"):
        plan(asked)


def test_a_cancelled_rerun_executes_nothing(rerun, runner, asked):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        rerun(asked, "", cancellation)
    assert runner.runs == []


class TestInputs:
    @pytest.fixture
    def with_inputs(self, fetch, export, workspace, perm_id, work, folders):
        """An action: export the notebook with its input, and remove all downloads; return the archive."""

        def make(*, included: bool) -> str:
            fetch()
            workspace.files[NOTEBOOK] = notebook_with(code(perm_id), kernelspec={"name": "python3"})
            path = export(ExportRequest(NOTEBOOK, f"{work}/inputs.zip", with_inputs=included)).path
            folders.files.clear()
            folders.manifests.clear()
            workspace.files = {name: each for name, each in workspace.files.items() if "/data/" not in name}
            return path

        return make

    def test_included_inputs_need_no_openbis(self, rerun, plan, with_inputs, asked, runner, workspace, perm_id):
        request = replace(asked, crate=with_inputs(included=True))
        assert plan(request).to_fetch == ()
        assert rerun(request).error == ""
        assert f"work/again/data/{perm_id}/{FILE}" in workspace.files

    def test_inputs_are_downloaded_to_their_places(self, rerun, plan, with_inputs, asked, folders, workspace, perm_id):
        request = replace(asked, crate=with_inputs(included=False))
        planned = plan(request)
        assert [each.perm_id for each in planned.to_fetch] == [perm_id]
        assert planned.amount.files == len(planned.crate.inputs[0].files)
        report = rerun(request, "lab")
        assert report.crate.run.agent == Person("anna", user="anna")
        assert f"{asked.target}/data/{perm_id}/{FILE}" in folders.files

    def test_changed_inputs_are_not_used(self, rerun, with_inputs, asked, folders, workspace, runner, openbis, perm_id):
        request = replace(asked, crate=with_inputs(included=False))
        stored = openbis.data_sets[perm_id]
        openbis.data_sets[perm_id] = replace(stored, files={**stored.files, FILE: b"changed"})
        with pytest.raises(IntegrityError, match="was not executed"):
            rerun(request, "lab")
        assert runner.runs == []

    def test_inputs_of_another_openbis_are_refused(self, rerun, with_inputs, asked, documents, runner):
        request = replace(asked, crate=with_inputs(included=False))
        (crate,) = [each for each in documents.crates if each.inputs]
        moved = replace(crate.inputs[0], url="https://other.example.org")
        documents.crates[documents.crates.index(crate)] = replace(crate, inputs=(moved,))
        with pytest.raises(InvalidInput, match=r"other\.example\.org"):
            rerun(request, "lab")
        assert runner.runs == []


def test_states_are_texts_for_programs():
    assert [each.value for each in OutputState] == ["same", "different", "missing", "unknown"]
