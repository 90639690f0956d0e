"""Use case that plans how a published notebook is opened again with its data."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from jupyter_openbis_server.domain.catalogue.data_set import CONTAINER, DataSet
from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSetsByReference, Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.download import DataSetPlan, FileState, PlannedFile
from jupyter_openbis_server.domain.downloads.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.downloads.folder_names import FolderNamer
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    DataSetNotFound,
    InvalidPath,
    NoPublishedNotebook,
    OpenbisError,
)
from jupyter_openbis_server.domain.files.availability import ensure_available
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.notebooks.publications.file_publication_builder import PROVENANCE_FILE
from jupyter_openbis_server.domain.notebooks.publications.opening import (
    MAX_INPUTS,
    Opening,
    OpeningInput,
    OpeningRequest,
    RecordedInput,
    parents_in,
    recorded_folder,
    recorded_inputs,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached

_NOTEBOOK = ".ipynb"
_MAX_NOTEBOOK = 32 << 20
"""Bytes of a notebook whose metadata are read; with a larger one, the inputs go to folders beside it."""
_MAX_PROVENANCE = 1 << 20


@dataclass(frozen=True)
class PlanOpening:
    """Plan the downloads of a published notebook and of the data sets it was made from. Nothing is downloaded.

    Inputs are the parents of the publication, and what the metadata of the notebook have recorded. Each goes to the
    recorded folder, relative to the notebook, so that code in it which reads local copies finds them again.
    """

    session_manager: SessionManager
    planner: DownloadPlanner
    entities: Entities
    data_sets: DataSetsByReference
    data_store: DataStore
    folders: DownloadFolders

    def __call__(self, name: str, request: OpeningRequest, cancellation: Cancellation | None = None) -> Opening:
        """Return the plan.

        Args:
            name: The connection.
            request: The publication, and the folder for everything.
            cancellation: Cancels the requests from another thread.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound, InvalidPath.
            DataNotAvailable: the publication is archived, or its data store does not return it.
            NoPublishedNotebook: there is no notebook in it.
            Cancelled: on request.
        """
        cancellation = cancellation or Cancellation()
        with cancellation.as_current():
            return self.session_manager.use(name, self._plan, request, cancellation)

    def _plan(self, session: Session, request: OpeningRequest, cancellation: Cancellation) -> Opening:
        plan = self.planner.plan(session, request.download, cancellation).data_sets[0]
        if plan.problem:
            raise plan.problem
        notebook = _notebook_in(plan, request)
        names = (*plan.names, *PurePath(notebook.file.local_path).parent.parts)
        parents = self._parents(session, plan, notebook, cancellation)
        recorded = {}
        if notebook.file.size <= _MAX_NOTEBOOK:
            content = self._content(session, plan, notebook, cancellation)
            recorded = recorded_inputs(content, session.instance.url, parents)
        perm_ids = [each for each in dict.fromkeys((*parents, *recorded)) if each != request.perm_id]
        chosen = [recorded.get(each, RecordedInput(each)) for each in perm_ids[:MAX_INPUTS]]
        return Opening(
            str(PurePath(plan.path, notebook.file.local_path)),
            request.download,
            plan.to_fetch,
            self._inputs(session, request, chosen, names),
            is_there=notebook.local.state is not FileState.MISSING,
            conflicts=plan.conflicts,
            more_inputs=len(perm_ids) - len(chosen),
        )

    def _parents(
        self, session: Session, plan: DataSetPlan, notebook: PlannedFile, cancellation: Cancellation
    ) -> tuple[str, ...]:
        """Return the parents of the data set; of files of a sample or experiment, those in the document beside them."""
        if not plan.data_set.is_in_afs:
            details = self.entities.details(session, EntityRef(EntityKind.DATA_SET, plan.data_set.perm_id))
            return tuple(each.perm_id for each in details.parents)
        beside = posixpath.join(posixpath.dirname(notebook.file.path), PROVENANCE_FILE)
        document = next((each for each in plan.files if each.file.path == beside), None)
        if document is None or document.file.size > _MAX_PROVENANCE:
            return ()
        return parents_in(self._content(session, plan, document, cancellation))

    def _content(self, session: Session, plan: DataSetPlan, file: PlannedFile, cancellation: Cancellation) -> bytes:
        return self.data_store.read(session, plan.data_set, file.file, 0, file.file.size, cancellation)

    def _inputs(
        self, session: Session, request: OpeningRequest, wanted: list[RecordedInput], names: tuple[str, ...]
    ) -> tuple[OpeningInput, ...]:
        perm_ids = [each.perm_id for each in wanted]
        found = self.data_sets.get_many(session, perm_ids) if perm_ids else {}
        return tuple(self._input(request, each, found, names) for each in wanted)

    def _input(
        self, request: OpeningRequest, wanted: RecordedInput, found: Mapping[str, DataSet], names: tuple[str, ...]
    ) -> OpeningInput:
        """Plan one input; `names` are those of the folders in that of the request that lead to the notebook."""
        data_set = found.get(wanted.perm_id)
        beside = wanted.download(str(PurePath(request.folder, *names)), request.folder_names)
        if data_set is None:
            return OpeningInput(wanted.perm_id, beside, problem=DataSetNotFound(wanted.perm_id))
        planned = OpeningInput(
            wanted.perm_id, beside, data_set.name, data_set.size, wanted.path, problem=_problem_of(data_set)
        )
        place = recorded_folder(wanted, request.folder, names)
        if place is None:
            return planned
        download = wanted.download(place.parent, place.names)
        try:
            (name,) = FolderNamer(self.folders, place.names)(place.parent, (data_set,))
        except InvalidPath:
            return planned
        return replace(planned, download=download, missed_path=None if name == place.name else wanted.path)


def _notebook_in(plan: DataSetPlan, request: OpeningRequest) -> PlannedFile:
    """Return the notebook of a publication: one that has its page beside it, else the first one.

    Raises:
        NoPublishedNotebook: there is none.
    """
    paths = {each.file.path for each in plan.files}
    notebooks = sorted(
        (each for each in plan.files if each.file.path.lower().endswith(_NOTEBOOK)),
        key=lambda each: (f"{each.file.path}.html" not in paths, each.file.path.count("/"), each.file.path),
    )
    if not notebooks:
        raise NoPublishedNotebook(request.publication or request.perm_id)
    return notebooks[0]


def _problem_of(data_set: DataSet) -> OpenbisError | None:
    if data_set.kind == CONTAINER:  # its components are downloaded
        return None
    try:
        ensure_available(data_set)
    except DataNotAvailable as problem:
        return detached(problem)
    return None
