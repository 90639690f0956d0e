"""Port of the files of samples and experiments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.object_files import FileToStore, StoredFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress


class ObjectFiles(Protocol):
    """Files of samples and experiments. `owner` is their permId; paths are relative to the owner's folder.

    All methods but the first two raise NoFileServer if the server keeps no such files.
    """

    def problem_of(self, path: str) -> str | None:
        """Return why no file or folder can be stored under a path; None if one can. No request is sent."""

    def is_available(self, session: Session) -> bool:
        """Whether the server keeps such files; False if it does not answer the question. Cached."""

    def list_files(self, session: Session, owner: str) -> tuple[DataSetFile, ...]:
        """Return all files and folders, parents before children; empty if there never were any."""

    def check_may_change(self, session: Session, owner: str) -> None:
        """Raise RequestRefused if the user may not change the files, or they are immutable. Changes nothing."""

    def md5s(
        self, session: Session, owner: str, files: Sequence[DataSetFile], cancellation: Cancellation
    ) -> Mapping[DataSetFile, str]:
        """Return the MD5 of stored files in lower-case hex; those that were changed or removed are left out."""

    def store(
        self,
        session: Session,
        owner: str,
        files: Sequence[FileToStore],
        cancellation: Cancellation,
        progress: Progress,
    ) -> tuple[StoredFile, ...]:
        """Send files and empty folders; return them in the same order when all are stored and verified.

        A file gets its name when openBIS has all of it, and has the MD5 of the local file. A file that it replaces is
        in the trash then. After an interruption, the same call continues with what was sent.

        Raises:
            FilesChanged: a path is in use, and not by `FileToStore.replaced` as it was. It was not changed.
            SourceNotReadable: a local file cannot be read, or was changed meanwhile.
            IntegrityError: openBIS has other content than was sent, also after another attempt.
            RequestRefused: openBIS refuses a change, e.g. as its disk is full, or loses it (ChangeLost).
            Cancelled: on request.
        """

    def create_folder(self, session: Session, owner: str, path: str) -> None:
        """Create a folder, with those above. Raises FilesExist, RequestRefused."""

    def move(self, session: Session, owner: str, path: str, new_path: str) -> None:
        """Move or rename a file or folder. Raises NoSuchFile, FilesExist, RequestRefused."""

    def delete(self, session: Session, owner: str, path: str, *, to_trash: bool = True) -> None:
        """Delete a file or folder; openBIS keeps it in its trash by default. Raises NoSuchFile, RequestRefused."""
