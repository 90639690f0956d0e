"""The things users talk about, as immutable values."""

from jupyter_openbis_server.domain.model.action import Action, ActionKind
from jupyter_openbis_server.domain.model.cancellation import Cancellation
from jupyter_openbis_server.domain.model.connection import Connection, ConnectionStatus
from jupyter_openbis_server.domain.model.connection_definition import ConnectionDefinition, ConnectionEntries
from jupyter_openbis_server.domain.model.connection_origin import ConnectionOrigin
from jupyter_openbis_server.domain.model.contents import Contents, Listing, SearchResults
from jupyter_openbis_server.domain.model.data_set import (
    DataSet,
    DataSetFile,
    DataSetPage,
    PhysicalData,
)
from jupyter_openbis_server.domain.model.data_set_type import DataSetType, PropertyAssignment, VocabularyTerm
from jupyter_openbis_server.domain.model.description import DataSetDescription
from jupyter_openbis_server.domain.model.details import Details, PropertyEntry, Relative
from jupyter_openbis_server.domain.model.download import (
    DataSetPlan,
    Download,
    DownloadPlan,
    DownloadRequest,
    FileState,
    LocalFile,
    PlannedFile,
)
from jupyter_openbis_server.domain.model.download_report import DownloadOutcome, DownloadReport, OutcomeState
from jupyter_openbis_server.domain.model.entity import Entity, EntityKind, EntityPage, EntityReference, Place
from jupyter_openbis_server.domain.model.explicit_login import ExplicitLogin
from jupyter_openbis_server.domain.model.file_tree import FileTree, FolderPage, FolderRow, TreeEntry
from jupyter_openbis_server.domain.model.finding import Finding
from jupyter_openbis_server.domain.model.health import Health
from jupyter_openbis_server.domain.model.instance_check import InstanceCheck
from jupyter_openbis_server.domain.model.instance_facts import InstanceFacts
from jupyter_openbis_server.domain.model.job import Job, JobKind, JobState
from jupyter_openbis_server.domain.model.kept_token import KeptToken
from jupyter_openbis_server.domain.model.kernel_environment import (
    CapturedRequirements,
    CaptureRequest,
    KernelEnvironment,
    Language,
    Origin,
    Package,
)
from jupyter_openbis_server.domain.model.manifest import LocalCopy, LocalDownload, Manifest
from jupyter_openbis_server.domain.model.mount import ConnectionView, Mount
from jupyter_openbis_server.domain.model.mount_settings import MountSettings
from jupyter_openbis_server.domain.model.page import PageRequest
from jupyter_openbis_server.domain.model.panel_connections import PanelConnections
from jupyter_openbis_server.domain.model.preview import Preview, PreviewKind
from jupyter_openbis_server.domain.model.progress import Amount, NoProgress, ProgressReport
from jupyter_openbis_server.domain.model.publication import NotebookPage, Publication, PublishRequest
from jupyter_openbis_server.domain.model.requirements import RequirementsRequest
from jupyter_openbis_server.domain.model.search import SearchQuery, SearchRequest
from jupyter_openbis_server.domain.model.secret import MASK, Secret
from jupyter_openbis_server.domain.model.selection import Selection
from jupyter_openbis_server.domain.model.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.model.upload import ContentFile, DataSetDraft, SourceFile, Upload, UploadRequest
from jupyter_openbis_server.domain.model.verification import Verification

__all__ = [
    "MASK",
    "Action",
    "ActionKind",
    "Amount",
    "Cancellation",
    "CaptureRequest",
    "CapturedRequirements",
    "Connection",
    "ConnectionDefinition",
    "ConnectionEntries",
    "ConnectionOrigin",
    "ConnectionStatus",
    "ConnectionView",
    "ContentFile",
    "Contents",
    "Credentials",
    "DataSet",
    "DataSetDescription",
    "DataSetDraft",
    "DataSetFile",
    "DataSetPage",
    "DataSetPlan",
    "DataSetType",
    "Details",
    "Download",
    "DownloadOutcome",
    "DownloadPlan",
    "DownloadReport",
    "DownloadRequest",
    "Entity",
    "EntityKind",
    "EntityPage",
    "EntityReference",
    "ExplicitLogin",
    "FileState",
    "FileTree",
    "Finding",
    "FolderPage",
    "FolderRow",
    "Health",
    "Instance",
    "InstanceCheck",
    "InstanceFacts",
    "Job",
    "JobKind",
    "JobState",
    "KeptToken",
    "KernelEnvironment",
    "Language",
    "Listing",
    "LocalCopy",
    "LocalDownload",
    "LocalFile",
    "Manifest",
    "Mount",
    "MountSettings",
    "NoProgress",
    "NotebookPage",
    "Origin",
    "OutcomeState",
    "Package",
    "PageRequest",
    "PanelConnections",
    "PhysicalData",
    "Place",
    "PlannedFile",
    "Preview",
    "PreviewKind",
    "ProgressReport",
    "PropertyAssignment",
    "PropertyEntry",
    "Publication",
    "PublishRequest",
    "Relative",
    "RequirementsRequest",
    "SearchQuery",
    "SearchRequest",
    "SearchResults",
    "Secret",
    "Selection",
    "Session",
    "SourceFile",
    "TreeEntry",
    "Upload",
    "UploadRequest",
    "Verification",
    "VocabularyTerm",
]
