"""The files of instances in memory."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from jupyter_openbis_server.adapters.memory.network import MemoryNetwork
from jupyter_openbis_server.adapters.memory.openbis import MemoryOpenbis
from jupyter_openbis_server.adapters.memory.stored import StoredDataSet
from jupyter_openbis_server.domain.errors import DataNotAvailable, IntegrityError, OpenbisError, UploadFailed
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetDraft, DataSetFile, Session
from jupyter_openbis_server.domain.ports import Progress, Receiver

_CHUNK = 1024 * 1024


class MemoryDataStore:
    """`DataStore` of a `MemoryNetwork`. Like openBIS it lists archived files, but does not give them."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """See `DataStore.files`."""
        stored = self._stored(session, data_set)
        files = {path: DataSetFile(path, len(content), zlib.crc32(content)) for path, content in stored.files.items()}
        folders = {path: DataSetFile(path, is_folder=True) for path in _folders_of(stored)}
        return tuple({**files, **folders}[path] for path in sorted({**files, **folders}))

    def fetch(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: Receiver,
        cancellation: Cancellation,
    ) -> None:
        """See `DataStore.fetch`."""
        stored = self._stored(session, data_set)
        _must_be_readable(stored)
        failure: OpenbisError | None = None
        for file in files:
            cancellation.check()
            try:
                _send_patiently(stored, file, into, cancellation)
            except (DataNotAvailable, IntegrityError) as error:
                failure = failure or error
        if failure:
            raise failure

    def reads_parts(self, session: Session) -> bool:
        """See `DataStore.reads_parts`."""
        return self._network.used_by(session).reads_parts

    def read(
        self, session: Session, data_set: DataSet, file: DataSetFile, start: int, end: int, cancellation: Cancellation
    ) -> bytes:
        """See `DataStore.read`."""
        cancellation.check()
        if start == end:
            return b""
        stored = self._stored(session, data_set)
        _must_be_readable(stored)
        content = _content(stored, file.path)
        part = content[start:end]
        if len(part) < end - start:
            raise IntegrityError(file.path, f"{len(part)} bytes arrived instead of {end - start}")
        if len(part) == file.size and file.crc32 not in (None, zlib.crc32(part)):
            raise IntegrityError(file.path, "the checksum is wrong")
        return part

    def register(self, session: Session, draft: DataSetDraft, cancellation: Cancellation, progress: Progress) -> str:
        """See `DataStore.register`."""
        openbis = self._network.used_by(session)
        contents = _contents(draft, cancellation, progress)
        folders = frozenset(f"original/{source.name}" for source in draft.files if source.is_folder)
        problem = openbis.refusal or _problem_of(draft, openbis)
        if problem:
            raise UploadFailed(problem)
        registered = openbis.add_data_set(
            draft.type_code,
            draft.owner,
            contents,
            properties=draft.properties,
            folders=folders,
            parents=tuple(draft.parents),
            registrator=openbis.user_of(session.token),
        )
        return registered.perm_id

    def _stored(self, session: Session, data_set: DataSet) -> StoredDataSet:
        stored = self._network.used_by(session).data_sets.get(data_set.perm_id)
        if stored is None or stored.data_set.kind != "PHYSICAL":
            raise DataNotAvailable(f"No content information is stored with data set '{data_set.perm_id}'.")
        return stored


def _folders_of(stored: StoredDataSet) -> set[str]:
    folders = set(stored.folders)
    for path in (*stored.files, *stored.folders):
        while path := posixpath.dirname(path):
            folders.add(path)
    return folders


def _must_be_readable(stored: StoredDataSet) -> None:
    if stored.data_set.physical and not stored.data_set.physical.is_readable:
        perm_id = stored.data_set.perm_id
        raise DataNotAvailable(f"data set {perm_id} is currently unavailable. It might be archived.")


def _content(stored: StoredDataSet, path: str) -> bytes:
    if path not in stored.files:
        raise DataNotAvailable(f"Resource '{path}' does not exist.")
    content = stored.files[path]
    if path in stored.damaged and content:
        return bytes([content[0] ^ 1]) + content[1:]
    return content


def _send_patiently(stored: StoredDataSet, file: DataSetFile, into: Receiver, cancellation: Cancellation) -> None:
    """Send a file, once more from the start if it is wrong: what lay there of it may have been of no use."""
    content = _content(stored, file.path)
    try:
        _send(content, file, into, cancellation)
    except IntegrityError:
        _send(content, file, into, cancellation)


def _send(content: bytes, file: DataSetFile, into: Receiver, cancellation: Cancellation) -> None:
    """Send those chunks of a file that hold something of what is missing."""
    incoming = into.receive(file, resumable=True)
    with ExitStack() as on_error:
        on_error.callback(incoming.suspend)
        for start, end in incoming.missing():
            for offset in range(start // _CHUNK * _CHUNK, min(end, len(content)), _CHUNK):
                cancellation.check()
                incoming.write(offset, content[offset : offset + _CHUNK])
        cancellation.check()
        on_error.pop_all()
    incoming.complete()


def _contents(draft: DataSetDraft, cancellation: Cancellation, progress: Progress) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for source in draft.files:
        cancellation.check()
        if source.is_folder:
            continue
        with source.open() as stream:
            content = stream.read()
        contents[f"original/{source.name}"] = content
        progress.moved(len(content))
        progress.completed(source.name)
    cancellation.check()
    return contents


def _problem_of(draft: DataSetDraft, openbis: MemoryOpenbis) -> str | None:
    """Return what openBIS would have against a data set."""
    type_ = openbis.types.get(draft.type_code)
    if type_ is None:
        return f"No data set type found with code '{draft.type_code}'."
    for assignment in type_.assignments:
        for problem in assignment.problems_of(draft.properties.get(assignment.code)):
            return f"Property {assignment.code} {problem}"
    if draft.owner.perm_id not in openbis.entities:
        return f"Object with id = [{draft.owner.perm_id}] has not been found."
    return _problem_of_parents(draft.parents, openbis.data_sets)


def _problem_of_parents(parents: Sequence[str], known: Mapping[str, StoredDataSet]) -> str | None:
    missing = [perm_id for perm_id in parents if perm_id not in known]
    return f"Object with DataSetPermId = [{missing[0]}] has not been found." if missing else None
