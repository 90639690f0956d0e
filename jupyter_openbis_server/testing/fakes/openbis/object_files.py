"""Fake of the port `ObjectFiles`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import RequestRefused, SourceNotReadable
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.checksums import md5_of_source
from jupyter_openbis_server.domain.object_files.errors import FilesChanged, FilesExist, NoFileServer, NoSuchFile
from jupyter_openbis_server.domain.object_files.object_files import FileToStore, StoredFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.stored import StoredObjectFile

_REFUSED = frozenset('&:*?"<>|\\\t\n')
_TRASH = ".afs.trash"

_Files = dict[str, StoredObjectFile]


class MemoryObjectFiles:
    """`ObjectFiles` of a `MemoryNetwork`. Files in the trash have paths below `.afs.trash`, and are not listed."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def problem_of(self, path: str) -> str | None:
        """See the port."""
        names = path.split("/")
        if {"", ".", "..", _TRASH}.intersection(names) or _REFUSED.intersection(path):
            return "openBIS's file server does not accept this name"
        return None

    def is_available(self, session: Session) -> bool:
        """See `ObjectFiles.is_available`."""
        return self._network.used_by(session).has_file_server

    def list_files(self, session: Session, owner: str) -> tuple[DataSetFile, ...]:
        """See the port."""
        files = self._files(session, owner)
        return tuple(_listed(path, files[path]) for path in sorted(files) if not path.startswith(_TRASH))

    def check_may_change(self, session: Session, owner: str) -> None:
        """See the port."""
        openbis = self._openbis(session)
        if owner in openbis.fixed_owners or owner not in openbis.entities:
            raise RequestRefused(f"openBIS refuses changes of the files of {owner}")

    def md5s(
        self, session: Session, owner: str, files: Sequence[DataSetFile], cancellation: Cancellation
    ) -> Mapping[DataSetFile, str]:
        """See the port."""
        cancellation.check()
        there = self._files(session, owner)
        contents = {each: there[each.path].content for each in files if each.path in there}
        return {
            file: hashlib.md5(content, usedforsecurity=False).hexdigest()
            for file, content in contents.items()
            if content is not None and len(content) == file.size
        }

    def store(
        self,
        session: Session,
        owner: str,
        files: Sequence[FileToStore],
        cancellation: Cancellation,
        progress: Progress,
    ) -> tuple[StoredFile, ...]:
        """See the port. Files are stored together, or none."""
        there = self._files(session, owner)
        self.check_may_change(session, owner)
        contents = {each: _content(each, cancellation) for each in files}
        changed = [each.path for each in files if not _may_take(each, there)]
        if changed:
            raise FilesChanged(changed)
        now = self._openbis(session).clock()
        stored = []
        for file, content in contents.items():
            if file.replaced and content is not None and file.path in there:
                there[f"{_TRASH}/{file.path}"] = there[file.path]
            _put(there, file.path, StoredObjectFile(content, now))
            progress.moved(len(content or b""))
            if content is not None:
                progress.completed(file.source.name)
            md5 = None if content is None else md5_of_source(file.source)
            stored.append(StoredFile(file.path, len(content or b""), md5))
        return tuple(stored)

    def create_folder(self, session: Session, owner: str, path: str) -> None:
        """See the port."""
        there = self._changeable(session, owner)
        if path in there:
            raise FilesExist([path])
        _put(there, path, StoredObjectFile(None, self._openbis(session).clock()))

    def move(self, session: Session, owner: str, path: str, new_path: str) -> None:
        """See the port."""
        there = self._changeable(session, owner)
        if path not in there:
            raise NoSuchFile(owner, path)
        if new_path in there:
            raise FilesExist([new_path])
        for old in _with_content(there, path):
            _put(there, f"{new_path}{old[len(path) :]}", there.pop(old))

    def delete(self, session: Session, owner: str, path: str, *, to_trash: bool = True) -> None:
        """See the port."""
        there = self._changeable(session, owner)
        if path not in there:
            raise NoSuchFile(owner, path)
        for old in _with_content(there, path):
            removed = there.pop(old)
            if to_trash:
                there[f"{_TRASH}/{old}"] = removed

    def _changeable(self, session: Session, owner: str) -> _Files:
        files = self._files(session, owner)
        self.check_may_change(session, owner)
        return files

    def _files(self, session: Session, owner: str) -> _Files:
        return self._openbis(session).object_files.setdefault(owner, {})

    def _openbis(self, session: Session) -> MemoryOpenbis:
        openbis = self._network.used_by(session)
        if not openbis.has_file_server:
            raise NoFileServer("openBIS has no file server")
        return openbis


def _listed(path: str, file: StoredObjectFile) -> DataSetFile:
    return DataSetFile(path, len(file.content or b""), is_folder=file.content is None, modified=file.modified)


def _content(file: FileToStore, cancellation: Cancellation) -> bytes | None:
    cancellation.check()
    if file.source.is_folder:
        return None
    with file.source.open() as stream:
        content = stream.read(file.source.size)
    if len(content) < file.source.size:
        raise SourceNotReadable(file.source.name, "has become shorter")
    return content


def _may_take(file: FileToStore, there: _Files) -> bool:
    if any(above in there and there[above].content is not None for above in folders_above(file.path)):
        return False
    known = there.get(file.path)
    if known and known.content is None:
        return file.source.is_folder
    if known is None or file.replaced is None:
        return known is None
    now = _listed(file.path, known)
    return (now.is_folder, now.size, now.modified) == (False, file.replaced.size, file.replaced.modified)


def _put(there: _Files, path: str, file: StoredObjectFile) -> None:
    for above in folders_above(path):
        there.setdefault(above, StoredObjectFile(None, file.modified))
    there[path] = file


def _with_content(there: _Files, path: str) -> list[str]:
    return [each for each in there if each == path or each.startswith(f"{path}/")]
