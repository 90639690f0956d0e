"""Wiring of uploads and of notebooks, whose publications are uploads."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.jobs.start import StartPublication, StartUpload
from jupyter_openbis_server.domain.notebooks.environments.capture_requirements import CaptureRequirements
from jupyter_openbis_server.domain.notebooks.environments.save_environment import SaveEnvironment
from jupyter_openbis_server.domain.notebooks.environments.save_requirements import SaveRequirements
from jupyter_openbis_server.domain.notebooks.publications.publication_builder import PublicationBuilder
from jupyter_openbis_server.domain.notebooks.publications.publish_notebook import PlanPublication, PublishNotebook
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.uploads.upload_data_set import PlanUpload, UploadDataset
from jupyter_openbis_server.entrypoints.use_cases import NotebookUseCases, UploadUseCases


class Uploads(containers.DeclarativeContainer):
    """Uploads: check, run, queue."""

    adapters = providers.DependenciesContainer()
    services = providers.DependenciesContainer()

    checks = providers.Factory(UploadChecks, adapters.entities, adapters.data_sets, adapters.types, adapters.workspace)
    upload = providers.Factory(UploadDataset, services.sessions, checks, adapters.data_store)
    use_cases = providers.Singleton(
        UploadUseCases,
        plan=providers.Factory(PlanUpload, services.sessions, checks),
        start=providers.Factory(StartUpload, adapters.connections, services.jobs, upload),
        upload=upload,
    )


class Notebooks(containers.DeclarativeContainer):
    """Notebooks: publish, and save with the environments of their kernels."""

    adapters = providers.DependenciesContainer()
    services = providers.DependenciesContainer()
    uploads = providers.DependenciesContainer()

    builder = providers.Factory(PublicationBuilder, uploads.checks, adapters.workspace, adapters.notebook_pages)
    publish = providers.Factory(PublishNotebook, builder, uploads.upload)
    save_environment = providers.Factory(SaveEnvironment, adapters.workspace)
    use_cases = providers.Singleton(
        NotebookUseCases,
        plan_publication=providers.Factory(PlanPublication, services.sessions, builder),
        start_publication=providers.Factory(StartPublication, adapters.connections, services.jobs, publish),
        save_requirements=providers.Factory(SaveRequirements, adapters.workspace),
        save_environment=save_environment,
        capture_requirements=providers.Factory(
            CaptureRequirements, adapters.workspace, adapters.kernels, save_environment
        ),
    )
