"""The port `ObjectFiles` over the file server (AFS) of openBIS 7."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from jupyter_openbis_server.adapters.openbis.api.afs import errors as api_errors
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.paths import UPLOAD_PREFIX, problem_of_path
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.transfer.afs.checksums import Checksums, ListedFile
from jupyter_openbis_server.adapters.openbis.transfer.afs.listing import list_files
from jupyter_openbis_server.adapters.openbis.upload.afs.confirmed import entry_at, make_confirmed
from jupyter_openbis_server.adapters.openbis.upload.afs.storing import Storing
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import FileNotInDataSet, RequestRefused
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.errors import FilesExist, NoFileServer, NoSuchFile
from jupyter_openbis_server.domain.object_files.object_files import FileToStore, StoredFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress


class OpenbisObjectFiles:
    """Lists and changes files of samples and experiments."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def problem_of(self, path: str) -> str | None:
        """See the port."""
        return problem_of_path(path)

    def list_files(self, session: Session, owner: str) -> tuple[DataSetFile, ...]:
        """See the port. One request."""
        return list_files(self._file_server(session), owner)

    def check_may_change(self, session: Session, owner: str) -> None:
        """See the port. Rights are checked before anything else: the change of a file that does not exist shows them.

        Such a change makes no data set of the owner's files, which the first file does (openbis-afs 6).
        """
        file_server = self._file_server(session)
        try:
            file_server.truncate(owner, f"{UPLOAD_PREFIX}{secrets.token_hex(8)}", 0)
        except api_errors.NoRight:
            raise
        except (FileNotInDataSet, RequestRefused):
            pass

    def md5s(
        self, session: Session, owner: str, files: Sequence[DataSetFile], cancellation: Cancellation
    ) -> Mapping[DataSetFile, str]:
        """See the port. Small files are read, many by one request; the others take one each."""
        if not files:
            return {}
        checksums = Checksums(self._file_server(session), owner, self._clients.of(session).http.limits)
        found = checksums.of([ListedFile(each.path, each.size) for each in files], cancellation)
        return {each: found[each.path] for each in files if each.path in found}

    def store(
        self,
        session: Session,
        owner: str,
        files: Sequence[FileToStore],
        cancellation: Cancellation,
        progress: Progress,
    ) -> tuple[StoredFile, ...]:
        """See the port."""
        cancellation.check()
        file_server = self._file_server(session)
        if not files:
            return ()
        with cancellation.as_current():
            return Storing(file_server, owner, self._clients.of(session).http.limits, progress).store(
                files, cancellation
            )

    def create_folder(self, session: Session, owner: str, path: str) -> None:
        """See the port."""
        file_server = self._file_server(session)

        def is_made() -> bool:
            there = entry_at(file_server, owner, path)
            return there is not None and there.is_folder

        with _translated(owner, path, path):
            self._make(session, lambda: file_server.create(owner, path, is_folder=True), is_made, path)

    def move(self, session: Session, owner: str, path: str, new_path: str) -> None:
        """See the port."""
        file_server = self._file_server(session)

        def is_made() -> bool:
            return entry_at(file_server, owner, path) is None and entry_at(file_server, owner, new_path) is not None

        with _translated(owner, path, new_path):
            self._make(session, lambda: file_server.move(owner, path, owner, new_path), is_made, path)

    def delete(self, session: Session, owner: str, path: str, *, to_trash: bool = True) -> None:
        """See the port."""
        file_server = self._file_server(session)

        def is_made() -> bool:
            return entry_at(file_server, owner, path) is None

        with _translated(owner, path, path):
            self._make(session, lambda: file_server.delete(owner, path, to_trash=to_trash), is_made, path)

    def _make(self, session: Session, change: Callable[[], None], is_made: Callable[[], bool], path: str) -> None:
        make_confirmed(change, is_made, path, self._clients.of(session).http.limits)

    def _file_server(self, session: Session) -> AfsClient:
        try:
            return AfsClient.of(self._clients.of(session))
        except api_errors.FileServerNotFound as error:
            raise NoFileServer(str(error)) from error


@contextmanager
def _translated(owner: str, path: str, new_path: str) -> Iterator[None]:
    """Replace errors of the API about one file by those of the domain."""
    try:
        yield
    except api_errors.FileExists as error:
        raise FilesExist([new_path]) from error
    except FileNotInDataSet as error:
        raise NoSuchFile(owner, path) from error
