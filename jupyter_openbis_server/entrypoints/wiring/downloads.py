"""Wiring of downloads."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.adapters.threads import ThreadedDownloadExecutor
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.bulk.attempt_download import AttemptDownload
from jupyter_openbis_server.domain.downloads.bulk.download_many import DownloadMany
from jupyter_openbis_server.domain.downloads.bulk.download_several import DownloadSeveral
from jupyter_openbis_server.domain.downloads.bulk.prefetched import Prefetched
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset, PlanDownload
from jupyter_openbis_server.domain.downloads.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.downloads.link_data_sets import LinkDatasets
from jupyter_openbis_server.domain.downloads.local_downloads import LocalDownloads, VerifyDownloads
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.jobs.find_local_copy import FindLocalCopy
from jupyter_openbis_server.domain.jobs.start import StartDownload
from jupyter_openbis_server.entrypoints.use_cases import DownloadUseCases
from jupyter_openbis_server.entrypoints.wiring.services import PROGRAM, utc_now


def _download_prefetched(
    sessions: SessionManager, data_store: DataStore, folders: DownloadFolders, prefetched: Prefetched
) -> DownloadDataset:
    """Return the use case that plans from prefetched metadata and listings."""
    planner = DownloadPlanner(prefetched, prefetched, folders)
    return DownloadDataset(sessions, planner, data_store, folders, PROGRAM, utc_now)


class Downloads(containers.DeclarativeContainer):
    """Downloads: plan, run, queue, verify, find on the disk."""

    adapters = providers.DependenciesContainer()
    services = providers.DependenciesContainer()

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
    use_cases = providers.Singleton(
        DownloadUseCases,
        plan=providers.Factory(PlanDownload, services.sessions, planner),
        start=providers.Factory(
            StartDownload, adapters.connections, adapters.download_folders, services.jobs, download, link
        ),
        download=download,
        attempt=attempt,
        download_many=download_many,
        download_several=providers.Factory(
            DownloadSeveral,
            services.sessions,
            services.data_set_references,
            adapters.data_store,
            adapters.download_folders,
            download_many,
            download_with=download_prefetched.provider,
            executor_for=providers.Object(ThreadedDownloadExecutor),
        ),
        local=providers.Factory(LocalDownloads, adapters.download_folders),
        verify=providers.Factory(VerifyDownloads, adapters.download_folders),
        find_local_copy=providers.Factory(
            FindLocalCopy, adapters.connections, adapters.download_folders, services.jobs
        ),
    )
