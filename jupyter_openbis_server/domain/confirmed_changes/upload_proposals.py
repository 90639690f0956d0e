"""Uploads and publications as proposals. Their plans are bound to the content of each file, by its SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import dataclass

from jupyter_openbis_server.domain.confirmed_changes.errors import check_transfer
from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent, ChangeResult, SeenState, digest_of
from jupyter_openbis_server.domain.notebooks.publications.file_publication_builder import PROVENANCE_FILE
from jupyter_openbis_server.domain.notebooks.publications.ports import DESCRIPTION_FILE
from jupyter_openbis_server.domain.notebooks.publications.publication import FilePublication, PublishRequest
from jupyter_openbis_server.domain.notebooks.publications.publish_notebook import PlanPublication, PublishNotebook
from jupyter_openbis_server.domain.object_files.errors import FilesExist
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadPlan, FileUploadRequest
from jupyter_openbis_server.domain.object_files.plan_file_upload import PlanFileUpload
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount, Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, Upload, UploadRequest
from jupyter_openbis_server.domain.uploads.upload_data_set import PlanUpload, UploadDataset
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_PIECE_BYTES = 1 << 20


@dataclass(frozen=True)
class UploadProposal:
    """A new data set.

    Attributes:
        limit: Maximum number and size of all files together.
    """

    content: ChangeContent
    request: UploadRequest
    planning: PlanUpload
    applying: UploadDataset
    limit: Amount

    def read_state(self, cancellation: Cancellation) -> SeenState:
        """See the port. Raises TransferTooLarge."""
        draft = self.planning(self.content.connection, self.request, cancellation)
        check_transfer(draft.total, self.limit)
        return SeenState(draft, digest_of(_state_of(draft, cancellation)))

    def apply(self, seen: SeenState, cancellation: Cancellation, progress: Progress) -> ChangeResult:
        """See the port."""
        del seen
        done = self.applying(self.content.connection, self.request, cancellation, progress)
        return ChangeResult(done, done.perm_id)


@dataclass(frozen=True)
class FilesProposal:
    """Files to store with a sample or experiment itself; existing files with other content are not replaced.

    Attributes:
        limit: Maximum number and size of all files together.
    """

    content: ChangeContent
    request: FileUploadRequest
    planning: PlanFileUpload
    applying: UploadFiles
    limit: Amount

    def read_state(self, cancellation: Cancellation) -> SeenState:
        """See the port. Raises TransferTooLarge, FilesExist."""
        plan = self.planning(self.content.connection, self.request, cancellation)
        check_transfer(plan.total, self.limit)
        if plan.existing:
            raise FilesExist(plan.existing)
        return SeenState(plan, digest_of([plan.folder, _state_of_files(plan, cancellation)]))

    def apply(self, seen: SeenState, cancellation: Cancellation, progress: Progress) -> ChangeResult:
        """See the port."""
        del seen
        done = self.applying(self.content.connection, self.request, cancellation, progress)
        return ChangeResult(done, done.owner.identifier)


@dataclass(frozen=True)
class PublicationProposal:
    """A notebook to publish.

    Attributes:
        request: With its history id, so that plan and change have the same one.
        limit: Maximum number and size of all files together.
    """

    content: ChangeContent
    request: PublishRequest
    planning: PlanPublication
    applying: PublishNotebook
    limit: Amount

    def read_state(self, cancellation: Cancellation) -> SeenState:
        """See the port. Raises TransferTooLarge."""
        plan = self.planning(self.content.connection, self.request, cancellation)
        check_transfer(plan.total, self.limit)
        # From the notebook, and with the time.
        made = (f"{self.request.stem}.ipynb.html", PROVENANCE_FILE, DESCRIPTION_FILE)
        if isinstance(plan, FilePublication):  # the folder has the time in its name
            state = [sorted(plan.parents), _state_of_files(plan, cancellation, made)]
        else:
            state = _state_of(plan, cancellation, made)
        return SeenState(plan, digest_of(state))

    def apply(self, seen: SeenState, cancellation: Cancellation, progress: Progress) -> ChangeResult:
        """See the port."""
        del seen
        done: Upload | FileUpload = self.applying(self.content.connection, self.request, cancellation, progress)
        return ChangeResult(done, done.perm_id if isinstance(done, Upload) else done.owner.identifier)


def _state_of(draft: DataSetDraft, cancellation: Cancellation, made: Container[str] = ()) -> list[object]:
    files = [[each.name, *_content_of(each, cancellation)] for each in draft.files if each.name not in made]
    return [draft.type_code, draft.owner.perm_id, sorted(draft.parents), dict(draft.properties), files]


def _state_of_files(plan: FileUploadPlan, cancellation: Cancellation, made: Container[str] = ()) -> list[object]:
    sources = [each.source for each in plan.files if each.source.name not in made]
    files = [[each.name, *_content_of(each, cancellation)] for each in sources]
    return [plan.owner.perm_id, [[each.path, each.md5] for each in plan.unchanged], files]


def _content_of(file: SourceFile, cancellation: Cancellation) -> tuple[int, str]:
    """Return size and SHA-256 of a file; empty for a folder."""
    if file.is_folder:
        return 0, ""
    digest, size = hashlib.sha256(), 0
    with file.open() as opened:
        while piece := opened.read(_PIECE_BYTES):
            cancellation.check()
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
