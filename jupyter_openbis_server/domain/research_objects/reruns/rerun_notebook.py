"""Use cases that plan and run the rerun of a research object."""

from __future__ import annotations

import datetime as dt
import json
import posixpath
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable
from jupyter_openbis_server.domain.research_objects.crate import (
    METADATA_FILE,
    Crate,
    CrateFile,
    Origin,
    Parameter,
    Person,
    Run,
)
from jupyter_openbis_server.domain.research_objects.digests import digest_of
from jupyter_openbis_server.domain.research_objects.named_file import NamedFile
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_content import notebook_in
from jupyter_openbis_server.domain.research_objects.notebooks.parameters import checked, parameters_in
from jupyter_openbis_server.domain.research_objects.ports import CrateWriter, Packages, ParseNotebook
from jupyter_openbis_server.domain.research_objects.reruns.comparing import compared_cells, compared_files
from jupyter_openbis_server.domain.research_objects.reruns.fetch_inputs import FetchInputs
from jupyter_openbis_server.domain.research_objects.reruns.opening import OpenCrate, OpenedCrate
from jupyter_openbis_server.domain.research_objects.reruns.ports import Environments, Execution, NotebookRunner
from jupyter_openbis_server.domain.research_objects.reruns.prepared_notebook import prepared
from jupyter_openbis_server.domain.research_objects.reruns.rerun import (
    EnvironmentChoice,
    RerunPlan,
    RerunReport,
    RerunRequest,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.workspace.ports import Workspace
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_PYTHON = "python"
_NO_REQUIREMENTS = "It has no requirements.txt for Python, so the notebook is executed by the kernel that it names"
_CONDA = "environment.yml is not used: packages of conda are not installed"
_WHOLE = "All files of the data set {} are downloaded, since it is described without files; they are not compared"


@dataclass(frozen=True)
class PlanRerun:
    """Read a research object and show what a rerun would do. Nothing is executed, downloaded or written."""

    opened: OpenCrate

    def __call__(self, request: RerunRequest) -> RerunPlan:
        """Return the plan.

        Raises:
            InvalidCrate: it is no research object, or not safe.
            InvalidInput: a parameter is invalid.
            SourceNotReadable: it cannot be read.
        """
        checked(request.parameters)
        with self.opened(request.crate) as opened:
            return _plan(opened.crate, request)


def _plan(crate: Crate, request: RerunRequest) -> RerunPlan:
    requirements = ""
    remarks = [_WHOLE.format(each.perm_id) for each in crate.inputs if not each.files]
    if request.environment is EnvironmentChoice.BUILT:
        requirements = _requirements_of(crate)
        remarks += [] if requirements else [_NO_REQUIREMENTS]
        if any(each.path.endswith("environment.yml") for each in crate.environment.files):
            remarks.append(_CONDA)
    return RerunPlan(crate, request, requirements, tuple(remarks))


def _requirements_of(crate: Crate) -> str:
    """Return the path of the requirements for pip; empty without any."""
    if crate.environment.language.lower() not in ("", _PYTHON):
        return ""
    names = (each.path for each in crate.environment.files)
    return next((each for each in names if each.endswith("requirements.txt")), "")


@dataclass(frozen=True)
class RerunNotebook:
    """Execute the notebook of a research object in a new folder, and compare its outputs. The original stays as it is.

    This executes the code of anybody, with all that the user may do: callers ask the user before.

    Attributes:
        clock: Returns the current time, with a time zone.
    """

    opened: OpenCrate
    packages: Packages
    writer: CrateWriter
    workspace: Workspace
    fetch_inputs: FetchInputs
    environments: Environments
    runner: NotebookRunner
    parse: ParseNotebook
    connections: Connections
    clock: Callable[[], dt.datetime]

    def __call__(
        self,
        request: RerunRequest,
        name: str = "",
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> RerunReport:
        """Run the notebook.

        Args:
            request: The research object and the options.
            name: Name of the connection that inputs are downloaded by; empty if there is none.
            cancellation: Cancels the work; the new folder stays, without a description.
            progress: Notified of the downloads.

        Raises:
            InvalidCrate: it is no research object, not safe, or a file differs from its description.
            NotANotebook, NotebookTooLarge: the notebook cannot be read.
            InvalidInput: a parameter is invalid, or inputs are in another openBIS than that of the connection.
            IntegrityError: an input differs from that which the notebook has used; nothing was executed.
            EnvironmentFailed, KernelFailed: the notebook cannot be executed.
            TargetNotWritable: the new folder exists, or cannot be written.
            OpenbisError: as `DownloadDataset`.
            Cancelled: on request.
        """
        parameters = checked(request.parameters)
        cancellation = cancellation or Cancellation()
        with cancellation.as_current(), self.opened(request.crate) as opened:
            plan = _plan(opened.crate, request)
            if plan.to_fetch and name:
                self.fetch_inputs.check_url(name, plan.to_fetch)
            opened.check_files(request.crate)
            before = self._notebook(opened.crate)
            notebook = prepared(before, parameters, opened.crate.environment.language)
            self.packages.write(request.target, _copied(opened.crate), self.clock())
            if plan.to_fetch:
                self.fetch_inputs(name, plan.to_fetch, request.target, cancellation, progress)
            self.fetch_inputs.verify(opened.crate.inputs, request.target)
            execution = self._executed(plan, notebook)
            return self._report(plan, opened, before, execution, name)

    def _notebook(self, crate: Crate) -> Mapping[str, Any]:
        source = crate.notebook.source
        if source is None:  # the reader finds no other ones
            raise SourceNotReadable(crate.notebook.path)
        return notebook_in(NamedFile(crate.notebook.path, source), self.parse)

    def _executed(self, plan: RerunPlan, notebook: Mapping[str, Any]) -> Execution:
        target, seconds = PurePath(plan.request.target), plan.request.seconds
        folder = str(target / posixpath.dirname(plan.crate.notebook.path))
        with self._python(plan) as python:
            return self.runner.run(notebook, folder, python, seconds)

    @contextmanager
    def _python(self, plan: RerunPlan) -> Iterator[str]:
        """Build the environment; yield the path of its Python, empty for the present environment."""
        if not plan.requirements:
            yield ""
            return
        requirements = str(PurePath(plan.request.target, plan.requirements))
        with self.environments.built(requirements, plan.crate.environment.version) as python:
            yield python

    def _report(
        self, plan: RerunPlan, opened: OpenedCrate, before: Mapping[str, Any], execution: Execution, name: str
    ) -> RerunReport:
        target, crate = plan.request.target, opened.crate
        text = json.dumps(execution.notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        self._write(target, {crate.notebook.path: text})
        made = {each.path: found for each in crate.outputs if (found := self._found(target, each.path))}
        after = {path: each.digest for path, each in made.items()}
        files = tuple(compared_files(crate.outputs, after))
        repeated = self._described(plan, opened, execution, tuple(made.values()), name)
        self._write(target, {METADATA_FILE: self.writer.document(repeated).decode()})
        compared = (*files, *compared_cells(before, execution.notebook))
        return RerunReport(target, repeated, compared, execution.failed_cell, execution.error)

    def _described(
        self, plan: RerunPlan, opened: OpenedCrate, execution: Execution, outputs: tuple[CrateFile, ...], name: str
    ) -> Crate:
        """Return the research object of the rerun."""
        crate, target = opened.crate, plan.request.target
        user = self.connections.get(name).username if name else ""
        agent = Person(user, user=user) if user else None
        environment = tuple(filter(None, (self._found(target, each.path) for each in crate.environment.files)))
        return replace(
            crate,
            created=self.clock().astimezone(dt.timezone.utc).replace(microsecond=0),
            notebook=self._found(target, crate.notebook.path) or crate.notebook,
            page=None,
            environment=replace(crate.environment, files=environment),
            produced=(),
            outputs=outputs,
            others=(),
            parameters=_parameters(execution.notebook),
            run=Run(execution.started, execution.ended, execution.error, agent),
            based_on=Origin(crate.identifier, crate.name, opened.digest),
            stated_identifier="",
        )

    def _found(self, target: str, path: str) -> CrateFile | None:
        """Return a file of the new folder with its present content; None if it is missing or cannot be read."""
        try:
            source, *others = self.workspace.sources(self._inside(target, path))
            if others or source.is_folder:
                return None
            return CrateFile(path, digest_of(source), NamedFile(path, source))
        except (SourceNotReadable, InvalidPath):
            return None

    def _write(self, target: str, texts: Mapping[str, str]) -> None:
        self.workspace.write_texts({self._inside(target, path): text for path, text in texts.items()})

    def _inside(self, target: str, path: str) -> str:
        return PurePath(target, path).relative_to(self.workspace.root).as_posix()


def _copied(crate: Crate) -> Iterator[SourceFile]:
    """Yield the files that the rerun needs: the notebook, its environment and inputs, and no outputs."""
    inputs = (file for data_set in crate.inputs for file in data_set.files)
    for each in (crate.notebook, *crate.environment.files, *inputs):
        if each.source:
            yield NamedFile(each.path, each.source)


def _parameters(notebook: Mapping[str, Any]) -> tuple[Parameter, ...]:
    cells = [each for each in notebook.get("cells", ()) if isinstance(each, dict)]
    return parameters_in([each for each in cells if each.get("cell_type") == "code"])
