"""Errors about files of samples and experiments."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    FileConflict,
    NotFound,
    OpenbisError,
    RequestRefused,
    UploadFailed,
)
from jupyter_openbis_server.domain.errors.base import shortened


class NoFileServer(DataNotAvailable):
    """The server keeps no files of samples and experiments: it has no file server, or none can be found."""

    code = "no-file-server"

    def __init__(self, problem: str, advice: str = "upload them as a data set") -> None:
        super().__init__(f"files cannot be stored with an object or collection itself: {problem}; {advice}")


class FilesExist(FileConflict):
    """There are other files, or folders, with the names of files to store. None of these files was changed."""

    code = "files-exist"

    def __init__(self, paths: Iterable[str]) -> None:
        super().__init__(paths)
        message = f"in openBIS there is a file or folder of that name already: {shortened(self.paths)}"
        self.args = (f"{message}; replace it, or choose another name or folder",)


class FilesChanged(FileConflict):
    """Files to be replaced, or their names, were changed in openBIS meanwhile. These changes were kept."""

    code = "files-changed"

    def __init__(self, paths: Iterable[str]) -> None:
        super().__init__(paths)
        message = f"another program changed or created this in openBIS meanwhile: {shortened(self.paths)}"
        self.args = (f"{message}. It was kept; see what it is, and try again",)


class ChangeLost(RequestRefused):
    """openBIS confirmed a change, and did not make it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: openBIS confirms the change, but does not make it; try again, or ask its operators")


class NoSuchFile(NotFound):
    """A sample or experiment has no file or folder of that name."""

    code = "no-such-file"

    def __init__(self, owner: str, path: str) -> None:
        super().__init__(f"{owner} has no file or folder {path!r}")


class FilesNotUploaded(UploadFailed):
    """An upload failed. No incomplete file has a final name; complete ones may have theirs."""

    def __init__(self, cause: OpenbisError) -> None:
        super().__init__(cause)
        self.cause = cause
        self.args = (f"The files could not be uploaded: {cause}",)
