"""The part of a connection that registers data sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.library.entities.entities import Collection, DataSet, Object
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods
from jupyter_openbis_server.entrypoints.library.methods.upload_requests import several, upload_request
from jupyter_openbis_server.entrypoints.library.progress import ShowProgress, progress_of


class UploadMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def upload(
        self,
        files: str | Path | Iterable[str | Path],
        type: str,  # noqa: A002 - what openBIS calls it
        to: str | Object | Collection,
        *,
        properties: Mapping[str, object] | None = None,
        parents: str | DataSet | Iterable[str | DataSet] = (),
        hidden: bool = False,
        exclude: str | Iterable[str] = (),
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
    ) -> str:
        """Register files and folders as one new data set; return its permId.

        Args:
            files: Files and folders.
            type: Code of the data set type.
            to: The object or collection that will own it, or its identifier or permId.
            properties: Property code to value: None, a text, Boolean, number, date or datetime, a list for a
                multi-valued or ARRAY_* property, a dict or list for JSON; also of numpy and pandas. None, NaN, NaT and
                NA mean "not set".
            parents: Parent data sets, or their permIds.
            hidden: Also send hidden files and folders, manifests of downloads and junk (`.DS_Store`, `__pycache__`,
                `Thumbs.db` …) in folders. Files that `files` names are always sent.
            exclude: Leave out files that match one of these patterns, e.g. `*.tmp`, `raw/**`: without a slash, names at
                any depth; with a slash, paths below the folder that `files` names.
            progress: Whether a bar is shown, or a callback: see `ShowProgress`.
            cancellation: Cancels it from another thread, as long as nothing is registered.

        Raises:
            InvalidUpload: with all its `problems`; nothing was sent.
            UploadUnconfirmed: the data set may have been registered; search for it before a retry.
            UploadFailed: nothing was registered.
        """
        request = upload_request(files, type, to, properties, parents, Exclusion(hidden, several(exclude)))
        with progress_of(progress, "Upload") as shown:
            return self._use_cases.uploads.upload(self.name, request, cancellation, shown).perm_id

    def check_upload(
        self,
        files: str | Path | Iterable[str | Path],
        type: str,  # noqa: A002 - as in `upload`
        to: str | Object | Collection,
        *,
        properties: Mapping[str, object] | None = None,
        parents: str | DataSet | Iterable[str | DataSet] = (),
        hidden: bool = False,
        exclude: str | Iterable[str] = (),
    ) -> DataSetDraft:
        """Return what `upload` would register with the same arguments and send (`total`); send nothing.

        Its `left_out_files` are not sent.

        Raises:
            InvalidUpload: with all `problems` that `upload` would have.
        """
        exclusion = Exclusion(hidden, several(exclude))
        request = upload_request(files, type, to, properties, parents, exclusion)
        return self._use_cases.uploads.plan(self.name, request)
