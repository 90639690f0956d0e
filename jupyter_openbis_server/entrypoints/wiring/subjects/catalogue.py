"""Wiring of the catalogue and of the files of data sets."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.adapters.caches.file_trees import CachedFileTrees
from jupyter_openbis_server.domain.catalogue.browsing import Browse, ListComponents, ListContents, ListDataSets
from jupyter_openbis_server.domain.catalogue.use_cases import FindDetails, ListEntityTypes, ShowDetails, ShowManyDetails
from jupyter_openbis_server.domain.catalogue.walk_tree import WalkTree
from jupyter_openbis_server.domain.downloads.copy_file import CopyFile
from jupyter_openbis_server.domain.files.describe import Describe
from jupyter_openbis_server.domain.files.list_files import ListFiles
from jupyter_openbis_server.domain.files.list_folder import ListFolder
from jupyter_openbis_server.domain.files.own_files import ListOwnFiles
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.files.stream_file import ReadBeginning, StreamFile
from jupyter_openbis_server.domain.hierarchy.use_cases import FindEntry, ListFolderContents
from jupyter_openbis_server.domain.lineage.trace_lineage import TraceLineage
from jupyter_openbis_server.domain.previews.preview_file import PreviewFile
from jupyter_openbis_server.domain.search.prepare import PrepareSearch
from jupyter_openbis_server.domain.search.search import Search, SearchAll
from jupyter_openbis_server.entrypoints.use_cases import CatalogueUseCases, FileUseCases
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


class Catalogue(containers.DeclarativeContainer):
    """Spaces, projects, experiments, samples, data sets and their types."""

    adapters = UsedDependencies()
    services = UsedDependencies()

    prepare_search = providers.Factory(PrepareSearch, adapters.entities, adapters.property_types, adapters.types)
    browse = providers.Factory(Browse, services.sessions, adapters.entities, adapters.data_sets)
    use_cases = providers.Singleton(
        CatalogueUseCases,
        browse=browse,
        search=providers.Factory(Search, services.sessions, prepare_search, adapters.searches),
        search_all=providers.Factory(SearchAll, services.sessions, prepare_search, adapters.searches),
        show_details=providers.Factory(ShowDetails, services.sessions, adapters.entities),
        find_details=providers.Factory(FindDetails, services.sessions, adapters.entities),
        show_many_details=providers.Factory(ShowManyDetails, services.sessions, adapters.entities),
        trace_lineage=providers.Factory(TraceLineage, services.sessions, adapters.relations),
        describe=providers.Factory(
            Describe, services.sessions, adapters.entities, adapters.data_sets, adapters.data_store
        ),
        list_contents=providers.Factory(ListContents, services.sessions, adapters.entities, adapters.data_sets),
        list_data_sets=providers.Factory(ListDataSets, services.sessions, adapters.entities, adapters.data_sets),
        list_components=providers.Factory(ListComponents, services.sessions, adapters.data_sets),
        folder_contents=providers.Factory(ListFolderContents, browse),
        find_entry=providers.Factory(FindEntry, services.sessions, adapters.entities, adapters.data_sets),
        walk_tree=providers.Factory(WalkTree, services.sessions, adapters.entities, adapters.data_sets),
        list_types=providers.Factory(ListEntityTypes, services.sessions, adapters.types),
        remember_type_codes=adapters.type_codes.provided.remember,
    )


class Files(containers.DeclarativeContainer):
    """Files of data sets, read without a download."""

    adapters = UsedDependencies()
    services = UsedDependencies()

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
        read_beginning=providers.Factory(ReadBeginning, list_files, read_file),
        preview=providers.Factory(PreviewFile, file_trees, read_file, adapters.image_renderer, adapters.hdf5_reader),
        copy=providers.Factory(
            CopyFile, services.sessions, adapters.data_sets, adapters.data_store, adapters.download_folders
        ),
    )
