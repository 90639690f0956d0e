"""The composition root: joins the containers of `wiring/`, in which ports meet adapters, and use cases both.

Entrypoints that start a program create a container, override their own providers, and pass on its `UseCases`:

    container = Container(settings=Settings(root_dir=...))
    container.adapters.sessions.override(providers.Object(MemorySessions(...)))
    use_cases = container.use_cases()
    use_cases.connections.login("my connection", "alice", Secret("..."))
"""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.entrypoints.wiring.adapters import Adapters
from jupyter_openbis_server.entrypoints.wiring.services import Services
from jupyter_openbis_server.entrypoints.wiring.subjects.catalogue import Catalogue, Files
from jupyter_openbis_server.entrypoints.wiring.subjects.changes import Changes
from jupyter_openbis_server.entrypoints.wiring.subjects.confirmed_changes import ConfirmedChanges
from jupyter_openbis_server.entrypoints.wiring.subjects.connections import Connections
from jupyter_openbis_server.entrypoints.wiring.subjects.downloads import Downloads
from jupyter_openbis_server.entrypoints.wiring.subjects.eln_archives import ElnArchives
from jupyter_openbis_server.entrypoints.wiring.subjects.object_files import ObjectFiles
from jupyter_openbis_server.entrypoints.wiring.subjects.operations import Diagnostics, Mounts
from jupyter_openbis_server.entrypoints.wiring.subjects.research_objects import ResearchObjects
from jupyter_openbis_server.entrypoints.wiring.subjects.sync import Sync
from jupyter_openbis_server.entrypoints.wiring.subjects.uploads import Notebooks, Uploads


class Container(containers.DeclarativeContainer):
    """Adapters, shared services, and the use cases of each subject.

    All use cases are created together, in the thread that first calls `use_cases`: use cases are thread-safe,
    providers are not. Override providers before that call.
    """

    settings = providers.Dependency(instance_of=Settings)

    adapters = providers.Container(Adapters, settings=settings)
    services = providers.Container(Services, settings=settings, adapters=adapters)
    catalogue = providers.Container(Catalogue, adapters=adapters, services=services)
    files = providers.Container(Files, adapters=adapters, services=services)
    downloads = providers.Container(Downloads, adapters=adapters, services=services)
    uploads = providers.Container(Uploads, adapters=adapters, services=services)
    changes = providers.Container(Changes, adapters=adapters, services=services)
    confirmed_changes = providers.Container(ConfirmedChanges, adapters=adapters, services=services)
    object_files = providers.Container(ObjectFiles, adapters=adapters, services=services)
    sync = providers.Container(Sync, adapters=adapters, services=services, uploads=uploads)
    connections = providers.Container(Connections, settings=settings, adapters=adapters, services=services, sync=sync)
    research_objects = providers.Container(ResearchObjects, adapters=adapters, services=services, downloads=downloads)
    notebooks = providers.Container(
        Notebooks,
        adapters=adapters,
        services=services,
        downloads=downloads,
        uploads=uploads,
        object_files=object_files,
        research_objects=research_objects,
    )
    eln_archives = providers.Container(
        ElnArchives,
        adapters=adapters,
        services=services,
        changes=changes,
        uploads=uploads,
        object_files=object_files,
    )
    mounts = providers.Container(Mounts, adapters=adapters)
    diagnostics = providers.Container(Diagnostics, adapters=adapters, services=services)

    use_cases = providers.Singleton(
        UseCases,
        settings=settings,
        connections=connections.use_cases,
        catalogue=catalogue.use_cases,
        files=files.use_cases,
        downloads=downloads.use_cases,
        uploads=uploads.use_cases,
        changes=changes.use_cases,
        confirmed_changes=confirmed_changes.use_cases,
        object_files=object_files.use_cases,
        sync=sync.use_cases,
        notebooks=notebooks.use_cases,
        research_objects=research_objects.use_cases,
        eln_archives=eln_archives.use_cases,
        mounts=mounts.use_cases,
        jobs=services.jobs,
        diagnostics=diagnostics.use_cases,
        forget_old_listings=files.file_trees.provided.forget_old,
    )
