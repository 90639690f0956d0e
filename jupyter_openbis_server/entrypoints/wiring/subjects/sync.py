"""Wiring of synchronisations."""

from __future__ import annotations

import time

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.jobs.start_sync import StartSync
from jupyter_openbis_server.domain.sync.data_sets.send_data_sets import SendDataSets
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.domain.sync.keeping.keep_folder import KeepFolder
from jupyter_openbis_server.domain.sync.keeping.keeper import KeeperServices
from jupyter_openbis_server.domain.sync.look_at_sync import LookAtSync
from jupyter_openbis_server.domain.sync.planning.plan_sync import PlanSync
from jupyter_openbis_server.domain.sync.recent_outcomes import RecentOutcomes
from jupyter_openbis_server.domain.sync.running.run_sync import RunSync
from jupyter_openbis_server.domain.sync.running.synchronise_as_job import SynchroniseAsJob
from jupyter_openbis_server.domain.sync.show_sync_plan import ShowSyncPlan
from jupyter_openbis_server.domain.sync.states.show_folder_state import ShowFolderState
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder, WatchForDataSets
from jupyter_openbis_server.domain.sync.watching.watching import Watching
from jupyter_openbis_server.entrypoints.use_cases import SyncUseCases
from jupyter_openbis_server.entrypoints.wiring.services import utc_now
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


class Sync(containers.DeclarativeContainer):
    """Synchronisation of folders."""

    adapters = UsedDependencies()
    services = UsedDependencies()
    uploads = UsedDependencies()

    plan = providers.Factory(
        PlanSync, services.sessions, adapters.entities, adapters.object_files, adapters.sync_folders
    )
    run = providers.Factory(
        RunSync,
        services.sessions,
        plan,
        adapters.object_files,
        adapters.data_store,
        adapters.sync_folders,
        services.change_guard,
    )
    watching = providers.Factory(Watching, adapters.folder_changes, providers.Object(time.monotonic))
    send_data_sets = providers.Factory(
        SendDataSets,
        services.sessions,
        adapters.entities,
        adapters.sync_folders,
        uploads.upload_many,
        adapters.workspace,
    )
    look = providers.Factory(LookAtSync, adapters.known_states)
    watch = providers.Factory(WatchFolder, plan, run, watching)
    outcomes = providers.Singleton(RecentOutcomes)
    keeping = providers.Singleton(
        FolderKeeping,
        adapters.kept_folders,
        adapters.background_work,
        providers.Factory(
            KeeperServices,
            watch,
            adapters.connections,
            outcomes,
            adapters.kept_listener,
            providers.Object(utc_now),
        ),
    )
    use_cases = providers.Singleton(
        SyncUseCases,
        look=look,
        plan=plan,
        run=run,
        watch=watch,
        show_plan=providers.Factory(ShowSyncPlan, look, plan),
        start=providers.Factory(
            StartSync,
            adapters.connections,
            adapters.download_folders,
            services.jobs,
            look,
            providers.Factory(SynchroniseAsJob, run, outcomes),
            services.change_guard,
        ),
        show_state=providers.Factory(ShowFolderState, adapters.known_states, adapters.connections, keeping, outcomes),
        keep=providers.Factory(
            KeepFolder,
            services.sessions,
            adapters.entities,
            adapters.object_files,
            adapters.download_folders,
            adapters.known_states,
            adapters.sync_folders,
            keeping,
            providers.Object(utc_now),
            services.change_guard,
        ),
        keeping=keeping,
        send_data_sets=send_data_sets,
        watch_for_data_sets=providers.Factory(WatchForDataSets, send_data_sets, watching),
    )
