"""Wiring of mounts and diagnostics."""

from __future__ import annotations

from functools import partial

from dependency_injector import containers, providers

from jupyter_openbis_server.adapters.sshfs import find_program
from jupyter_openbis_server.domain.diagnostics.health import GetHealth
from jupyter_openbis_server.domain.diagnostics.run_diagnostics import RunDiagnostics
from jupyter_openbis_server.domain.mounts.mounting import Mount
from jupyter_openbis_server.domain.mounts.unmounting import Unmount
from jupyter_openbis_server.entrypoints.use_cases import DiagnosticsUseCases, MountUseCases
from jupyter_openbis_server.entrypoints.wiring.services import utc_now
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


class Mounts(containers.DeclarativeContainer):
    """Data stores as folders."""

    adapters = UsedDependencies()

    use_cases = providers.Singleton(
        MountUseCases,
        mount=providers.Factory(Mount, adapters.connections, adapters.mounts),
        unmount=providers.Factory(Unmount, adapters.connections, adapters.mounts),
    )


class Diagnostics(containers.DeclarativeContainer):
    """Health, observation and checks of an installation."""

    adapters = UsedDependencies()
    services = UsedDependencies()

    use_cases = providers.Singleton(
        DiagnosticsUseCases,
        observation=services.observation,
        examine=providers.Factory(
            RunDiagnostics,
            adapters.connections,
            services.sessions,
            adapters.instances,
            adapters.mounts,
            adapters.download_folders,
            clock=providers.Object(utc_now),
        ),
        get_health=providers.Factory(GetHealth, adapters.connections, services.jobs),
        find_sshfs=providers.Object(partial(find_program, "sshfs")),
    )
