"""The one place where ports meet adapters.

Every entrypoint takes its use cases from here; a test overrides what it wants to replace:

    container = Container(settings=Settings(root_dir=...))
    container.sessions.override(MemorySessions(...))
    container.login()("my connection", "alice", Secret("..."))
"""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Sequence
from pathlib import Path

from dependency_injector import containers, providers

from jupyter_openbis_server import __version__
from jupyter_openbis_server.adapters.environment import EnvironmentConnection
from jupyter_openbis_server.adapters.filesystem import (
    ConnectionFiles,
    FilesystemDownloadFolders,
    FilesystemWorkspace,
    TokenFiles,
    YamlConnectionFile,
)
from jupyter_openbis_server.adapters.filesystem.connection_yaml import FILE_NAME
from jupyter_openbis_server.adapters.kernels import JupyterKernels
from jupyter_openbis_server.adapters.keyring import KeyringTokens
from jupyter_openbis_server.adapters.memory import (
    MemoryConnections,
    MemoryJobListener,
    MemoryObserver,
    RememberedDataSetTypes,
    RememberedFileTrees,
)
from jupyter_openbis_server.adapters.nbconvert import NbconvertPages
from jupyter_openbis_server.adapters.pybis import (
    Clients,
    HttpLimits,
    PybisDataSets,
    PybisDataSetTypes,
    PybisDataStore,
    PybisEntities,
    PybisInstances,
    PybisSessions,
)
from jupyter_openbis_server.adapters.sshfs import SshfsMounts, find_program
from jupyter_openbis_server.adapters.threads import ThreadedDownloadCrew, ThreadedWorkQueue
from jupyter_openbis_server.domain.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.observation import Observation
from jupyter_openbis_server.domain.ports import PanelLogin
from jupyter_openbis_server.domain.publishing import Publishing
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.upload_checks import UploadChecks
from jupyter_openbis_server.domain.use_cases import (
    AddPanelConnections,
    AttemptDownload,
    Browse,
    CancelJob,
    CaptureRequirements,
    CheckInstance,
    CheckSession,
    CopyFile,
    DescribeDataset,
    DownloadDataset,
    DownloadMany,
    EditConnection,
    Examine,
    FindConnection,
    FindLocalCopy,
    FindUnfinishedDownloads,
    ForgetConnection,
    ForgetLogin,
    GetConnection,
    GetHealth,
    GetJob,
    GetOnlyConnection,
    GetPanelSession,
    GetSession,
    KeepLogin,
    LeaveOpenbis,
    LinkDatasets,
    ListConnections,
    ListContents,
    ListDataSets,
    ListDataSetTypes,
    ListDownloads,
    ListFiles,
    ListFolder,
    ListJobs,
    LoadConnections,
    Login,
    Logout,
    Mount,
    PlanDownload,
    PlanPublication,
    PlanUpload,
    PreviewFile,
    PublishNotebook,
    ReadFile,
    RecallLogin,
    RegisterConnection,
    ReloadConnections,
    RemoveConnection,
    SaveConnection,
    SaveOwnConnection,
    SaveRequirements,
    Search,
    ShareLogin,
    ShowDetails,
    StartDownload,
    StartPublication,
    StartUpload,
    Unmount,
    UnmountOwn,
    UnregisterConnection,
    UploadDataset,
    VerifyDownloads,
)
from jupyter_openbis_server.entrypoints.settings import ConfiguredConnections, Settings

_PROGRAM = f"jupyter-openbis-server {__version__}"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.timezone.utc)


def _label() -> str:
    """Return what personal access tokens are called in openBIS: tokens of one label share a session, so one a host."""
    return f"jupyter-openbis on {platform.node()}"


def _connection_files(folders: Sequence[Path]) -> list[YamlConnectionFile]:
    return [YamlConnectionFile(folder / FILE_NAME) for folder in folders]


def _own_file(folder: Path | None) -> YamlConnectionFile | None:
    return YamlConnectionFile(folder / FILE_NAME) if folder else None


def _token_files(data_folder: Path) -> TokenFiles:
    return TokenFiles(data_folder / "tokens")


