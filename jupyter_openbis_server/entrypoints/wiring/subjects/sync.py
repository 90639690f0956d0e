"""Wiring of synchronisations."""

from __future__ import annotations

import time

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.sync.data_sets.send_data_sets import SendDataSets
from jupyter_openbis_server.domain.sync.look_at_sync import LookAtSync
from jupyter_openbis_server.domain.sync.planning.plan_sync import PlanSync
from jupyter_openbis_server.domain.sync.running.run_sync import RunSync
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder, WatchForDataSets
from jupyter_openbis_server.domain.sync.watching.watching import Watching
from jupyter_openbis_server.entrypoints.use_cases import SyncUseCases
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
    use_cases = providers.Singleton(
        SyncUseCases,
        look=providers.Factory(LookAtSync, adapters.sync_folders),
        plan=plan,
        run=run,
        watch=providers.Factory(WatchFolder, plan, run, watching),
        send_data_sets=send_data_sets,
        watch_for_data_sets=providers.Factory(WatchForDataSets, send_data_sets, watching),
    )
