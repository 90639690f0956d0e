"""Use cases for entrypoints, one typed value per subject.

Handlers, commands and the library receive these and never the container (`bootstrap`), so that each call can be
followed by name: `use_cases.connections.login(...)` calls `Login.__call__`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.browsing import Browse, ListComponents, ListContents, ListDataSets
from jupyter_openbis_server.domain.catalogue.use_cases import FindDetails, ListEntityTypes, ShowDetails, ShowManyDetails
from jupyter_openbis_server.domain.catalogue.walk_tree import WalkTree
from jupyter_openbis_server.domain.changes.change_entity import ApplyChange, PlanChange
from jupyter_openbis_server.domain.changes.create_entity import CreateEntity, PlanCreation
from jupyter_openbis_server.domain.changes.unarchiving import RequestUnarchiving, WaitUntilAvailable
from jupyter_openbis_server.domain.confirmed_changes.use_cases import ConfirmChange, ProposeChange
from jupyter_openbis_server.domain.connections.known_connections import (
    AddPanelConnections,
    FindConnection,
    KnownConnections,
)
from jupyter_openbis_server.domain.connections.load_connections import LoadConnections, ReloadConnections
from jupyter_openbis_server.domain.connections.logins import OpenNativeClient, ShareLogin
from jupyter_openbis_server.domain.connections.ports import TokenStore
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.connections.who_am_i import WhoAmI
from jupyter_openbis_server.domain.diagnostics.health import GetHealth
from jupyter_openbis_server.domain.diagnostics.observation import Observation
from jupyter_openbis_server.domain.diagnostics.run_diagnostics import RunDiagnostics
from jupyter_openbis_server.domain.downloads.bulk.attempt_download import AttemptDownload
from jupyter_openbis_server.domain.downloads.bulk.download_many import DownloadMany
from jupyter_openbis_server.domain.downloads.bulk.download_references import DownloadReferences
from jupyter_openbis_server.domain.downloads.bulk.download_several import DownloadSeveral
from jupyter_openbis_server.domain.downloads.bulk.find_absent import FindAbsent
from jupyter_openbis_server.domain.downloads.bulk.ports import DownloadExecutor
from jupyter_openbis_server.domain.downloads.copy_file import CopyFile
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset, PlanDownload
from jupyter_openbis_server.domain.downloads.local_downloads import LocalDownloads, VerifyDownloads
from jupyter_openbis_server.domain.eln_archives.import_archive import ImportArchive
from jupyter_openbis_server.domain.eln_archives.plan_import import PlanImport
from jupyter_openbis_server.domain.files.describe import Describe
from jupyter_openbis_server.domain.files.list_files import ListFiles
from jupyter_openbis_server.domain.files.list_folder import ListFolder
from jupyter_openbis_server.domain.files.own_files import ListOwnFiles
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.files.stream_file import ReadBeginning, StreamFile
from jupyter_openbis_server.domain.hierarchy.use_cases import FindEntry, ListFolderContents
from jupyter_openbis_server.domain.jobs.find_local_copy import FindLocalCopy
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.jobs.start import StartDownload, StartFileUpload, StartPublication, StartUpload
from jupyter_openbis_server.domain.jobs.start_sync import StartSync
from jupyter_openbis_server.domain.lineage.trace_lineage import TraceLineage
from jupyter_openbis_server.domain.mounts.mounting import Mount
from jupyter_openbis_server.domain.mounts.unmounting import Unmount
from jupyter_openbis_server.domain.notebooks.environments.capture_requirements import CaptureRequirements
from jupyter_openbis_server.domain.notebooks.environments.save_environment import SaveEnvironment
from jupyter_openbis_server.domain.notebooks.environments.save_requirements import SaveRequirements
from jupyter_openbis_server.domain.notebooks.publications.plan_opening import PlanOpening
from jupyter_openbis_server.domain.notebooks.publications.publish_notebook import PlanPublication, PublishNotebook
from jupyter_openbis_server.domain.notebooks.publications.versions import ListVersions
from jupyter_openbis_server.domain.object_files.change_files import CreateFolder, DeleteFiles, MoveFile
from jupyter_openbis_server.domain.object_files.plan_file_upload import PlanFileUpload
from jupyter_openbis_server.domain.object_files.storage_options import ListStorageOptions
from jupyter_openbis_server.domain.object_files.store_files import LookUpTargets, StoreFiles
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.domain.previews.preview_file import PreviewFile
from jupyter_openbis_server.domain.registry.check_instance import CheckInstance
from jupyter_openbis_server.domain.registry.delete_connection import DeleteDefinition, UnregisterConnection
from jupyter_openbis_server.domain.registry.edit_connection import EditConnection
from jupyter_openbis_server.domain.registry.list_connections import (
    GetConnection,
    GetOnlyConnection,
    ListConnections,
    ListServersWithoutTokens,
)
from jupyter_openbis_server.domain.registry.login import Login, Logout
from jupyter_openbis_server.domain.registry.register_connection import RegisterConnection
from jupyter_openbis_server.domain.registry.trust_certificate import TrustCertificate
from jupyter_openbis_server.domain.research_objects.export_notebook import ExportNotebook
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_lineage import TraceNotebookLineage
from jupyter_openbis_server.domain.research_objects.reruns.publication_source import FetchPublication
from jupyter_openbis_server.domain.research_objects.reruns.rerun_notebook import PlanRerun, RerunNotebook
from jupyter_openbis_server.domain.search.search import Search, SearchAll
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.stored_logins.delete_stored_login import DeleteStoredLogin, ForgetLogin
from jupyter_openbis_server.domain.stored_logins.remember_login import CheckLogin
from jupyter_openbis_server.domain.stored_logins.restore_login import RestoreLogin
from jupyter_openbis_server.domain.stored_logins.store_login import StoreLogin
from jupyter_openbis_server.domain.sync.data_sets.send_data_sets import SendDataSets
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.domain.sync.keeping.keep_folder import KeepFolder
from jupyter_openbis_server.domain.sync.look_at_sync import LookAtSync
from jupyter_openbis_server.domain.sync.planning.plan_sync import PlanSync
from jupyter_openbis_server.domain.sync.running.run_sync import RunSync
from jupyter_openbis_server.domain.sync.show_sync_plan import ShowSyncPlan
from jupyter_openbis_server.domain.sync.states.show_folder_state import ShowFolderState
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder, WatchForDataSets
from jupyter_openbis_server.domain.traces.trace_notebook import TraceNotebook, VerifyLocalCopy
from jupyter_openbis_server.domain.uploads.many.upload_many import UploadMany
from jupyter_openbis_server.domain.uploads.upload_data_set import PlanUpload, UploadDataset
from jupyter_openbis_server.entrypoints.settings import Settings


@dataclass(frozen=True)
class ConnectionUseCases:
    """Connections and their logins.

    Attributes:
        sessions: The sessions of all connections.
        known: Known state of the connections; no request is sent.
        delete_definition: Deletes an entry in any connection file of Jupyter's configuration path.
        token_stores: Where tokens can be stored: `keyring` or `file`.
    """

    sessions: SessionManager
    known: KnownConnections
    load: LoadConnections
    reload: ReloadConnections
    add_from_panel: AddPanelConnections
    find: FindConnection
    list: ListConnections
    servers_without_tokens: ListServersWithoutTokens
    get: GetConnection
    get_only: GetOnlyConnection
    register: RegisterConnection
    edit: EditConnection
    unregister: UnregisterConnection
    delete_definition: DeleteDefinition
    check_instance: CheckInstance
    trust_certificate: TrustCertificate
    login: Login
    logout: Logout
    share_login: ShareLogin
    store_login: StoreLogin
    restore_login: RestoreLogin
    delete_stored_login: DeleteStoredLogin
    forget_login: ForgetLogin
    check_login: CheckLogin
    open_native_client: OpenNativeClient
    token_stores: Mapping[str, TokenStore]
    who_am_i: WhoAmI


@dataclass(frozen=True)
class CatalogueUseCases:
    """The content of openBIS: spaces, projects, experiments, samples, data sets and types.

    Attributes:
        folder_contents: Lists an entity as a folder, with a unique name for each entry.
        find_entry: Finds an entry of such a folder by its name.
        remember_type_codes: Stores the type codes of a connection for the completion in shells.
    """

    browse: Browse
    search: Search
    search_all: SearchAll
    show_details: ShowDetails
    find_details: FindDetails
    show_many_details: ShowManyDetails
    trace_lineage: TraceLineage
    describe: Describe
    list_contents: ListContents
    list_data_sets: ListDataSets
    list_components: ListComponents
    folder_contents: ListFolderContents
    find_entry: FindEntry
    walk_tree: WalkTree
    list_types: ListEntityTypes
    remember_type_codes: Callable[[str, Iterable[str]], None]


@dataclass(frozen=True)
class FileUseCases:
    """Files of data sets, read without a download."""

    list: ListFiles
    list_folder: ListFolder
    list_own: ListOwnFiles
    read: ReadFile
    stream: StreamFile
    read_beginning: ReadBeginning
    preview: PreviewFile
    copy: CopyFile


@dataclass(frozen=True)
class DownloadUseCases:
    """Downloads, new and existing.

    Attributes:
        start: Queues a download as a job.
        attempt: Downloads one data set and returns an outcome instead of raising an error.
        reporting_executor: Returns the executor of `download_many` for a progress and a number of concurrent downloads.
        download_many: Downloads any number of data sets, e.g. of an iterator, several concurrently.
        download_several: Downloads the data sets of one list; their metadata is requested together.
        references: Finds and downloads all data sets below spaces, projects, experiments and samples.
        find_absent: Finds downloads whose data sets are not in openBIS any more.
        local: The downloads in a folder.
    """

    plan: PlanDownload
    start: StartDownload
    download: DownloadDataset
    attempt: AttemptDownload
    reporting_executor: Callable[[Progress, int], DownloadExecutor]
    download_many: DownloadMany
    download_several: DownloadSeveral
    references: DownloadReferences
    find_absent: FindAbsent
    local: LocalDownloads
    verify: VerifyDownloads
    find_local_copy: FindLocalCopy
    verify_local_copy: VerifyLocalCopy
    trace: TraceNotebook


@dataclass(frozen=True)
class UploadUseCases:
    """Uploads; `start` queues one as a job."""

    plan: PlanUpload
    start: StartUpload
    upload: UploadDataset
    upload_many: UploadMany


@dataclass(frozen=True)
class ChangeUseCases:
    """Changes of metadata, new samples and experiments, files back from the archive.

    Attributes:
        plan: Shows what `apply` would change.
        plan_creation: Shows what `create` would create.
    """

    plan: PlanChange
    apply: ApplyChange
    plan_creation: PlanCreation
    create: CreateEntity
    request_unarchiving: RequestUnarchiving
    wait_until_available: WaitUntilAvailable


@dataclass(frozen=True)
class ConfirmedChangeUseCases:
    """Changes that are planned in one call and made by another one, with an audit log."""

    propose: ProposeChange
    confirm: ConfirmChange


@dataclass(frozen=True)
class ObjectFileUseCases:
    """Files of samples and experiments in openBIS 7's file server.

    Attributes:
        start: Queues an upload as a job.
        look_up: Looks at names before files are written that `store` stores under them.
    """

    options: ListStorageOptions
    plan: PlanFileUpload
    start: StartFileUpload
    upload: UploadFiles
    delete: DeleteFiles
    move: MoveFile
    create_folder: CreateFolder
    look_up: LookUpTargets
    store: StoreFiles


@dataclass(frozen=True)
class SyncUseCases:
    """Folders that follow the files of a sample or experiment, or the other way round.

    Attributes:
        look: Returns what a folder is synchronised with, without requests to openBIS.
        show_plan: Plans, and returns an overview of bounded size.
        start: Queues a synchronisation as a job.
        show_state: Shows the states of the files in a folder, without requests to openBIS.
        keep: Begins to keep a folder in openBIS.
        keeping: The folders that are kept in openBIS.
        send_data_sets: Sends new and changed files as data sets.
    """

    look: LookAtSync
    plan: PlanSync
    run: RunSync
    watch: WatchFolder
    show_plan: ShowSyncPlan
    start: StartSync
    show_state: ShowFolderState
    keep: KeepFolder
    keeping: FolderKeeping
    send_data_sets: SendDataSets
    watch_for_data_sets: WatchForDataSets


@dataclass(frozen=True)
class NotebookUseCases:
    """Publications of notebooks, and the environments of their kernels.

    Attributes:
        start_publication: Queues a publication as a job.
        plan_opening: Plans the downloads of a published notebook and of its data.
    """

    plan_publication: PlanPublication
    publish: PublishNotebook
    start_publication: StartPublication
    save_requirements: SaveRequirements
    save_environment: SaveEnvironment
    capture_requirements: CaptureRequirements
    list_versions: ListVersions
    plan_opening: PlanOpening


@dataclass(frozen=True)
class ResearchObjectUseCases:
    """Notebooks with all that others need to read and run them.

    Attributes:
        fetch_publication: Downloads a publication, so that it can be run again.
        rerun: Executes the code of anybody; callers ask the user before.
    """

    export: ExportNotebook
    plan_rerun: PlanRerun
    trace_notebook_lineage: TraceNotebookLineage
    fetch_publication: FetchPublication
    rerun: RerunNotebook


@dataclass(frozen=True)
class ElnArchiveUseCases:
    """Imports of the entries of other electronic laboratory notebooks."""

    plan: PlanImport
    run: ImportArchive


@dataclass(frozen=True)
class MountUseCases:
    """Data stores as folders."""

    mount: Mount
    unmount: Unmount


@dataclass(frozen=True)
class DiagnosticsUseCases:
    """Diagnostics for operators and users.

    Attributes:
        observation: Reports actions and errors to operators.
        find_sshfs: Returns the path of sshfs; None if it is not installed.
    """

    observation: Observation
    examine: RunDiagnostics
    get_health: GetHealth
    find_sshfs: Callable[[], str | None]


@dataclass(frozen=True)
class UseCases:
    """All use cases of one running program.

    Attributes:
        settings: Settings of the operator or the caller.
        jobs: The transfers that run in the background.
        forget_old_listings: Drops cached listings of files that are too old.
    """

    settings: Settings
    connections: ConnectionUseCases
    catalogue: CatalogueUseCases
    files: FileUseCases
    downloads: DownloadUseCases
    uploads: UploadUseCases
    changes: ChangeUseCases
    confirmed_changes: ConfirmedChangeUseCases
    object_files: ObjectFileUseCases
    sync: SyncUseCases
    notebooks: NotebookUseCases
    research_objects: ResearchObjectUseCases
    eln_archives: ElnArchiveUseCases
    mounts: MountUseCases
    jobs: Jobs
    diagnostics: DiagnosticsUseCases
    forget_old_listings: Callable[[], None]
