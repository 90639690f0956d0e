"""What a job is about, for users: names instead of permIds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.notebooks.publications.publication import NAME, PublishRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadRequest
from jupyter_openbis_server.domain.sync.overview import ReportOverview
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest

MAX_SUBJECTS = 10
"""Subjects of one job that are kept: lists of jobs are requested twice a second."""

Request = DownloadRequest | UploadRequest | FileUploadRequest | PublishRequest | SyncRequest


@dataclass(frozen=True)
class Subject:
    """A data set, sample or experiment.

    Attributes:
        reference: PermId or identifier, as in the request; None for a data set that is not registered yet.
        name: Its display name; None if it has none or it is unknown.
        kind: None if it is unknown.
    """

    reference: str | None
    name: str | None = None
    kind: EntityKind | None = None


@dataclass(frozen=True)
class KnownNames:
    """What is known about the subjects of a job without a request to openBIS.

    Attributes:
        shown: What the client has shown to the user.
        found: Names of data sets by permId, as openBIS stated them when the transfer began; these take precedence.
    """

    shown: tuple[Subject, ...] = ()
    found: Mapping[str, str | None] | None = None

    def of(self, reference: str, kind: EntityKind | None = None) -> Subject:
        """Return the subject with this reference; `kind` is its kind, if that is known otherwise."""
        shown = next((each for each in self.shown if each.reference == reference), Subject(reference))
        if self.found and reference in self.found:
            return Subject(reference, self.found[reference], EntityKind.DATA_SET)
        return Subject(reference, shown.name, kind or shown.kind)


def subjects_of(
    request: Request, done: Upload | FileUpload | ReportOverview | None, known: KnownNames
) -> tuple[Subject, ...]:
    """Return the first subjects of a job.

    Args:
        request: What the user has requested.
        done: What was sent to openBIS or synchronised; None for downloads, and until all of it is there.
        known: What is known about the subjects.
    """
    if isinstance(request, DownloadRequest):
        return tuple(known.of(each) for each in request.perm_ids[:MAX_SUBJECTS])
    if isinstance(done, FileUpload | ReportOverview):
        return (Subject(done.owner.perm_id, _name_of(request) or done.owner.name, done.owner.kind),)
    if isinstance(request, FileUploadRequest | SyncRequest):
        return (known.of(request.entity),)
    return (Subject(done.perm_id if done else None, _name_of(request), EntityKind.DATA_SET),)


def _name_of(request: Request) -> str | None:
    """Return the name that the user has given; None if the request has none."""
    if isinstance(request, PublishRequest):
        return request.name.strip() or request.stem
    if isinstance(request, UploadRequest):
        given = (value for code, value in request.properties.items() if code.strip().upper() == NAME)
        return next((value.strip() for value in given if isinstance(value, str) and value.strip()), None)
    return None
