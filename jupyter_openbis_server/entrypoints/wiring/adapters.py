"""Providers of the adapters. Tests override them."""

from __future__ import annotations

from pathlib import Path

from dependency_injector import containers, providers

from jupyter_openbis_server.adapters.caches.entity_types import CachedEntityTypes
from jupyter_openbis_server.adapters.caches.property_types import CachedPropertyTypes
from jupyter_openbis_server.adapters.environment import EnvironmentConnection
from jupyter_openbis_server.adapters.filesystem.audit_log import AuditLogFile
from jupyter_openbis_server.adapters.filesystem.connections.connection_file import YamlConnectionFile
from jupyter_openbis_server.adapters.filesystem.connections.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import FILE_NAME
from jupyter_openbis_server.adapters.filesystem.connections.token_files import TokenFiles
from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.filesystem.packages import FilesystemPackages
from jupyter_openbis_server.adapters.filesystem.sync.folder_changes import FilesystemFolderChanges
from jupyter_openbis_server.adapters.filesystem.sync.kept_folders_file import KeptFoldersFile
from jupyter_openbis_server.adapters.filesystem.sync.known_states import FilesystemKnownStates
from jupyter_openbis_server.adapters.filesystem.sync.sync_folders import FilesystemSyncFolders
from jupyter_openbis_server.adapters.filesystem.type_codes import TypeCodes
from jupyter_openbis_server.adapters.filesystem.upload_journals import UploadJournalFiles
from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace
from jupyter_openbis_server.adapters.kernels import JupyterKernels
from jupyter_openbis_server.adapters.kernels.runner import KernelNotebookRunner
from jupyter_openbis_server.adapters.keyring import KeyringTokens
from jupyter_openbis_server.adapters.nbconvert import NbconvertPages
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.session_pybis import PybisClients
from jupyter_openbis_server.adapters.openbis.changes.entity_changes import OpenbisEntityChanges
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.entities import OpenbisEntities
from jupyter_openbis_server.adapters.openbis.metadata.entity_types import OpenbisEntityTypes
from jupyter_openbis_server.adapters.openbis.metadata.instances import OpenbisInstances
from jupyter_openbis_server.adapters.openbis.metadata.property_types import OpenbisPropertyTypes
from jupyter_openbis_server.adapters.openbis.metadata.relations import OpenbisRelations
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.adapters.openbis.search.searches import OpenbisSearches
from jupyter_openbis_server.adapters.openbis.upload.afs.object_files import OpenbisObjectFiles
from jupyter_openbis_server.adapters.previews.readers import ChildHdf5Reader, ChildImageRenderer
from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.adapters.rocrate import RocrateElnReader, RocrateReader, RocrateWriter
from jupyter_openbis_server.adapters.shared.notebook_json import notebook_in
from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.adapters.threads import (
    ThreadedBackgroundWork,
    ThreadedTimers,
    ThreadedWorkers,
    ThreadedWorkQueue,
)
from jupyter_openbis_server.adapters.virtual_environments import VirtualEnvironments
from jupyter_openbis_server.domain.connections.ports import PanelLogin, TokenIssuer
from jupyter_openbis_server.domain.diagnostics.null_observer import NullObserver
from jupyter_openbis_server.domain.jobs.null_listener import NullJobListener
from jupyter_openbis_server.domain.shared.rate_limit import RateLimit
from jupyter_openbis_server.domain.sync.keeping.ports import NullKeptListener
from jupyter_openbis_server.entrypoints.settings import (
    ConfiguredConnections,
    Settings,
    audit_log_in,
    kept_folders_in,
    type_codes_in,
)


def _connection_files(folders: tuple[Path, ...]) -> tuple[YamlConnectionFile, ...]:
    return tuple(YamlConnectionFile(folder / FILE_NAME) for folder in folders)


def _own_file(folder: Path | None) -> YamlConnectionFile | None:
    return YamlConnectionFile(folder / FILE_NAME) if folder else None


def _token_files(data_folder: Path) -> TokenFiles:
    return TokenFiles(data_folder / "tokens")


def _kept_folders(data_folder: Path, root_dir: Path) -> KeptFoldersFile:
    return KeptFoldersFile(kept_folders_in(data_folder), root_dir)


def _audit_log(audit_log: Path | None, data_folder: Path) -> AuditLogFile:
    return AuditLogFile(audit_log or audit_log_in(data_folder))


def _type_codes(data_folder: Path) -> TypeCodes:
    return TypeCodes(type_codes_in(data_folder))


def _rate_limit(max_rate: int | None) -> RateLimit | None:
    return None if max_rate is None else RateLimit(max_rate)


