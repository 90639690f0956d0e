"""Wiring of downloads."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.adapters.threads import ThreadedDownloadExecutor
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.bulk.attempt_download import AttemptDownload, AttemptWithProgress
from jupyter_openbis_server.domain.downloads.bulk.download_many import DownloadMany
from jupyter_openbis_server.domain.downloads.bulk.download_references import DownloadReferences
from jupyter_openbis_server.domain.downloads.bulk.download_several import DownloadSeveral
from jupyter_openbis_server.domain.downloads.bulk.find_absent import FindAbsent
from jupyter_openbis_server.domain.downloads.bulk.find_data_sets import FindDataSets
from jupyter_openbis_server.domain.downloads.bulk.ports import DownloadExecutor
from jupyter_openbis_server.domain.downloads.bulk.prefetched import Prefetched
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset, PlanDownload
from jupyter_openbis_server.domain.downloads.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.downloads.link_data_sets import LinkDatasets
from jupyter_openbis_server.domain.downloads.local_downloads import LocalDownloads, VerifyDownloads
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.jobs.find_local_copy import FindLocalCopy
from jupyter_openbis_server.domain.jobs.start import StartDownload
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.shared.summed_progress import SummedProgress
from jupyter_openbis_server.domain.traces.trace_notebook import TraceNotebook, VerifyLocalCopy
from jupyter_openbis_server.entrypoints.use_cases import DownloadUseCases
from jupyter_openbis_server.entrypoints.wiring.services import PROGRAM, utc_now
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


def _download_prefetched(
    sessions: SessionManager, data_store: DataStore, folders: DownloadFolders, prefetched: Prefetched
) -> DownloadDataset:
    """Return the use case that plans from prefetched metadata and listings."""
    planner = DownloadPlanner(prefetched, prefetched, folders)
    return DownloadDataset(sessions, planner, data_store, folders, PROGRAM, utc_now)


def _reporting_executor(attempt: AttemptDownload, progress: Progress, max_concurrent: int) -> DownloadExecutor:
    """Return the executor of downloads by threads that report their progress together."""
    return ThreadedDownloadExecutor(AttemptWithProgress(attempt, SummedProgress(progress, {})), max_concurrent)


class Downloads(containers.DeclarativeContainer):
    """Downloads: plan, run, queue, verify, find on the disk."""

    adapters = UsedDependencies()
    services = UsedDependencies()

    planner = providers.Factory(
        DownloadPlanner, services.data_set_references, adapters.data_store, adapters.download_folders
    )
    download = providers.Factory(
        DownloadDataset,
        services.sessions,
        planner,
        adapters.data_store,
        adapters.download_folders,
        program=PROGRAM,
        clock=providers.Object(utc_now),
    )
    attempt = providers.Factory(AttemptDownload, download)
    download_executor = providers.Factory(ThreadedDownloadExecutor, attempt)
    """Called with the number of threads."""
    download_many = providers.Factory(
        DownloadMany, adapters.connections, adapters.download_folders, download_executor.provider
    )
    download_prefetched = providers.Callable(
        _download_prefetched, services.sessions, adapters.data_store, adapters.download_folders
    )
    """Called with the prefetched metadata."""
    link = providers.Factory(
        LinkDatasets,
        adapters.connections,
        services.sessions,
        services.data_set_references,
        adapters.mounts,
        adapters.download_folders,
    )
    plan = providers.Factory(PlanDownload, services.sessions, planner)
    download_several = providers.Factory(
        DownloadSeveral,
        services.sessions,
        services.data_set_references,
        adapters.data_store,
        adapters.download_folders,
        download_many,
        download_with=download_prefetched.provider,
        executor_for=providers.Object(ThreadedDownloadExecutor),
    )
    local = providers.Factory(LocalDownloads, adapters.download_folders)
    verify = providers.Factory(VerifyDownloads, adapters.download_folders)
    find_local_copy = providers.Factory(FindLocalCopy, adapters.connections, adapters.download_folders, services.jobs)
    use_cases = providers.Singleton(
        DownloadUseCases,
        plan=plan,
        start=providers.Factory(
            StartDownload, adapters.connections, adapters.download_folders, services.jobs, download, link
        ),
        download=download,
        attempt=attempt,
        reporting_executor=providers.Callable(_reporting_executor, attempt).provider,
        download_many=download_many,
        download_several=download_several,
        references=providers.Factory(
            DownloadReferences,
            providers.Factory(FindDataSets, services.sessions, adapters.data_sets, adapters.entities),
            download_several,
            plan,
        ),
        find_absent=providers.Factory(FindAbsent, services.sessions, adapters.data_sets, local),
        local=local,
        verify=verify,
        find_local_copy=find_local_copy,
        verify_local_copy=providers.Factory(VerifyLocalCopy, adapters.download_folders, find_local_copy, verify),
        trace=providers.Factory(
            TraceNotebook,
            adapters.connections,
            services.sessions,
            adapters.data_sets,
            adapters.searches,
            adapters.data_store,
            adapters.download_folders,
            find_local_copy,
        ),
    )
