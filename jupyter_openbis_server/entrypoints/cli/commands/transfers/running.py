"""Downloads of a command: progress, interruption, results and exit status."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadResult
from jupyter_openbis_server.domain.downloads.bulk.find_data_sets import FoundReference
from jupyter_openbis_server.domain.downloads.download import DownloadPlan, DownloadRequest
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataSetNotPhysical,
    DownloadFailed,
    FileConflict,
    OpenbisError,
)
from jupyter_openbis_server.entrypoints.cli.commands.transfers.results import (
    error_of,
    lines_of,
    lines_of_plan,
    problem_of,
    results_as_object,
)
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.exit_codes import status_of
from jupyter_openbis_server.entrypoints.cli.output.endings import report
from jupyter_openbis_server.entrypoints.cli.output.failures import as_object
from jupyter_openbis_server.entrypoints.cli.output.hints import add_hint
from jupyter_openbis_server.entrypoints.cli.output.json_progress import JsonProgress
from jupyter_openbis_server.entrypoints.schemas.downloads import DownloadPlanResponse
from jupyter_openbis_server.entrypoints.schemas.errors import error_response

_KEPT = "without --keep, these files are replaced; --to names another folder."


@dataclass(frozen=True)
class Ending:
    """What a run of downloads has achieved, and the error that it ends with, if any."""

    results: Sequence[DownloadResult]
    error: OpenbisError | None

    @property
    def status(self) -> int:
        """The exit status."""
        return status_of(self.error) if self.error else 0


def run_downloads(
    cli: CliContext, name: str, found: Sequence[FoundReference], request: DownloadRequest, parallel: int
) -> Ending:
    """Download; Ctrl-C ends that with the results so far."""
    use_case, ended = cli.use_cases.downloads.references, _Ended()
    try:
        with cli.transfer("downloading") as (cancellation, progress):
            on_result = ended.reporting(progress) if isinstance(progress, JsonProgress) else ended.add
            results = use_case(
                name, found, request, cancellation, progress, max_concurrent=parallel, on_result=on_result
            )
    except Cancelled as error:
        cli.echo_info("Interrupted. Files that are complete stay; the same command continues with the rest.")
        names = (one for each in found for one in (each.reference, *each.perm_ids))
        return Ending(ended.in_order(names), error)
    return Ending(results, error_of(results))


def write_ending(cli: CliContext, ending: Ending, more: Callable[[], Iterable[str]] = list, **response: object) -> None:
    """Write the complete downloads, then the failed ones; after an error, exit with its status.

    Args:
        cli: The run.
        ending: The results.
        more: Further lines of text.
        response: Further keys of the JSON answer.
    """
    error, status = ending.error, ending.status
    if cli.as_json:
        cli.respond_object({**response, **results_as_object(ending.results, error, status)})
    else:
        cli.respond_lines([*(line for each in ending.results for line in lines_of(each)), *more()])
    if error:
        if any(isinstance(_cause_of(each), FileConflict) for each in ending.results):
            add_hint(error, _KEPT)
        if not isinstance(error, Cancelled):
            report(error, status, is_json=False)
        cli.exit(status)


def _cause_of(result: DownloadResult) -> OpenbisError | None:
    return result.error.cause if isinstance(result.error, DownloadFailed) else result.error


def write_plan(
    cli: CliContext,
    plan: DownloadPlan,
    request: DownloadRequest,
    more: Callable[[], Iterable[str]] = list,
    **response: object,
) -> None:
    """Write the plan; exit with the status of its first problem."""
    error = problem_of(plan, request)
    status = status_of(error) if error else 0
    if cli.as_json:
        described = {"error": as_object(error, status)} if error else {}
        cli.respond_object({**DownloadPlanResponse().dump(plan), **response, **described})
    else:
        cli.respond_lines([*lines_of_plan(plan, request), *more()])
    if status:
        cli.exit(status)


@dataclass(frozen=True)
class _Ended:
    """The results of data sets that have ended, by permId; a download that is cancelled returns none itself."""

    results: dict[str, DownloadResult] = field(default_factory=dict)

    def add(self, result: DownloadResult) -> None:
        self.results[result.perm_id] = result

    def reporting(self, progress: JsonProgress) -> Callable[[DownloadResult], None]:
        """Return `add` that also reports an event."""

        def add(result: DownloadResult) -> None:
            self.add(result)
            reason = result.error or result.skipped
            more = {"error": error_response(reason)} if reason else {}
            progress.data_set_ended(result.perm_id, _state_of(result), **more)

        return add

    def in_order(self, perm_ids: Iterable[str]) -> list[DownloadResult]:
        return [self.results[each] for each in dict.fromkeys(perm_ids) if each in self.results]


def _state_of(result: DownloadResult) -> str:
    """Return `done`, `present`, `skipped`, `link` or `failed`; see `OutcomeState`."""
    if result.error:
        return "failed"
    if result.skipped:
        return "link" if isinstance(result.skipped, DataSetNotPhysical) else "skipped"
    return "done" if any(each.fetched.files for each in result.complete) else "present"
