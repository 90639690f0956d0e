"""The part of a connection that publishes notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.domain.notebooks.publications.publication import (
    FilePublication,
    Publication,
    PublicationTarget,
    PublishRequest,
)
from jupyter_openbis_server.domain.object_files.object_files import FileUpload
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest
from jupyter_openbis_server.entrypoints.library.entities.entities import Collection, DataSet, Object
from jupyter_openbis_server.entrypoints.library.local_paths import relative_to_root
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods
from jupyter_openbis_server.entrypoints.library.methods.upload_requests import upload_request
from jupyter_openbis_server.entrypoints.library.progress import ShowProgress, progress_of


@dataclass(frozen=True)
class PublishedNotebook:
    """A published notebook.

    Attributes:
        perm_id: PermId of the data set; of files, that of the sample or experiment.
        folder: Folder of the files below the sample or experiment; None for a data set.
        link: Address in the ELN.
        history_id: Identifies all versions of the notebook: pass it to `publish` with the next version.
        remarks: What the user should know, in sentences.
    """

    target: PublicationTarget
    perm_id: str
    folder: str | None
    link: str | None
    history_id: str
    remarks: tuple[str, ...]

    @classmethod
    def of(cls, request: PublishRequest, done: Upload | FileUpload) -> PublishedNotebook:
        """Return the result of a publication."""
        folder = done.folder if isinstance(done, FileUpload) else None
        return cls(request.target, done.perm_id, folder, done.link, request.history_id, done.remarks)


class PublicationMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def publish(
        self,
        notebook: str | Path,
        to: str | Object | Collection,
        *,
        as_files: bool = False,
        type: str = "",  # noqa: A002 - as in `upload`
        name: str = "",
        notes: str = "",
        files: str | Path | Iterable[str | Path] = (),
        parents: str | DataSet | Iterable[str | DataSet] = (),
        properties: Mapping[str, object] | None = None,
        history_id: str = "",
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
    ) -> PublishedNotebook:
        """Store a notebook in openBIS, with an HTML page and the files of its environment beside it.

        Args:
            notebook: The notebook, as it is on the disk.
            to: The object or collection, or its identifier or permId.
            as_files: Store it in a new folder of the files that the sample or experiment has itself (openBIS 7),
                instead of a new data set. The file `publication.json` there has the properties and parents.
            type: Code of the data set type where openBIS has no `ANALYSIS_NOTEBOOK`.
            name: Name of the publication; default: the name of the notebook.
            notes: Notes on this version.
            files: Further files and folders.
            parents: The data sets that the notebook has used, or their permIds.
            properties: See `upload`.
            history_id: That of the previous version of the notebook; default: a new one.
            progress: Whether a bar is shown, or a callback: see `ShowProgress`.
            cancellation: Cancels it from another thread.

        Raises:
            InvalidUpload: with all its `problems`; nothing was sent.
            NoFileServer: openBIS is older; publish as a data set.
            ConversionFailed: the notebook cannot be converted to HTML.
            UploadFailed: nothing was registered; files may be stored.
        """
        upload = upload_request(files, type, to, properties, parents)
        request = _request(notebook, upload, name, notes, history_id, as_files=as_files)
        with progress_of(progress, "Publish") as shown:
            done = self._use_cases.notebooks.publish(self.name, request, cancellation, shown)
        return PublishedNotebook.of(request, done)

    def versions(self, history_id: str) -> tuple[DataSet, ...]:
        """Return the versions of a published notebook, the newest first; at most 100, by one request to openBIS.

        Versions in the files of samples and experiments are not among them: openBIS does not search in files.

        Args:
            history_id: That of a `PublishedNotebook`, of the metadata of a notebook that was published from the panel
                (`openbisHistoryId`), or of the property `$HISTORY_ID` of a data set.

        Raises:
            InvalidSearch: the history id is blank.
        """
        found = self._use_cases.notebooks.list_versions(self.name, history_id)
        return tuple(DataSet(self._source, each) for each in found.rows)

    def plan_publication(
        self,
        notebook: str | Path,
        to: str | Object | Collection,
        *,
        as_files: bool = False,
        type: str = "",  # noqa: A002 - as in `upload`
        name: str = "",
        notes: str = "",
        files: str | Path | Iterable[str | Path] = (),
        parents: str | DataSet | Iterable[str | DataSet] = (),
        properties: Mapping[str, object] | None = None,
        history_id: str = "",
    ) -> Publication | FilePublication:
        """Return what `publish` would register or store with the same arguments, without sending anything."""
        upload = upload_request(files, type, to, properties, parents)
        request = _request(notebook, upload, name, notes, history_id, as_files=as_files)
        return self._use_cases.notebooks.plan_publication(self.name, request)


def _request(
    notebook: str | Path, upload: UploadRequest, name: str, notes: str, history_id: str, *, as_files: bool
) -> PublishRequest:
    target = PublicationTarget.FILES if as_files else PublicationTarget.DATA_SET
    request = PublishRequest(relative_to_root(Path(notebook)), upload, name, notes, history_id, target)
    return request.with_history()
