"""Wiring of uploads and of notebooks, whose publications are uploads."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.jobs.start import StartPublication, StartUpload
from jupyter_openbis_server.domain.notebooks.environments.capture_requirements import CaptureRequirements
from jupyter_openbis_server.domain.notebooks.environments.save_environment import SaveEnvironment
from jupyter_openbis_server.domain.notebooks.environments.save_requirements import SaveRequirements
from jupyter_openbis_server.domain.notebooks.publications.file_publication_builder import FilePublicationBuilder
from jupyter_openbis_server.domain.notebooks.publications.plan_opening import PlanOpening
from jupyter_openbis_server.domain.notebooks.publications.publication_builder import PublicationBuilder
from jupyter_openbis_server.domain.notebooks.publications.publish_notebook import (
    PlanPublication,
    PublicationBuilders,
    PublishNotebook,
)
from jupyter_openbis_server.domain.notebooks.publications.versions import ListVersions
from jupyter_openbis_server.domain.uploads.many.upload_many import UploadMany
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.uploads.upload_data_set import PlanUpload, UploadDataset
from jupyter_openbis_server.entrypoints.use_cases import NotebookUseCases, UploadUseCases
from jupyter_openbis_server.entrypoints.wiring.services import PROGRAM, utc_now
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


class Uploads(containers.DeclarativeContainer):
    """Uploads: check, run, queue."""

    adapters = UsedDependencies()
    services = UsedDependencies()

    checks = providers.Factory(UploadChecks, adapters.entities, adapters.data_sets, adapters.types, adapters.workspace)
    upload = providers.Factory(UploadDataset, services.sessions, checks, adapters.data_store, services.change_guard)
    upload_many = providers.Factory(
        UploadMany,
        services.sessions,
        upload,
        adapters.upload_journals,
        adapters.workers,
        clock=providers.Object(utc_now),
    )
    use_cases = providers.Singleton(
        UploadUseCases,
        plan=providers.Factory(PlanUpload, services.sessions, checks),
        start=providers.Factory(StartUpload, adapters.connections, services.jobs, upload, services.change_guard),
        upload=upload,
        upload_many=upload_many,
    )


class Notebooks(containers.DeclarativeContainer):
    """Notebooks: publish, open again, and save with the environments of their kernels."""

    adapters = UsedDependencies()
    services = UsedDependencies()
    downloads = UsedDependencies()
    uploads = UsedDependencies()
    object_files = UsedDependencies()
    research_objects = UsedDependencies()

    builders = providers.Factory(
        PublicationBuilders,
        data_set=providers.Factory(
            PublicationBuilder,
            uploads.checks,
            adapters.workspace,
            adapters.notebook_pages,
            research_objects.publication_crate,
        ),
        files=providers.Factory(
            FilePublicationBuilder,
            uploads.checks,
            object_files.checks,
            program=PROGRAM,
            companions=research_objects.publication_crate,
        ),
        clock=providers.Object(utc_now),
    )
    publish = providers.Factory(PublishNotebook, builders, uploads.upload, object_files.upload, services.change_guard)
    save_environment = providers.Factory(SaveEnvironment, adapters.workspace)
    use_cases = providers.Singleton(
        NotebookUseCases,
        plan_publication=providers.Factory(PlanPublication, services.sessions, builders),
        publish=publish,
        start_publication=providers.Factory(
            StartPublication, adapters.connections, services.jobs, publish, services.change_guard
        ),
        save_requirements=providers.Factory(SaveRequirements, adapters.workspace),
        save_environment=save_environment,
        capture_requirements=providers.Factory(
            CaptureRequirements, adapters.workspace, adapters.kernels, save_environment
        ),
        list_versions=providers.Factory(ListVersions, services.sessions, adapters.searches),
        plan_opening=providers.Factory(
            PlanOpening,
            services.sessions,
            downloads.planner,
            adapters.entities,
            adapters.data_sets,
            adapters.data_store,
            adapters.download_folders,
        ),
    )
