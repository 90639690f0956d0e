"""Connects Jupyter to openBIS: connections, data sets down and up, requirements beside the notebook.

The layers, from the inside: `domain` (rules and use cases), `adapters` (openBIS, file system, sshfs …), `entrypoints`
(Jupyter server extension, command line, library). `fake_openbis` is an openBIS server for demos and tests; `testing`
has fakes of the ports.

The names that this package exports are the public Python API, see docs/python-api.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str

    from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind as EntityKind
    from jupyter_openbis_server.domain.changes.entity_change import ChangePlan as ChangePlan
    from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome as DownloadOutcome
    from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadReport as DownloadReport
    from jupyter_openbis_server.domain.downloads.bulk.download_report import OutcomeState as OutcomeState
    from jupyter_openbis_server.domain.downloads.manifest import LocalDownload as LocalDownload
    from jupyter_openbis_server.domain.downloads.verification import Verification as Verification
    from jupyter_openbis_server.domain.eln_archives.plan_import import PlannedObject as PlannedObject
    from jupyter_openbis_server.domain.eln_archives.results import ArchiveResults as ArchiveResults
    from jupyter_openbis_server.domain.errors import AmbiguousConnection as AmbiguousConnection
    from jupyter_openbis_server.domain.errors import Cancelled as Cancelled
    from jupyter_openbis_server.domain.errors import CertificateChanged as CertificateChanged
    from jupyter_openbis_server.domain.errors import CertificateNotTrusted as CertificateNotTrusted
    from jupyter_openbis_server.domain.errors import ChangedMeanwhile as ChangedMeanwhile
    from jupyter_openbis_server.domain.errors import ChangeFailed as ChangeFailed
    from jupyter_openbis_server.domain.errors import ChangeUnconfirmed as ChangeUnconfirmed
    from jupyter_openbis_server.domain.errors import ConflictingCredentials as ConflictingCredentials
    from jupyter_openbis_server.domain.errors import ConnectionClosed as ConnectionClosed
    from jupyter_openbis_server.domain.errors import ConnectionFailed as ConnectionFailed
    from jupyter_openbis_server.domain.errors import ConversionFailed as ConversionFailed
    from jupyter_openbis_server.domain.errors import DataNotAvailable as DataNotAvailable
    from jupyter_openbis_server.domain.errors import DataSetNotFound as DataSetNotFound
    from jupyter_openbis_server.domain.errors import DownloadFailed as DownloadFailed
    from jupyter_openbis_server.domain.errors import EntityNotFound as EntityNotFound
    from jupyter_openbis_server.domain.errors import EnvironmentFailed as EnvironmentFailed
    from jupyter_openbis_server.domain.errors import FileNotInDataSet as FileNotInDataSet
    from jupyter_openbis_server.domain.errors import FileOfAnotherNotebook as FileOfAnotherNotebook
    from jupyter_openbis_server.domain.errors import HttpNotAllowed as HttpNotAllowed
    from jupyter_openbis_server.domain.errors import IntegrityError as IntegrityError
    from jupyter_openbis_server.domain.errors import InvalidChange as InvalidChange
    from jupyter_openbis_server.domain.errors import InvalidConnection as InvalidConnection
    from jupyter_openbis_server.domain.errors import InvalidCrate as InvalidCrate
    from jupyter_openbis_server.domain.errors import InvalidInput as InvalidInput
    from jupyter_openbis_server.domain.errors import InvalidJournal as InvalidJournal
    from jupyter_openbis_server.domain.errors import InvalidLineage as InvalidLineage
    from jupyter_openbis_server.domain.errors import InvalidReference as InvalidReference
    from jupyter_openbis_server.domain.errors import InvalidSearch as InvalidSearch
    from jupyter_openbis_server.domain.errors import InvalidUpload as InvalidUpload
    from jupyter_openbis_server.domain.errors import InvalidUploads as InvalidUploads
    from jupyter_openbis_server.domain.errors import KernelFailed as KernelFailed
    from jupyter_openbis_server.domain.errors import MissingPackage as MissingPackage
    from jupyter_openbis_server.domain.errors import NoFilesMatch as NoFilesMatch
    from jupyter_openbis_server.domain.errors import NotFound as NotFound
    from jupyter_openbis_server.domain.errors import NothingToVerify as NothingToVerify
    from jupyter_openbis_server.domain.errors import NotLoggedIn as NotLoggedIn
    from jupyter_openbis_server.domain.errors import OpenbisError as OpenbisError
    from jupyter_openbis_server.domain.errors import ReadOnly as ReadOnly
    from jupyter_openbis_server.domain.errors import StorageError as StorageError
    from jupyter_openbis_server.domain.errors import UnarchivingFailed as UnarchivingFailed
    from jupyter_openbis_server.domain.errors import UnknownConnection as UnknownConnection
    from jupyter_openbis_server.domain.errors import UploadFailed as UploadFailed
    from jupyter_openbis_server.domain.errors import UploadUnconfirmed as UploadUnconfirmed
    from jupyter_openbis_server.domain.lineage.lineage import LineageGraph as LineageGraph
    from jupyter_openbis_server.domain.object_files.errors import FilesChanged as FilesChanged
    from jupyter_openbis_server.domain.object_files.errors import FilesExist as FilesExist
    from jupyter_openbis_server.domain.object_files.errors import FilesNotUploaded as FilesNotUploaded
    from jupyter_openbis_server.domain.object_files.errors import NoFileServer as NoFileServer
    from jupyter_openbis_server.domain.research_objects.export_notebook import Exported as Exported
    from jupyter_openbis_server.domain.research_objects.reruns.rerun import OutputState as OutputState
    from jupyter_openbis_server.domain.research_objects.reruns.rerun import RerunPlan as RerunPlan
    from jupyter_openbis_server.domain.research_objects.reruns.rerun import RerunReport as RerunReport
    from jupyter_openbis_server.domain.shared.cancellation import Cancellation as Cancellation
    from jupyter_openbis_server.domain.shared.progress import Progress as Progress
    from jupyter_openbis_server.domain.shared.progress import ProgressReport as ProgressReport
    from jupyter_openbis_server.domain.sync.data_sets.report import DataSetSyncReport as DataSetSyncReport
    from jupyter_openbis_server.domain.sync.errors import InvalidSyncState as InvalidSyncState
    from jupyter_openbis_server.domain.sync.errors import NotSynchronised as NotSynchronised
    from jupyter_openbis_server.domain.sync.errors import SyncRunning as SyncRunning
    from jupyter_openbis_server.domain.sync.errors import TooManyDeletions as TooManyDeletions
    from jupyter_openbis_server.domain.sync.plan import SyncPlan as SyncPlan
    from jupyter_openbis_server.domain.sync.report import SyncReport as SyncReport
    from jupyter_openbis_server.domain.uploads.many.report import UploadOutcome as UploadOutcome
    from jupyter_openbis_server.domain.uploads.many.report import UploadReport as UploadReport
    from jupyter_openbis_server.domain.uploads.many.report import UploadState as UploadState
    from jupyter_openbis_server.entrypoints.library.connection import Connection as Connection
    from jupyter_openbis_server.entrypoints.library.entities.entities import Collection as Collection
    from jupyter_openbis_server.entrypoints.library.entities.entities import DataSet as DataSet
    from jupyter_openbis_server.entrypoints.library.entities.entities import Object as Object
    from jupyter_openbis_server.entrypoints.library.entities.entities import Project as Project
    from jupyter_openbis_server.entrypoints.library.entities.entities import Space as Space
    from jupyter_openbis_server.entrypoints.library.entities.files import DataFile as DataFile
    from jupyter_openbis_server.entrypoints.library.entities.lineage import Lineage as Lineage
    from jupyter_openbis_server.entrypoints.library.entities.listing import Listing as Listing
    from jupyter_openbis_server.entrypoints.library.entities.spreadsheet import Spreadsheet as Spreadsheet
    from jupyter_openbis_server.entrypoints.library.library import connect as connect
    from jupyter_openbis_server.entrypoints.library.library import local_downloads as local_downloads
    from jupyter_openbis_server.entrypoints.library.library import save_requirements as save_requirements
    from jupyter_openbis_server.entrypoints.library.library import verify as verify
    from jupyter_openbis_server.entrypoints.library.methods.changes import ImportedEntry as ImportedEntry
    from jupyter_openbis_server.entrypoints.library.methods.searching import SearchResult as SearchResult

_ENTITIES = "entrypoints.library.entities"
_REPORT = "domain.downloads.bulk.download_report"
_ERRORS = (
    "AmbiguousConnection",
    "Cancelled",
    "CertificateChanged",
    "CertificateNotTrusted",
    "ChangeFailed",
    "ChangeUnconfirmed",
    "ChangedMeanwhile",
    "ConflictingCredentials",
    "ConnectionClosed",
    "ConnectionFailed",
    "ConversionFailed",
    "DataNotAvailable",
    "DataSetNotFound",
    "DownloadFailed",
    "EntityNotFound",
    "EnvironmentFailed",
    "FileNotInDataSet",
    "FileOfAnotherNotebook",
    "HttpNotAllowed",
    "IntegrityError",
    "InvalidChange",
    "InvalidConnection",
    "InvalidCrate",
    "InvalidInput",
    "InvalidJournal",
    "InvalidLineage",
    "InvalidReference",
    "InvalidSearch",
    "InvalidUpload",
    "InvalidUploads",
    "KernelFailed",
    "MissingPackage",
    "NoFilesMatch",
    "NotFound",
    "NotLoggedIn",
    "NothingToVerify",
    "OpenbisError",
    "ReadOnly",
    "StorageError",
    "UnarchivingFailed",
    "UnknownConnection",
    "UploadFailed",
    "UploadUnconfirmed",
)
_ERRORS_OF_FILES = ("FilesChanged", "FilesExist", "FilesNotUploaded", "NoFileServer")
_ERRORS_OF_SYNC = ("InvalidSyncState", "NotSynchronised", "SyncRunning", "TooManyDeletions")
_MODULES = {
    **dict.fromkeys(("connect", "local_downloads", "save_requirements", "verify"), "entrypoints.library.library"),
    **dict.fromkeys(("Collection", "DataSet", "Object", "Project", "Space"), f"{_ENTITIES}.entities"),
    **dict.fromkeys(("DownloadOutcome", "DownloadReport", "OutcomeState"), _REPORT),
    **dict.fromkeys(("Progress", "ProgressReport"), "domain.shared.progress"),
    **dict.fromkeys(("UploadOutcome", "UploadReport", "UploadState"), "domain.uploads.many.report"),
    **dict.fromkeys(_ERRORS, "domain.errors"),
    **dict.fromkeys(_ERRORS_OF_FILES, "domain.object_files.errors"),
    **dict.fromkeys(_ERRORS_OF_SYNC, "domain.sync.errors"),
    **dict.fromkeys(("OutputState", "RerunPlan", "RerunReport"), "domain.research_objects.reruns.rerun"),
    "ChangePlan": "domain.changes.entity_change",
    "Cancellation": "domain.shared.cancellation",
    "Connection": "entrypoints.library.connection",
    "DataFile": f"{_ENTITIES}.files",
    "DataSetSyncReport": "domain.sync.data_sets.report",
    "EntityKind": "domain.catalogue.entity_kind",
    "ImportedEntry": "entrypoints.library.methods.changes",
    "PlannedObject": "domain.eln_archives.plan_import",
    "ArchiveResults": "domain.eln_archives.results",
    "Exported": "domain.research_objects.export_notebook",
    "Lineage": f"{_ENTITIES}.lineage",
    "LineageGraph": "domain.lineage.lineage",
    "Listing": f"{_ENTITIES}.listing",
    "LocalDownload": "domain.downloads.manifest",
    "SyncPlan": "domain.sync.plan",
    "SyncReport": "domain.sync.report",
    "SearchResult": "entrypoints.library.methods.searching",
    "Spreadsheet": f"{_ENTITIES}.spreadsheet",
    "Verification": "domain.downloads.verification",
}
"""Names of the public API, and the modules that define them."""

__all__ = ["__version__", *_MODULES]  # noqa: PLE0604 - all are texts


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """Import a name on first use: importing only the version or a model does not load pyBIS.

    The version is read from the metadata of the installation, which also costs more than importing this package.
    """
    if name == "__version__":
        from jupyter_openbis_server.version import VERSION  # noqa: PLC0415

        return VERSION
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Return the entry point of the Jupyter extension. Imported late: the package is also used without Jupyter."""
    from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension  # noqa: PLC0415

    return [{"module": "jupyter_openbis_server", "app": OpenbisExtension}]
