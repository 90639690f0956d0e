"""Use cases that plan and run the download of all data sets that references name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadResult
from jupyter_openbis_server.domain.downloads.bulk.download_several import DownloadSeveral
from jupyter_openbis_server.domain.downloads.bulk.find_data_sets import FindDataSets, FoundReference
from jupyter_openbis_server.domain.downloads.download import DataSetPlan, DownloadPlan, DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import PlanDownload
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress


@dataclass(frozen=True)
class DownloadReferences:
    """Download all data sets that references name, several concurrently; a failure does not stop the others."""

    find: FindDataSets
    download_several: DownloadSeveral
    plan_download: PlanDownload

    def __call__(
        self,
        name: str,
        found: Sequence[FoundReference],
        request: DownloadRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
        *,
        max_concurrent: int = 4,
        on_result: Callable[[DownloadResult], None] = lambda _: None,
    ) -> tuple[DownloadResult, ...]:
        """Return the result of each data set and of each reference that names none, in the order of the references.

        Args:
            name: Name of the connection.
            found: The result of `find`.
            request: Folder and options; the data sets in it are ignored.
            cancellation: Cancels all downloads.
            progress: Notified of the total progress of all downloads.
            max_concurrent: Maximum number of concurrent downloads; at least one.
            on_result: Called with each result as soon as it is available, in the caller's thread.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed, InvalidPath: nothing was done.
            Cancelled: on request; the same request resumes the downloads.
        """
        others = {each.reference: _without_data_sets(each) for each in found if each.error or each.empty}
        for each in others.values():
            on_result(each)
        perm_ids = tuple(perm_id for each in found for perm_id in each.perm_ids)
        results: dict[str, DownloadResult] = {}
        if perm_ids:
            done = self.download_several(
                name,
                replace(request, perm_ids=perm_ids),
                cancellation,
                progress,
                max_concurrent=max_concurrent,
                on_result=on_result,
            )
            results = dict(zip(perm_ids, done, strict=True))
        ordered = [
            result
            for each in found
            for result in (
                [others[each.reference]]
                if each.reference in others
                else [results[perm_id] for perm_id in each.perm_ids]
            )
        ]
        if not results and all(each.skipped for each in ordered):  # then the reason for skipping is the error
            return tuple(replace(each, error=each.skipped, skipped=None) for each in ordered)
        return tuple(ordered)

    def found(
        self,
        name: str,
        references: Sequence[str],
        *,
        modified_since: dt.datetime | None = None,
        own_files: bool = False,
    ) -> tuple[FoundReference, ...]:
        """Return the data sets of references.

        Args:
            name: Name of the connection.
            references: See `FindDataSets`.
            modified_since: See `FindDataSets`.
            own_files: Of samples and experiments, only the files that they have themselves in AFS. No request is sent.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed.
        """
        if own_files:
            request = DownloadRequest(tuple(references), "")
            return tuple(FoundReference(each, (each,)) for each in dict.fromkeys(request.perm_ids))
        return self.find(name, references, modified_since=modified_since)

    def plan(self, name: str, found: Sequence[FoundReference], request: DownloadRequest) -> DownloadPlan:
        """Return the plan of the same download; a reference that names no data set is a plan with a problem.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound, NoFilesMatch, InvalidPath.
        """
        perm_ids = tuple(perm_id for each in found for perm_id in each.perm_ids)
        plan = self.plan_download(name, replace(request, perm_ids=perm_ids))
        others = tuple(_plan_without_data_sets(each, request) for each in found if each.error or each.empty)
        return replace(plan, data_sets=(*plan.data_sets, *others))


def _without_data_sets(found: FoundReference) -> DownloadResult:
    return DownloadResult(found.reference, error=found.error, skipped=found.empty)


def _plan_without_data_sets(found: FoundReference, request: DownloadRequest) -> DataSetPlan:
    path = str(PurePath(request.folder) / found.reference.strip("/").replace("/", "_"))
    return DataSetPlan(
        DataSet(found.reference, type_code=""),
        (found.reference,),
        path,
        problem=found.error,
        skipped=found.empty,
    )
