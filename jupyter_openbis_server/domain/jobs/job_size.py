"""Approximate memory use of a job, in items."""

from __future__ import annotations

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.jobs.job import Job
from jupyter_openbis_server.domain.jobs.subject import Request
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.sync.request import SyncRequest

_ITEM_CHARACTERS = 500
"""Length of text that counts as one item."""


def items_of(job: Job) -> int:
    """Return the approximate memory use of a job besides its own fields, in items of about half a kilobyte."""
    files = sum(len(each.files) for each in job.downloads)
    if job.file_upload:
        files += len(job.file_upload.stored) + len(job.file_upload.unchanged)
    if job.sync:
        files += sum(map(len, (job.sync.done, job.sync.failed, job.sync.differences, job.sync.unusable)))
    error = 0 if job.error is None else len(str(job.error)) // _ITEM_CHARACTERS
    return files + error + _items_of_request(job.request)


def _items_of_request(request: Request) -> int:
    if isinstance(request, DownloadRequest):
        return _size_of((request.perm_ids, request.selection.patterns))
    if isinstance(request, PublishRequest):
        return _size_of(request.notes) + _items_of_request(request.upload)
    if isinstance(request, SyncRequest):
        return _size_of(request.exclusion.patterns)
    if isinstance(request, FileUploadRequest):
        return _size_of(request.files)
    return _size_of((request.files, request.parents, dict(request.properties)))


def _size_of(value: object) -> int:
    """Return the size of lists and long texts, in items; a few short ones count as 0."""
    if isinstance(value, str):
        return len(value) // _ITEM_CHARACTERS
    if isinstance(value, dict):
        return _size_of(tuple(value.values()))
    if isinstance(value, list | tuple):
        return len(value) // 10 + sum(map(_size_of, value))
    return 0