class Container(containers.DeclarativeContainer):
    """Adapters below, use cases on top."""

    settings = providers.Dependency(instance_of=Settings)

    # Ports
    connections = providers.Singleton(MemoryConnections)
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
    http_limits = providers.Singleton(
        HttpLimits, connect_seconds=settings.provided.connect_timeout, read_seconds=settings.provided.read_timeout
    )
    observer = providers.Singleton(MemoryObserver, keeps=0)  # entrypoints with operators put theirs here
    clients = providers.Singleton(Clients, http_limits, observer.provided.asked)
    sessions = providers.Singleton(PybisSessions, clients)
    instances = providers.Singleton(PybisInstances, clients)
    entities = providers.Singleton(PybisEntities, clients)
    data_sets = providers.Singleton(PybisDataSets, clients)
    asked_types = providers.Singleton(PybisDataSetTypes, clients)
    types = providers.Singleton(RememberedDataSetTypes, asked_types, settings.provided.types_max_age)
    data_store = providers.Singleton(PybisDataStore, clients)
    download_folders = providers.Singleton(FilesystemDownloadFolders, settings.provided.download_places)
    workspace = providers.Singleton(FilesystemWorkspace, settings.provided.root_dir)
    mounts = providers.Singleton(
        SshfsMounts, settings.provided.data_folder, is_strict=settings.provided.strict_host_keys
    )
    sshfs = providers.Callable(find_program, "sshfs")
    kernels = providers.Singleton(JupyterKernels, settings.provided.environ)
    notebook_pages = providers.Singleton(NbconvertPages)
    work_queue = providers.Singleton(ThreadedWorkQueue, settings.provided.transfers)
    job_listener = providers.Singleton(MemoryJobListener, keeps=0)  # entrypoints that show jobs put theirs here

    connection_file = providers.Factory(YamlConnectionFile)  # of a path
    written_files = providers.Callable(_connection_files, settings.provided.config_folders)
    own_file = providers.Singleton(_own_file, settings.provided.own_config_folder)
    keyring_tokens = providers.Singleton(KeyringTokens)
    token_files = providers.Singleton(_token_files, settings.provided.data_folder)
    token_keepers = providers.List(keyring_tokens, token_files)
    panel_login: providers.Provider[PanelLogin | None] = providers.Object(None)  # programs of kernels put theirs here

    # Use cases
    observation = providers.Singleton(Observation, observer, connections)
    keeper = providers.Singleton(SessionKeeper, connections, sessions, panel_login)
    connection_sources = providers.List(connection_files, configured_connections, environment_connection)
    load_connections = providers.Factory(LoadConnections, connections, connection_sources)
    reload_connections = providers.Singleton(ReloadConnections, connections, keeper, connection_sources)
    save_own_connection = providers.Factory(SaveOwnConnection, own_file)
    register_connection = providers.Factory(RegisterConnection, connections, keeper, save_own_connection)
    save_connection = providers.Factory(SaveConnection)  # into a connection file
    unregister_connection = providers.Factory(UnregisterConnection, connections, keeper, mounts)
    list_connections = providers.Factory(ListConnections, connections, mounts)
    get_connection = providers.Factory(GetConnection, connections, mounts)
    get_only_connection = providers.Factory(GetOnlyConnection, connections)
    add_panel_connections = providers.Singleton(AddPanelConnections, connections, keeper, panel_login)
    find_connection = providers.Factory(FindConnection, connections, add_panel_connections)
    share_login = providers.Factory(ShareLogin, keeper, sessions)
    get_panel_session = providers.Factory(GetPanelSession, keeper)
    get_session = providers.Factory(GetSession, keeper)
    check_session = providers.Factory(CheckSession, keeper)
    check_instance = providers.Factory(CheckInstance, instances)
    login = providers.Factory(Login, connections, keeper, mounts)
    keep_login = providers.Factory(
        KeepLogin, connections, keeper, sessions, label=providers.Callable(_label), clock=providers.Object(_now)
    )
    recall_login = providers.Factory(RecallLogin, connections, token_keepers)
    forget_login = providers.Factory(ForgetLogin, connections, sessions, token_keepers)
    remove_connection = providers.Factory(RemoveConnection, connections, written_files, forget_login)
    forget_connection = providers.Factory(ForgetConnection, connections, own_file, forget_login, unregister_connection)
    logout = providers.Factory(Logout, keeper, mounts)
    leave_openbis = providers.Factory(LeaveOpenbis, connections, keeper)
    mount = providers.Factory(Mount, connections, mounts)
    unmount = providers.Factory(Unmount, connections, mounts)
    unmount_own = providers.Factory(UnmountOwn, mounts)
    examine = providers.Factory(
        Examine, connections, keeper, instances, mounts, download_folders, clock=providers.Object(_now)
    )
    browse = providers.Factory(Browse, keeper, entities, data_sets)
    search = providers.Factory(Search, keeper, entities, data_sets)
    show_details = providers.Factory(ShowDetails, keeper, entities)
    list_contents = providers.Factory(ListContents, keeper, entities, data_sets)
    list_data_sets = providers.Factory(ListDataSets, keeper, entities, data_sets)
    list_data_set_types = providers.Factory(ListDataSetTypes, keeper, types)
    describe_dataset = providers.Factory(DescribeDataset, keeper, data_sets, data_store)
    list_files = providers.Factory(ListFiles, keeper, data_sets, data_store)
    file_trees = providers.Singleton(RememberedFileTrees, list_files, connections)
    list_folder = providers.Factory(ListFolder, file_trees)
    read_file = providers.Factory(ReadFile, keeper, data_sets, data_store)
    preview_file = providers.Factory(PreviewFile, file_trees, read_file)
    copy_file = providers.Factory(CopyFile, keeper, data_sets, data_store, download_folders)
    planner = providers.Factory(DownloadPlanner, data_sets, data_store, download_folders)
    plan_download = providers.Factory(PlanDownload, keeper, planner)
    download_dataset = providers.Factory(
        DownloadDataset, keeper, planner, data_store, download_folders, program=_PROGRAM, clock=providers.Object(_now)
    )
    attempt_download = providers.Factory(AttemptDownload, download_dataset)
    download_crew = providers.Factory(ThreadedDownloadCrew, attempt_download)  # for so many at a time
    download_many = providers.Factory(DownloadMany, connections, download_folders, download_crew.provider)
    list_downloads = providers.Factory(ListDownloads, download_folders)
    verify_downloads = providers.Factory(VerifyDownloads, download_folders)
    find_unfinished_downloads = providers.Factory(FindUnfinishedDownloads, download_folders)
    upload_checks = providers.Factory(UploadChecks, entities, data_sets, types, workspace)
    plan_upload = providers.Factory(PlanUpload, keeper, upload_checks)
    upload_dataset = providers.Factory(UploadDataset, keeper, upload_checks, data_store)
    publishing = providers.Factory(Publishing, upload_checks, workspace, notebook_pages)
    plan_publication = providers.Factory(PlanPublication, keeper, publishing)
    publish_notebook = providers.Factory(PublishNotebook, publishing, upload_dataset)
    jobs = providers.Singleton(Jobs, work_queue, job_listener, clock=providers.Object(_now))
    edit_connection = providers.Factory(
        EditConnection,
        connections,
        keeper,
        mounts,
        jobs,
        save_own_connection,
        forget_login,
        settings.provided.verify_certificates,
    )
    link_datasets = providers.Factory(LinkDatasets, connections, keeper, data_sets, mounts, download_folders)
    start_download = providers.Factory(
        StartDownload, connections, download_folders, jobs, download_dataset, link_datasets
    )
    start_upload = providers.Factory(StartUpload, connections, jobs, upload_dataset)
    start_publication = providers.Factory(StartPublication, connections, jobs, publish_notebook)
    get_health = providers.Factory(GetHealth, connections, jobs)
    find_local_copy = providers.Factory(FindLocalCopy, connections, download_folders, jobs)
    list_jobs = providers.Factory(ListJobs, jobs)
    get_job = providers.Factory(GetJob, jobs)
    cancel_job = providers.Factory(CancelJob, jobs)
    save_requirements = providers.Factory(SaveRequirements, workspace)
    capture_requirements = providers.Factory(CaptureRequirements, workspace, kernels, save_requirements)
