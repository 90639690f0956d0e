"""Wiring of the catalogue and of the files of data sets."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.adapters.caches.file_trees import CachedFileTrees
from jupyter_openbis_server.domain.catalogue.browsing import Browse, ListComponents, ListContents, ListDataSets
from jupyter_openbis_server.domain.catalogue.use_cases import ListDataSetTypes, Search, ShowDetails
from jupyter_openbis_server.domain.downloads.copy_file import CopyFile
from jupyter_openbis_server.domain.files.describe import Describe
from jupyter_openbis_server.domain.files.list_files import ListFiles
from jupyter_openbis_server.domain.files.list_folder import ListFolder
from jupyter_openbis_server.domain.files.own_files import ListOwnFiles
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.files.stream_file import StreamFile
from jupyter_openbis_server.domain.previews.preview_file import PreviewFile
from jupyter_openbis_server.entrypoints.use_cases import CatalogueUseCases, FileUseCases


class Catalogue(containers.DeclarativeContainer):
    """Spaces, projects, experiments, samples, data sets and their types."""

    adapters = providers.DependenciesContainer()
    services = providers.DependenciesContainer()

    use_cases = providers.Singleton(
        CatalogueUseCases,
        browse=providers.Factory(Browse, services.sessions, adapters.entities, adapters.data_sets),
        search=providers.Factory(Search, services.sessions, adapters.entities, adapters.data_sets),
        show_details=providers.Factory(ShowDetails, services.sessions, adapters.entities),
        describe=providers.Factory(
            Describe, services.sessions, adapters.entities, adapters.data_sets, adapters.data_store
        ),
        list_contents=providers.Factory(ListContents, services.sessions, adapters.entities, adapters.data_sets),
        list_data_sets=providers.Factory(ListDataSets, services.sessions, adapters.entities, adapters.data_sets),
        list_components=providers.Factory(ListComponents, services.sessions, adapters.data_sets),
        list_data_set_types=providers.Factory(ListDataSetTypes, services.sessions, adapters.types),
        remember_type_codes=adapters.type_codes.provided.remember,
    )


class Files(containers.DeclarativeContainer):
    """Files of data sets, read without a download."""

    adapters = providers.DependenciesContainer()
    services = providers.DependenciesContainer()

    list_files = providers.Factory(ListFiles, services.sessions, services.data_set_references, adapters.data_store)
    read_file = providers.Factory(ReadFile, services.sessions, adapters.data_sets, adapters.data_store)
    file_trees = providers.Singleton(CachedFileTrees, list_files, adapters.connections)
    use_cases = providers.Singleton(
        FileUseCases,
        list=list_files,
        list_folder=providers.Factory(ListFolder, file_trees),
        list_own=providers.Factory(ListOwnFiles, list_files),
        read=read_file,
        stream=providers.Factory(StreamFile, list_files, read_file),
        preview=providers.Factory(PreviewFile, file_trees, read_file),
        copy=providers.Factory(
            CopyFile, services.sessions, adapters.data_sets, adapters.data_store, adapters.download_folders
        ),
    )
