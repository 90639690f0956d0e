"""Fake of the ports `DataStore` and `DataSetRegistration`."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress

from jupyter_openbis_server.adapters.shared.md5 import md5_of
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    DataSetInAfs,
    IntegrityError,
    OpenbisError,
    UploadFailed,
)
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, RegistrationMark, ignore_mark
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.stored import StoredDataSet

_CHUNK = 1024 * 1024


class MemoryDataStore:
    """`DataStore` and `DataSetRegistration` of a `MemoryNetwork`. As in openBIS, archived files are only listed."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """See `DataStore.files`."""
        stored = self._stored(session, data_set)
        files = {path: DataSetFile(path, len(content), zlib.crc32(content)) for path, content in stored.files.items()}
        folders = {path: DataSetFile(path, is_folder=True) for path in _folders_of(stored)}
        return tuple({**files, **folders}[path] for path in sorted({**files, **folders}))

    def files_of_many(self, session: Session, data_sets: Sequence[DataSet]) -> dict[str, tuple[DataSetFile, ...]]:
        """See `DataStore.files_of_many`."""
        self._network.used_by(session)
        found = {}
        for each in data_sets:
            with suppress(DataNotAvailable):
                found[each.perm_id] = self.files(session, each)
        return found

    def fetch(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: Receiver,
        cancellation: Cancellation,
    ) -> None:
        """See `DataStore.fetch`."""
        if data_set.is_in_afs:
            self._fetch_of_owner(session, data_set, files, into, cancellation)
            return
        stored = self._stored(session, data_set)
        _must_be_readable(stored)
        failure: OpenbisError | None = None
        for file in files:
            cancellation.check()
            try:
                _send_with_retry(stored, file, into, cancellation)
            except (DataNotAvailable, IntegrityError) as error:
                failure = failure or error
        if failure:
            raise failure

    def _fetch_of_owner(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: Receiver,
        cancellation: Cancellation,
    ) -> None:
        """Fetch files of a sample or experiment; those that have another size than listed are not available."""
        openbis = self._network.used_by(session)
        if not openbis.has_file_server:
            raise DataSetInAfs(data_set.perm_id)
        there = openbis.object_files.get(data_set.perm_id, {})
        missing = []
        for file in files:
            known = there.get(file.path)
            if known is None or known.content is None or len(known.content) != file.size:
                missing.append(file.path)
                continue
            _send(known.content, file, into, cancellation, md5=md5_of([known.content]))
        if missing:
            raise DataNotAvailable(f"not as listed: {', '.join(missing)}")

    def reads_parts(self, session: Session, data_set: DataSet) -> bool:  # noqa: ARG002 - all have one data store
        """See `DataStore.reads_parts`."""
        return self._network.used_by(session).reads_parts

    def read(
        self,
        session: Session,
        data_set: DataSet,
        file: DataSetFile,
        start: int,
        end: int,
        cancellation: Cancellation,
        *,
        again: bool = False,  # noqa: ARG002 - nothing is kept
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

    def read_ranges(
        self, session: Session, data_set: DataSet, ranges: Sequence[FileRange], cancellation: Cancellation
    ) -> tuple[bytes, ...]:
        """See `DataStore.read_ranges`."""
        return tuple(self.read(session, data_set, each.file, each.start, each.end, cancellation) for each in ranges)

    def end_reading(self, data_set: DataSet | None = None, file: DataSetFile | None = None) -> None:
        """See `DataStore.end_reading`."""

    def register(
        self,
        session: Session,
        draft: DataSetDraft,
        cancellation: Cancellation,
        progress: Progress,
        on_registering: Callable[[RegistrationMark], None] = ignore_mark,
    ) -> str:
        """See `DataSetRegistration.register`."""
        openbis = self._network.used_by(session)
        contents = _contents(draft, cancellation, progress)
        folders = frozenset(f"original/{source.name}" for source in draft.files if source.is_folder)
        problem = openbis.refusal or _problem_of(draft, openbis)
        on_registering(RegistrationMark.after(each.data_set for each in _of_owner(openbis, draft)))
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

    def registered_since(
        self, session: Session, draft: DataSetDraft, mark: RegistrationMark, cancellation: Cancellation
    ) -> tuple[DataSet, ...]:
        """See `DataSetRegistration.registered_since`."""
        openbis = self._network.used_by(session)
        wanted = _contents(draft, cancellation, NoProgress())
        user = openbis.user_of(session.token)
        return tuple(
            each.data_set
            for each in reversed(_of_owner(openbis, draft))
            if each.data_set.type_code == draft.type_code
            and each.data_set.registrator == user
            and dict(each.files) == wanted
            and mark.is_before(each.data_set)
        )

    def _stored(self, session: Session, data_set: DataSet) -> StoredDataSet:
        if data_set.is_in_afs:
            raise DataSetInAfs(data_set.perm_id)
        openbis = self._network.used_by(session)
        openbis.store_must_be_up(session.instance, data_set.data_store, data_set.data_store_url)
        stored = openbis.data_sets.get(data_set.perm_id)
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


def _send_with_retry(stored: StoredDataSet, file: DataSetFile, into: Receiver, cancellation: Cancellation) -> None:
    """Send a file; if it is wrong, send it again from the start, since a stored part may have been damaged."""
    content = _content(stored, file.path)
    try:
        _send(content, file, into, cancellation)
    except IntegrityError:
        _send(content, file, into, cancellation)


def _send(
    content: bytes, file: DataSetFile, into: Receiver, cancellation: Cancellation, md5: str | None = None
) -> None:
    """Send the chunks of a file that overlap a missing range."""
    incoming = into.receive(file, resumable=True)
    with ExitStack() as on_error:
        on_error.callback(incoming.suspend)
        for start, end in incoming.missing():
            for offset in range(start // _CHUNK * _CHUNK, min(end, len(content)), _CHUNK):
                cancellation.check()
                incoming.write(offset, content[offset : offset + _CHUNK])
        cancellation.check()
        on_error.pop_all()
    incoming.complete(md5)


def _of_owner(openbis: MemoryOpenbis, draft: DataSetDraft) -> list[StoredDataSet]:
    return [each for each in tuple(openbis.data_sets.values()) if each.owner.perm_id == draft.owner.perm_id]


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
    """Return the reason why openBIS would reject a data set; None if it would accept it."""
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
