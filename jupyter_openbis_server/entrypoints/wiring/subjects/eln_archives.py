"""Wiring of imports of `.eln` archives."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.eln_archives.entry_files import EntryFileChecks
from jupyter_openbis_server.domain.eln_archives.import_archive import ImportArchive, Uploads
from jupyter_openbis_server.domain.eln_archives.plan_import import OpenArchive, PlanImport
from jupyter_openbis_server.entrypoints.use_cases import ElnArchiveUseCases
from jupyter_openbis_server.entrypoints.wiring.services import utc_now
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


class ElnArchives(containers.DeclarativeContainer):
    """Imports of the entries of other electronic laboratory notebooks."""

    adapters = UsedDependencies()
    services = UsedDependencies()
    changes = UsedDependencies()
    uploads = UsedDependencies()
    object_files = UsedDependencies()

    plan = providers.Factory(
        PlanImport,
        services.sessions,
        providers.Factory(OpenArchive, adapters.packages, adapters.eln_reader),
        adapters.entities,
        adapters.types,
        changes.creation_checks,
        providers.Factory(EntryFileChecks, adapters.object_files, adapters.types),
    )
    use_cases = providers.Singleton(
        ElnArchiveUseCases,
        plan=plan,
        run=providers.Factory(
            ImportArchive,
            plan,
            changes.create,
            providers.Factory(
                Uploads,
                uploads.upload,
                object_files.upload,
                object_files.checks,
                adapters.upload_journals,
            ),
            adapters.connections,
            providers.Object(utc_now),
            services.change_guard,
        ),
    )
