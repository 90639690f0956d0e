"""Wiring of changes of files of samples and experiments."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.jobs.start import StartFileUpload
from jupyter_openbis_server.domain.object_files.change_files import CreateFolder, DeleteFiles, MoveFile
from jupyter_openbis_server.domain.object_files.plan_file_upload import FileUploadChecks, PlanFileUpload
from jupyter_openbis_server.domain.object_files.storage_options import ListStorageOptions
from jupyter_openbis_server.domain.object_files.store_files import LookUpTargets, StoreFiles
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.entrypoints.use_cases import ObjectFileUseCases
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


class ObjectFiles(containers.DeclarativeContainer):
    """Files of samples and experiments: upload, delete, move."""

    adapters = UsedDependencies()
    services = UsedDependencies()

    checks = providers.Factory(FileUploadChecks, adapters.entities, adapters.object_files, adapters.workspace)
    upload = providers.Factory(UploadFiles, services.sessions, checks, adapters.object_files, services.change_guard)
    changing = (services.sessions, adapters.entities, adapters.object_files, services.change_guard)
    use_cases = providers.Singleton(
        ObjectFileUseCases,
        options=providers.Factory(ListStorageOptions, services.sessions, adapters.types, adapters.object_files),
        plan=providers.Factory(PlanFileUpload, services.sessions, checks),
        start=providers.Factory(StartFileUpload, adapters.connections, services.jobs, upload, services.change_guard),
        upload=upload,
        delete=providers.Factory(DeleteFiles, *changing),
        move=providers.Factory(MoveFile, *changing),
        create_folder=providers.Factory(CreateFolder, *changing),
        look_up=providers.Factory(LookUpTargets, *changing),
        store=providers.Factory(StoreFiles, services.sessions, adapters.object_files, services.change_guard),
    )
