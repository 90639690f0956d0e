"""The part of a connection that exports notebooks and runs research objects again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.lineage.lineage import LineageGraph
from jupyter_openbis_server.domain.lineage.trace_lineage import DEFAULT_MAX_NODES
from jupyter_openbis_server.domain.research_objects.crate import ParameterValue
from jupyter_openbis_server.domain.research_objects.export_notebook import Exported
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_facts import person_of
from jupyter_openbis_server.domain.research_objects.requests import ExportRequest
from jupyter_openbis_server.domain.research_objects.reruns.publication_source import publication_named
from jupyter_openbis_server.domain.research_objects.reruns.rerun import (
    EnvironmentChoice,
    RerunPlan,
    RerunReport,
    RerunRequest,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.library.local_paths import expanded, relative_to_root
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods
from jupyter_openbis_server.entrypoints.library.methods.upload_requests import several
from jupyter_openbis_server.entrypoints.library.progress import ShowProgress, progress_of
from jupyter_openbis_server.entrypoints.plain_values import plain_value


class ResearchObjectMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def export(
        self,
        notebook: str | Path,
        to: str | Path,
        *,
        with_inputs: bool = False,
        inputs: str | Path | Iterable[str | Path] = (),
        outputs: str | Path | Iterable[str | Path] = (),
        files: str | Path | Iterable[str | Path] = (),
        authors: str | Iterable[str] = (),
        license: str = "",  # noqa: A002 - the word of other libraries
        name: str = "",
        description: str = "",
        cancellation: Cancellation | None = None,
    ) -> Exported:
        """Write a notebook as a research object (RO-Crate), for Zenodo and for `rerun`. openBIS is not asked.

        Args:
            notebook: The notebook, as it is on the disk. No cell is executed.
            to: New archive, whose name ends with `.zip`, or new folder.
            with_inputs: Include the files of the inputs; otherwise they are described by permId, address and checksums.
            inputs: Further folders with downloads that the notebook has used, besides those that its metadata or code
                name.
            outputs: Files and folders that the notebook has written.
            files: Further files and folders.
            authors: Names, with ORCID if known, besides those in the metadata of the notebook.
            license: SPDX identifier, URL or text, e.g. `CC-BY-4.0`.
            name: Title; default: that in the metadata of the notebook, or its name.
            description: Summary in one sentence.
            cancellation: Cancels it from another thread; then nothing remains.

        Returns:
            The path, and what was written: `exported.crate.inputs`, `exported.crate.remarks`.

        Raises:
            StorageError: `to` exists or cannot be written, or a file cannot be read.
            IntegrityError: an input differs from the one that was downloaded.
            ConversionFailed: the notebook cannot be converted to HTML.
        """
        request = ExportRequest(
            relative_to_root(Path(notebook)),
            _absolute(to),
            with_inputs,
            tuple(map(_absolute, _paths(inputs))),
            tuple(map(relative_to_root, _paths(outputs))),
            tuple(map(relative_to_root, _paths(files))),
            tuple(map(person_of, several(authors))),
            license,
            name,
            description,
            self.name,
        )
        return self._use_cases.research_objects.export(request, cancellation)

    def notebook_lineage(
        self,
        notebook: str | Path,
        depth: int | None = None,
        *,
        max_nodes: int = DEFAULT_MAX_NODES,
        cancellation: Cancellation | None = None,
    ) -> LineageGraph:
        """Return what a notebook has used, with all ancestors, and what it has registered, with all descendants.

        These are the data sets in its metadata, and the downloads near it that its code names.

        Args:
            notebook: The notebook.
            depth: Maximum number of steps from its data sets; None for no limit.
            max_nodes: Maximum number of nodes in the lineage of each of them.
            cancellation: Cancels it from another thread.

        Returns:
            `graph.nodes` by permId, the notebook by its name, and `graph.edges`: `networkx.DiGraph(graph.edges)`.
        """
        trace = self._use_cases.research_objects.trace_notebook_lineage
        return trace(self.name, relative_to_root(Path(notebook)), depth, max_nodes, cancellation)

    def plan_rerun(
        self,
        crate: str | Path,
        to: str | Path,
        *,
        parameters: Mapping[str, ParameterValue] | None = None,
        environment: EnvironmentChoice | str = EnvironmentChoice.BUILT,
    ) -> RerunPlan:
        """Return what `rerun` would do, without executing, downloading or writing anything.

        Args:
            crate: A folder or archive.
            to: See `rerun`.
            parameters: See `rerun`.
            environment: See `rerun`.

        Raises:
            InvalidCrate: it is no research object, or not safe.
        """
        request = RerunRequest(_absolute(crate), _absolute(to), _values(parameters), EnvironmentChoice(environment))
        return self._use_cases.research_objects.plan_rerun(request)

    def rerun(
        self,
        crate: str | Path,
        to: str | Path,
        *,
        trusted: bool = False,
        parameters: Mapping[str, ParameterValue] | None = None,
        environment: EnvironmentChoice | str = EnvironmentChoice.BUILT,
        timeout: float | None = None,
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
    ) -> RerunReport:
        """Run the notebook of a research object again in a new folder, and compare its outputs.

        The new folder is a research object, too, with a reference to the first one, which stays as it is.

        Args:
            crate: A folder or archive, or the permId of a published notebook; in the files of an object,
                `permId/folder`.
            to: The new folder.
            trusted: Must be true: packages are installed (except for `environment="current"`) and the notebook is
                executed, with all that you may do on this computer. Read it before, and its authors in `plan_rerun`.
            parameters: Replace those of the notebook.
            environment: `"built"`: a new environment from its requirements, by uv, or by venv and pip; `"current"`: the
                installed kernel that the notebook names.
            timeout: Maximum time of each cell in seconds; None for no limit.
            progress: Whether a bar of the downloads is shown, or a callback: see `ShowProgress`.
            cancellation: Cancels it from another thread.

        Returns:
            The state of each output: `report.ok`, `report.outputs`, `report.failed_cell`.

        Raises:
            InvalidCrate: it is no research object, not safe, or damaged.
            IntegrityError: an input has changed; nothing was executed.
            EnvironmentFailed: a package cannot be installed.
            KernelFailed: the kernel cannot be started, has ended, or a cell takes too long.
        """
        if not trusted:
            raise InvalidInput("A rerun executes a notebook of others; read it, and set trusted=True")
        path, folder = _absolute(crate), _absolute(to)
        publication = None if Path(path).exists() else publication_named(str(crate))
        use_cases = self._use_cases.research_objects
        with progress_of(progress, "Rerun") as shown, ExitStack() as opened:
            if publication:
                fetch = use_cases.fetch_publication
                path = opened.enter_context(fetch(self.name, publication, folder, cancellation, shown))
            request = RerunRequest(path, folder, _values(parameters), EnvironmentChoice(environment), timeout)
            return use_cases.rerun(request, self.name, cancellation, shown)


def _absolute(path: str | Path) -> str:
    return str(expanded(path).absolute())


def _paths(paths: str | Path | Iterable[str | Path]) -> tuple[Path, ...]:
    given = (paths,) if isinstance(paths, (str, Path)) else paths
    return tuple(map(Path, given))


def _values(parameters: Mapping[str, ParameterValue] | None) -> dict[str, ParameterValue]:
    """Return parameters with numbers of numpy as those of Python."""
    values: dict[str, Any] = {name: plain_value(value) for name, value in (parameters or {}).items()}
    return values
