"""Use cases that show the state of what a notebook has used and produced, and verify a copy of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSetsByReference
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.local_downloads import VerifyDownloads
from jupyter_openbis_server.domain.downloads.manifest import Manifest
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder, DownloadFolders
from jupyter_openbis_server.domain.downloads.verification import Verification
from jupyter_openbis_server.domain.errors import InvalidPath, NothingToVerify, OpenbisError
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.jobs.find_local_copy import FindLocalCopy, RecordedUse
from jupyter_openbis_server.domain.notebooks.publications.versions import versions_query
from jupyter_openbis_server.domain.search.ports import Searches
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.traces.notebook_trace import (
    MAX_HISTORIES,
    NO_COPY,
    CopyState,
    NotebookTrace,
    TracedCopy,
    TracedDataSet,
    TraceRequest,
    count_changed,
    history_id_of,
    newest_versions,
)


@dataclass(frozen=True)
class _Copies:
    """The copies that were found on the disk, and their manifests, by permId."""

    traced: Mapping[str, TracedCopy] = field(default_factory=dict)
    manifests: Mapping[str, Manifest] = field(default_factory=dict)


@dataclass(frozen=True)
class TraceNotebook:
    """Show the state of what a notebook has used and produced.

    openBIS gets one request for all data sets, one for each published notebook among them, which may have newer
    versions, and one for each data set in AFS with a copy, since only these files can change. No downloaded file is
    read.
    """

    connections: Connections
    session_manager: SessionManager
    data_sets: DataSetsByReference
    searches: Searches
    data_store: DataStore
    folders: DownloadFolders
    find_local_copy: FindLocalCopy

    def __call__(self, name: str, request: TraceRequest) -> NotebookTrace:
        """Return the state of each data set; if openBIS cannot be asked, only that of the copies on the disk.

        Args:
            name: The connection.
            request: What the metadata of the notebook contain.

        Raises:
            UnknownConnection.
        """
        self.connections.get(name)
        copies = self._copies(name, request)
        try:
            return self.session_manager.use(name, self._trace, request, copies)
        except OpenbisError as error:
            used = (TracedDataSet(each.perm_id, copy=copies.traced[each.perm_id]) for each in request.used)
            produced = (TracedDataSet(each) for each in request.produced)
            return NotebookTrace(tuple(used), tuple(produced), detached(error))

    def _copies(self, name: str, request: TraceRequest) -> _Copies:
        traced = dict.fromkeys((use.perm_id for use in request.used), NO_COPY)
        manifests: dict[str, Manifest] = {}
        for perm_id, copy in self.find_local_copy.many(name, request.used, request.near).items():
            folder = self.folders.at(copy.path)
            manifest = folder.manifest()
            if manifest:  # else it was removed meanwhile
                traced[perm_id], manifests[perm_id] = _traced(folder, manifest), manifest
        return _Copies(traced, manifests)

    def _trace(self, session: Session, request: TraceRequest, copies: _Copies) -> NotebookTrace:
        found = self.data_sets.get_many(session, request.perm_ids) if request.perm_ids else {}
        newest = newest_versions((*found.values(), *self._versions(session, found.values())))
        changed = self._changed(session, [found[each] for each in copies.manifests if each in found], copies.manifests)
        states = {each: _state(session, each, found.get(each), newest) for each in request.perm_ids}
        used = (
            replace(states[each.perm_id], copy=copies.traced[each.perm_id], changed_files=changed.get(each.perm_id))
            for each in request.used
        )
        return NotebookTrace(tuple(used), tuple(states[each] for each in request.produced))

    def _versions(self, session: Session, data_sets: Iterable[DataSet]) -> Iterator[DataSet]:
        """Yield the newest version of each published notebook, of the first `MAX_HISTORIES` ones."""
        histories = dict.fromkeys(filter(None, map(history_id_of, data_sets)))
        for history_id in islice(histories, MAX_HISTORIES):
            yield from self.searches.search(session, versions_query(history_id), PageRequest(0, 1)).data_sets

    def _changed(
        self, session: Session, data_sets: Iterable[DataSet], manifests: Mapping[str, Manifest]
    ) -> dict[str, int]:
        """Return the number of changed files of each data set whose files can change and are listed."""
        mutable = [each for each in data_sets if each.is_mutable]
        listed = self.data_store.files_of_many(session, mutable) if mutable else {}
        return {perm_id: count_changed(manifests[perm_id], files) for perm_id, files in listed.items()}


@dataclass(frozen=True)
class VerifyLocalCopy:
    """Compare the copy of a data set with its manifest. All its files are read; openBIS is not asked."""

    folders: DownloadFolders
    find_local_copy: FindLocalCopy
    verify_downloads: VerifyDownloads

    def __call__(
        self, name: str, use: RecordedUse, near: str, cancellation: Cancellation | None = None
    ) -> Verification:
        """Return the result.

        Args:
            name: The connection.
            use: The data set, and where a notebook has recorded it.
            near: Absolute path of the notebook's folder.
            cancellation: Cancels the verification.

        Raises:
            UnknownConnection.
            NothingToVerify: there is no copy.
            InvalidPath: the recorded folder, or that of the notebook, is closed to downloads.
            TargetNotWritable: the folder cannot be read.
            Cancelled: on request.
        """
        copy = self.find_local_copy(name, use.perm_id, near, recorded=use.recorded)
        if copy is None:
            self.folders.check(use.recorded or near)
            raise NothingToVerify(use.recorded or near)
        for each in self.verify_downloads(copy.path, cancellation):
            if each.download.path == copy.path:
                return each
        raise NothingToVerify(copy.path)  # it was moved meanwhile


def _traced(folder: DownloadFolder, manifest: Manifest) -> TracedCopy:
    missing = 0
    for file in manifest.files:
        try:
            missing += not folder.has(file)
        except InvalidPath:  # a link leads outside the folder
            missing += 1
    state = CopyState.PRESENT if manifest.is_complete and not missing else CopyState.INCOMPLETE
    return TracedCopy(state, folder.path, missing, manifest.written)


def _state(session: Session, perm_id: str, data_set: DataSet | None, newest: Mapping[str, DataSet]) -> TracedDataSet:
    if data_set is None:
        return TracedDataSet(perm_id)
    newer = newest.get(history_id_of(data_set))
    is_newer = newer is not None and newer.perm_id != data_set.perm_id
    kind, identifier = _owner_in_afs(data_set) or (EntityKind.DATA_SET, "")
    page = eln_url(session.instance.url, kind, perm_id, identifier)
    return TracedDataSet(perm_id, data_set, kind, identifier, page, newer=newer if is_newer else None)


def _owner_in_afs(data_set: DataSet) -> tuple[EntityKind, str] | None:
    """Return kind and identifier of the owner of files in AFS, whose data set has no page; None for other data sets."""
    if not data_set.is_in_afs:
        return None
    if data_set.sample:
        return EntityKind.SAMPLE, data_set.sample
    return EntityKind.EXPERIMENT, data_set.experiment or ""
