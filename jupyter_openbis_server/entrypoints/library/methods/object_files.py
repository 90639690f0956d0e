"""The part of a connection that changes files of samples (objects) and experiments (collections)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadPlan, FileUploadRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.library.entities.arguments import reference_of
from jupyter_openbis_server.entrypoints.library.entities.entities import Collection, Object
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods
from jupyter_openbis_server.entrypoints.library.methods.upload_requests import paths_from_root, several
from jupyter_openbis_server.entrypoints.library.progress import ShowProgress, progress_of


class ObjectFileMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def upload_files(
        self,
        files: str | Path | Iterable[str | Path],
        to: str | Object | Collection,
        *,
        folder: str = "",
        replace: bool = False,
        hidden: bool = False,
        exclude: str | Iterable[str] = (),
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
    ) -> FileUpload:
        """Store files and folders with a sample or experiment itself, in the file server of openBIS 7.

        Return what was stored, each with size and MD5. Repeating the call resumes; files that openBIS has already are
        not sent again.

        Args:
            files: Files and folders.
            to: The object or collection, or its identifier or permId.
            folder: Target folder; created if it is missing. Default: the folder of the sample or experiment.
            replace: Replace files that have other content; openBIS keeps these in its trash.
            hidden: See `upload`.
            exclude: See `upload`.
            progress: Whether a bar is shown, or a callback: see `ShowProgress`.
            cancellation: Cancels it from another thread.

        Raises:
            NoFileServer: openBIS is older; use `upload`.
            InvalidUpload: with all its `problems`; nothing was sent.
            FilesExist: files have other content in openBIS, and `replace` is not set; nothing was sent.
            FilesChanged: another program changed them meanwhile.
            FilesNotUploaded: the transfer failed; complete files may be stored.
        """
        request = _file_upload_request(files, to, folder, replace, Exclusion(hidden, several(exclude)))
        with progress_of(progress, "Upload") as shown:
            return self._use_cases.object_files.upload(self.name, request, cancellation, shown)

    def plan_upload_files(
        self,
        files: str | Path | Iterable[str | Path],
        to: str | Object | Collection,
        *,
        folder: str = "",
        replace: bool = False,
        hidden: bool = False,
        exclude: str | Iterable[str] = (),
    ) -> FileUploadPlan:
        """Return what `upload_files` would send, replace and leave out, without sending anything."""
        request = _file_upload_request(files, to, folder, replace, Exclusion(hidden, several(exclude)))
        return self._use_cases.object_files.plan(self.name, request)

    def delete_files(
        self, entity: str | Object | Collection, paths: str | Iterable[str], *, to_trash: bool = True
    ) -> tuple[str, ...]:
        """Delete files and folders of a sample or experiment; return their paths.

        Args:
            entity: The object or collection, or its identifier or permId.
            paths: One or many, from the folder of the sample or experiment on.
            to_trash: Keep them in the trash of openBIS; otherwise they are deleted for good.
        """
        return self._use_cases.object_files.delete(self.name, reference_of(entity), several(paths), to_trash=to_trash)

    def move_file(self, entity: str | Object | Collection, path: str, new_path: str) -> None:
        """Move or rename a file or folder of a sample or experiment. Missing folders are created."""
        self._use_cases.object_files.move(self.name, reference_of(entity), path, new_path)

    def create_folder(self, entity: str | Object | Collection, path: str) -> None:
        """Create a folder in the files of a sample or experiment, with those above it."""
        self._use_cases.object_files.create_folder(self.name, reference_of(entity), path)


def _file_upload_request(
    files: str | Path | Iterable[str | Path],
    entity: str | Object | Collection,
    folder: str,
    replace: bool,
    exclusion: Exclusion,
) -> FileUploadRequest:
    return FileUploadRequest(reference_of(entity), paths_from_root(files), folder, replace, exclusion)
