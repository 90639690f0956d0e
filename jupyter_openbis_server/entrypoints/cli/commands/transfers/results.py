"""Results and plans of downloads, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadResult
from jupyter_openbis_server.domain.downloads.download import DataSetPlan, Download, DownloadPlan, DownloadRequest
from jupyter_openbis_server.domain.errors import (
    DataSetNotPhysical,
    DiskFull,
    DownloadFailed,
    FileConflict,
    NoFilesMatch,
    NothingToDownload,
    OpenbisError,
    PartialDownloadFailure,
)
from jupyter_openbis_server.entrypoints.cli.output.failures import as_object, message_of
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.schemas.downloads import DownloadResponse, removed_field
from jupyter_openbis_server.entrypoints.schemas.errors import error_response


class _DownloadWithRemovedResponse(DownloadResponse):
    removed = removed_field()


class _DownloadsResponse(Schema):
    downloads = fields.List(fields.Nested(_DownloadWithRemovedResponse))


def error_of(results: Sequence[DownloadResult]) -> OpenbisError | None:
    """Return the error of the command; None without a failure.

    A single data set fails with its own error, so that its exit status is that of the cause.
    """
    failures = [_as_download_failed(each.perm_id, each.error) for each in results if each.error]
    if len(results) == 1:
        return results[0].error
    complete = [done for each in results for done in each.complete]
    return PartialDownloadFailure(failures, complete) if failures else None


def _as_download_failed(perm_id: str, error: OpenbisError) -> DownloadFailed:
    return error if isinstance(error, DownloadFailed) else DownloadFailed(perm_id, error)


def results_as_object(results: Sequence[DownloadResult], error: OpenbisError | None, status: int) -> dict[str, object]:
    """Return the answer in JSON; with `error` if there is one."""
    complete = [done for each in results for done in each.complete]
    response: dict[str, object] = dict(_DownloadsResponse().dump({"downloads": complete}))
    response["failures"] = [
        {"permId": each.perm_id, **error_response(_as_download_failed(each.perm_id, each.error).cause)}
        for each in results
        if each.error
    ]
    reasons = [reason for each in results for reason in each.reasons]
    response["nothingSelected"] = [perm_id for perm_id, reason in reasons if isinstance(reason, NoFilesMatch)]
    response["empty"] = [perm_id for perm_id, reason in reasons if isinstance(reason, NothingToDownload)]
    response["links"] = [
        {"permId": perm_id, **error_response(reason)}
        for perm_id, reason in reasons
        if isinstance(reason, DataSetNotPhysical)
    ]
    return {**response, "error": as_object(error, status)} if error else response


def lines_of(result: DownloadResult) -> list[str]:
    """Return lines about what is complete, and about what was skipped."""
    skipped = [f"{perm_id}  skipped: {reason}" for perm_id, reason in result.reasons]
    return [*(line for each in result.complete for line in _downloaded(each)), *skipped]


def _downloaded(download: Download) -> list[str]:
    total, fetched = sum(file.size for file in download.files), download.fetched
    head = f"{download.path}  {len(download.files)} files, {size(total)}"
    return [f"{head} ({fetched.files} fetched, {size(fetched.bytes)})", *_removed(download.removed)]


def _removed(files: Iterable[DataSetFile]) -> list[str]:
    return [f"  removed in openBIS, kept here: {file.local_path}" for file in files]


def problem_of(plan: DownloadPlan, request: DownloadRequest) -> OpenbisError | None:
    """Return the first error that the download would fail with."""
    for each in plan.data_sets:
        if each.problem:
            return each.problem
    conflicts = [path for each in plan.data_sets for path in each.conflicts]
    if conflicts and not request.overwrite:
        return FileConflict(conflicts)
    return None if plan.fits else DiskFull(request.folder, plan.to_fetch.bytes, plan.free_bytes)


def lines_of_plan(plan: DownloadPlan, request: DownloadRequest) -> list[str]:
    """Return lines about each data set, and about the disk."""
    conflict = "would be replaced" if request.overwrite else "differs, and is not replaced with --keep"
    lines = []
    for each in plan.data_sets:
        lines.append(f"{each.path}  {_problem_in(each) or each.skipped or _amounts(each)}")
        lines += [f"  {conflict}: {path}" for path in each.conflicts]
        lines += _removed(each.removed)
    if not plan.fits:
        lines.append(f"Not enough disk space: {size(plan.free_bytes)} free.")
    return lines


def _problem_in(plan: DataSetPlan) -> str:
    return message_of(plan.problem) if plan.problem else ""


def _amounts(plan: DataSetPlan) -> str:
    total, missing = plan.total, plan.to_fetch
    return f"{total.files} files, {size(total.bytes)}; to fetch: {missing.files} files, {size(missing.bytes)}"
