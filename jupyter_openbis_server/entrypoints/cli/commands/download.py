"""Command `download`: download data sets, or the files of samples and experiments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadResult
from jupyter_openbis_server.domain.downloads.download import DataSetPlan, Download, DownloadPlan, DownloadRequest
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DiskFull,
    DownloadFailed,
    NoFilesMatch,
    OpenbisError,
    PartialDownloadFailure,
)
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.exit_codes import status_of
from jupyter_openbis_server.entrypoints.cli.output.endings import report
from jupyter_openbis_server.entrypoints.cli.output.failures import as_object
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.library.local_paths import expanded
from jupyter_openbis_server.entrypoints.schemas.downloads import DownloadPlanResponse, DownloadResponse, removed_field
from jupyter_openbis_server.entrypoints.schemas.errors import error_response

_MAX_PARALLEL = 16


class _DownloadWithRemovedResponse(DownloadResponse):
    removed = removed_field()


class _DownloadsResponse(Schema):
    downloads = fields.List(fields.Nested(_DownloadWithRemovedResponse))


@click.command(cls=OpenbisCommand)
@click.argument("perm_ids", metavar="REFERENCE...", nargs=-1, required=True)
@click.option("--to", "folder", default=".", type=click.Path(file_okay=False, path_type=Path), help="Target folder.")
@click.option(
    "--files",
    "patterns",
    multiple=True,
    metavar="GLOB",
    help="Only these paths or patterns, e.g. '**/*.csv'. May be repeated.",
)
@click.option("--flat", is_flag=True, help="Leave out openBIS's folder 'original'.")
@click.option("--keep", is_flag=True, help="Refuse to replace files that differ from openBIS's.")
@click.option(
    "--parallel",
    default=4,
    show_default=True,
    type=click.IntRange(1, _MAX_PARALLEL),
    metavar="N",
    help="Data sets downloaded at the same time.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be done, without doing it.")
@click.pass_obj
def download(
    cli: CliContext,
    perm_ids: tuple[str, ...],
    folder: Path,
    patterns: tuple[str, ...],
    *,
    flat: bool,
    keep: bool,
    parallel: int,
    dry_run: bool,
) -> None:
    """Download data sets, each into a folder called by its permId.

    REFERENCE is the permId of a data set; or the permId or identifier of a sample or experiment that has files itself,
    in openBIS's file server (AFS): these are downloaded, not its data sets.

    Every file is compared with openBIS's size and checksum. What is there already is not fetched again, and the same
    command continues what was interrupted. A link of the ELN can be used instead of a permId. If a data set fails, the
    others are still downloaded.
    """
    request = DownloadRequest(perm_ids, str(expanded(folder).absolute()), Selection(patterns), flat, overwrite=not keep)
    if dry_run:
        _show_plan(cli, request)
    else:
        _download(cli, request, parallel)


def _download(cli: CliContext, request: DownloadRequest, parallel: int) -> None:
    name, use_case = cli.open_session(), cli.use_cases.downloads.download_several
    ended = _EndedDownloads()
    try:
        with cli.transfer("downloading") as (cancellation, progress):
            results = use_case(name, request, cancellation, progress, max_concurrent=parallel, on_result=ended.add)
    except Cancelled as error:
        cli.echo_info("Interrupted. Files that are complete stay; the same command continues with the rest.")
        _write_results_and_exit(cli, ended.in_order(request.perm_ids), error)
    else:
        _write_results_and_exit(cli, results, _error_of(results))


@dataclass(frozen=True)
class _EndedDownloads:
    """The results of data sets that have ended, by permId; a download that is cancelled returns none itself."""

    results: dict[str, DownloadResult] = field(default_factory=dict)

    def add(self, result: DownloadResult) -> None:
        self.results[result.perm_id] = result

    def in_order(self, perm_ids: Iterable[str]) -> list[DownloadResult]:
        return [self.results[each] for each in dict.fromkeys(perm_ids) if each in self.results]


def _write_results_and_exit(cli: CliContext, results: Sequence[DownloadResult], error: OpenbisError | None) -> None:
    """Write the complete downloads, then the failed ones; after an error, exit with its status."""
    status = status_of(error) if error else 0
    if cli.as_json:
        cli.respond_object(_as_object(results, error, status))
    else:
        cli.respond_lines([line for each in results for line in _lines(each)])
    if error:
        if not isinstance(error, Cancelled):
            report(error, status, is_json=False)
        cli.exit(status)


def _error_of(results: Sequence[DownloadResult]) -> OpenbisError | None:
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


def _as_object(results: Sequence[DownloadResult], error: OpenbisError | None, status: int) -> Mapping[str, object]:
    complete = [done for each in results for done in each.complete]
    response: dict[str, object] = dict(_DownloadsResponse().dump({"downloads": complete}))
    response["failures"] = [
        {"permId": each.perm_id, **error_response(_as_download_failed(each.perm_id, each.error).cause)}
        for each in results
        if each.error
    ]
    reasons = [reason for each in results for reason in each.reasons]
    response["nothingSelected"] = [perm_id for perm_id, reason in reasons if isinstance(reason, NoFilesMatch)]
    response["links"] = [
        {"permId": perm_id, **error_response(reason)}
        for perm_id, reason in reasons
        if not isinstance(reason, NoFilesMatch)
    ]
    return {**response, "error": as_object(error, status)} if error else response


def _lines(result: DownloadResult) -> list[str]:
    skipped = [f"{perm_id}  skipped: {reason}" for perm_id, reason in result.reasons]
    return [*(line for each in result.complete for line in _downloaded(each)), *skipped]


def _downloaded(download: Download) -> list[str]:
    total, fetched = sum(file.size for file in download.files), download.fetched
    head = f"{download.path}  {len(download.files)} files, {size(total)}"
    return [f"{head} ({fetched.files} fetched, {size(fetched.bytes)})", *_removed(download.removed)]


def _removed(files: Iterable[DataSetFile]) -> list[str]:
    return [f"  removed in openBIS, kept here: {file.local_path}" for file in files]


def _show_plan(cli: CliContext, request: DownloadRequest) -> None:
    plan = cli.run_logged_in(cli.use_cases.downloads.plan, request)
    error = _problem_of(plan, request)
    status = status_of(error) if error else 0
    if cli.as_json:
        response = DownloadPlanResponse().dump(plan)
        cli.respond_object({**response, "error": as_object(error, status)} if error else response)
    else:
        cli.respond_lines(_planned(plan))
    if status:
        cli.exit(status)


def _problem_of(plan: DownloadPlan, request: DownloadRequest) -> OpenbisError | None:
    """Return the first error that the download would fail with."""
    for each in plan.data_sets:
        if each.problem:
            return each.problem
    return None if plan.fits else DiskFull(request.folder, plan.to_fetch.bytes, plan.free_bytes)


def _planned(plan: DownloadPlan) -> list[str]:
    lines = []
    for each in plan.data_sets:
        lines.append(f"{each.path}  {each.problem or each.skipped or _amounts(each)}")
        lines += [f"  would be replaced: {path}" for path in each.conflicts]
        lines += _removed(each.removed)
    if not plan.fits:
        lines.append(f"Not enough disk space: {size(plan.free_bytes)} free.")
    return lines


def _amounts(plan: DataSetPlan) -> str:
    total, missing = plan.total, plan.to_fetch
    return f"{total.files} files, {size(total.bytes)}; to fetch: {missing.files} files, {size(missing.bytes)}"
