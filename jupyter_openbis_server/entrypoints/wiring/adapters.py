"""Providers of the adapters. Tests override them."""

from __future__ import annotations

from pathlib import Path

from dependency_injector import containers, providers

from jupyter_openbis_server.adapters.caches.data_set_types import CachedDataSetTypes
from jupyter_openbis_server.adapters.environment import EnvironmentConnection
from jupyter_openbis_server.adapters.filesystem.connections.connection_file import YamlConnectionFile
from jupyter_openbis_server.adapters.filesystem.connections.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import FILE_NAME
from jupyter_openbis_server.adapters.filesystem.connections.token_files import TokenFiles
from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.filesystem.type_codes import TypeCodes
from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace
from jupyter_openbis_server.adapters.kernels import JupyterKernels
from jupyter_openbis_server.adapters.keyring import KeyringTokens
from jupyter_openbis_server.adapters.nbconvert import NbconvertPages
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_set_types import OpenbisDataSetTypes
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.entities import OpenbisEntities
from jupyter_openbis_server.adapters.openbis.metadata.instances import OpenbisInstances
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.adapters.openbis.upload.afs.object_files import OpenbisObjectFiles
from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.adapters.threads import ThreadedWorkQueue
from jupyter_openbis_server.domain.connections.ports import PanelLogin
from jupyter_openbis_server.domain.diagnostics.null_observer import NullObserver
from jupyter_openbis_server.domain.jobs.null_listener import NullJobListener
from jupyter_openbis_server.entrypoints.settings import ConfiguredConnections, Settings, type_codes_in


def _connection_files(folders: tuple[Path, ...]) -> tuple[YamlConnectionFile, ...]:
    return tuple(YamlConnectionFile(folder / FILE_NAME) for folder in folders)


def _own_file(folder: Path | None) -> YamlConnectionFile | None:
    return YamlConnectionFile(folder / FILE_NAME) if folder else None


def _token_files(data_folder: Path) -> TokenFiles:
    return TokenFiles(data_folder / "tokens")


def _type_codes(data_folder: Path) -> TypeCodes:
    return TypeCodes(type_codes_in(data_folder))


class Adapters(containers.DeclarativeContainer):
    """One provider per port, named after the port."""

    settings = providers.Dependency(instance_of=Settings)

    # Overridden by entrypoints that have such an object.
    observer = providers.Singleton(NullObserver)
    job_listener = providers.Singleton(NullJobListener)
    panel_login: providers.Provider[PanelLogin | None] = providers.Object(None)

    # openBIS
    http_limits = providers.Singleton(
        HttpLimits,
        connect_seconds=settings.provided.connect_timeout,
        read_seconds=settings.provided.read_timeout,
        allowed_hosts=settings.provided.allowed_hosts,
    )
    clients = providers.Singleton(Clients, http_limits, observer.provided.on_request)
    sessions = providers.Singleton(OpenbisSessions, clients)
    instances = providers.Singleton(OpenbisInstances, clients)
    entities = providers.Singleton(OpenbisEntities, clients)
    data_sets = providers.Singleton(OpenbisDataSets, clients)
    uncached_types = providers.Singleton(OpenbisDataSetTypes, clients)
    types = providers.Singleton(CachedDataSetTypes, uncached_types, settings.provided.types_max_age)
    data_store = providers.Singleton(OpenbisDataStore, clients)
    object_files = providers.Singleton(OpenbisObjectFiles, clients)

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
    mounts = providers.Singleton(
        SshfsMounts,
        settings.provided.data_folder,
        is_strict=settings.provided.strict_host_keys,
        guard=settings.provided.download_places.check_mountpoint,
        allowed_hosts=settings.provided.allowed_hosts,
    )
    kernels = providers.Singleton(JupyterKernels, settings.provided.environ)
    notebook_pages = providers.Singleton(NbconvertPages, settings.provided.root_dir)
    work_queue = providers.Singleton(ThreadedWorkQueue, settings.provided.transfers)
    type_codes = providers.Singleton(_type_codes, settings.provided.data_folder)