class Adapters(containers.DeclarativeContainer):
    """One provider per port, named after the port."""

    settings = providers.Dependency(instance_of=Settings)

    # Overridden by entrypoints that have such an object.
    observer = providers.Singleton(NullObserver)
    job_listener = providers.Singleton(NullJobListener)
    kept_listener = providers.Singleton(NullKeptListener)
    panel_login: providers.Provider[PanelLogin | None] = providers.Object(None)
    token_issuer: providers.Provider[TokenIssuer | None] = providers.Object(None)

    # openBIS
    http_limits = providers.Singleton(
        HttpLimits,
        connect_seconds=settings.provided.connect_timeout,
        read_seconds=settings.provided.read_timeout,
        allowed_hosts=settings.provided.allowed_hosts,
        rate=providers.Singleton(_rate_limit, settings.provided.max_rate),
    )
    clients = providers.Singleton(Clients, http_limits, observer.provided.on_request)
    sessions = providers.Singleton(OpenbisSessions, clients)
    native_clients = providers.Singleton(PybisClients, clients)
    instances = providers.Singleton(OpenbisInstances, clients)
    entities = providers.Singleton(OpenbisEntities, clients)
    data_sets = providers.Singleton(OpenbisDataSets, clients)
    relations = providers.Singleton(OpenbisRelations, clients)
    searches = providers.Singleton(OpenbisSearches, clients)
    uncached_types = providers.Singleton(OpenbisEntityTypes, clients)
    types = providers.Singleton(CachedEntityTypes, uncached_types, settings.provided.types_max_age)
    uncached_property_types = providers.Singleton(OpenbisPropertyTypes, clients)
    property_types = providers.Singleton(CachedPropertyTypes, uncached_property_types, settings.provided.types_max_age)
    data_store = providers.Singleton(OpenbisDataStore, clients)
    object_files = providers.Singleton(OpenbisObjectFiles, clients)
    entity_changes = providers.Singleton(OpenbisEntityChanges, clients)

    # Connections and their tokens
    connections = providers.Singleton(ConnectionRegistry)
    connection_files = providers.Singleton(
        ConnectionFiles,
        settings.provided.config_folders,
        settings.provided.verify_certificates,
        settings.provided.own_config_folder,
    )
    configured_connections = providers.Singleton(ConfiguredConnections, settings)
    environment_connection = providers.Singleton(
        EnvironmentConnection, settings.provided.environ, settings.provided.verify_certificates
    )
    connection_sources = providers.List(connection_files, configured_connections, environment_connection)
    writable_files = providers.Singleton(_connection_files, settings.provided.config_folders)
    own_file = providers.Singleton(_own_file, settings.provided.own_config_folder)
    keyring_tokens = providers.Singleton(KeyringTokens)
    token_files = providers.Singleton(_token_files, settings.provided.data_folder)
    token_stores = providers.List(keyring_tokens, token_files)

    # This computer
    download_folders = providers.Singleton(FilesystemDownloadFolders, settings.provided.download_places)
    workspace = providers.Singleton(FilesystemWorkspace, settings.provided.root_dir, settings.provided.workspace_places)
    sync_folders = providers.Singleton(FilesystemSyncFolders, settings.provided.download_places)
    known_states = providers.Singleton(FilesystemKnownStates, settings.provided.download_places)
    kept_folders = providers.Singleton(_kept_folders, settings.provided.data_folder, settings.provided.root_dir)
    folder_changes = providers.Singleton(FilesystemFolderChanges)
    audit_log = providers.Singleton(_audit_log, settings.provided.audit_log, settings.provided.data_folder)
    upload_journals = providers.Singleton(UploadJournalFiles)
    mounts = providers.Singleton(
        SshfsMounts,
        settings.provided.data_folder,
        is_strict=settings.provided.strict_host_keys,
        guard=settings.provided.download_places.check_mountpoint,
        allowed_hosts=settings.provided.allowed_hosts,
    )
    kernels = providers.Singleton(JupyterKernels, settings.provided.environ)
    notebook_pages = providers.Singleton(NbconvertPages, settings.provided.root_dir)
    notebook_parser = providers.Object(notebook_in)
    notebook_runner = providers.Singleton(KernelNotebookRunner, settings.provided.environ)
    environments = providers.Singleton(VirtualEnvironments, settings.provided.environ)
    crate_writer = providers.Singleton(RocrateWriter)
    crate_reader = providers.Singleton(RocrateReader)
    eln_reader = providers.Singleton(RocrateElnReader)
    packages = providers.Singleton(FilesystemPackages, settings.provided.download_places)
    image_renderer = providers.Singleton(ChildImageRenderer)
    hdf5_reader = providers.Singleton(ChildHdf5Reader)
    background_work = providers.Singleton(ThreadedBackgroundWork)
    workers = providers.Singleton(ThreadedWorkers)
    work_queue = providers.Singleton(ThreadedWorkQueue, settings.provided.transfers)
    timers = providers.Singleton(ThreadedTimers)
    type_codes = providers.Singleton(_type_codes, settings.provided.data_folder)
