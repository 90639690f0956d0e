"""Errors of the domain.

    OpenbisError
    ├── UnknownConnection
    ├── AmbiguousConnection
    ├── InvalidInput
    │   ├── InvalidConnection
    │   │   └── HttpNotAllowed
    │   ├── InvalidReference
    │   ├── KindNotAllowedHere
    │   ├── InvalidSearch
    │   ├── InvalidLineage
    │   ├── InvalidPath
    │   ├── ConflictingCredentials
    │   ├── NoFilesMatch
    │   ├── InvalidFields
    │   │   ├── InvalidUpload
    │   │   └── InvalidChange
    │   ├── InvalidUploads
    │   ├── InvalidJournal
    │   ├── NothingToVerify
    │   ├── InvalidCrate
    │   ├── NotANotebook
    │   ├── TextNotebooksNotSupported
    │   ├── NotebookTooLarge
    │   ├── KernelNotSpecified
    │   ├── UnknownKernel
    │   └── UnsupportedLanguage
    ├── ConnectionClosed
    ├── NotLoggedIn
    │   ├── WrongCredentials
    │   │   ├── NotAToken
    │   │   └── SessionTokenAsPassword
    │   ├── WrongUser
    │   ├── MissingCredentials
    │   └── SessionExpired
    │       └── TokenExpired
    ├── RememberingRefused
    ├── ConnectionFailed
    │   ├── InstanceUnreachable
    │   │   └── UntrustedCertificate
    │   │       └── CertificateNotTrusted
    │   │           └── CertificateChanged
    │   ├── HostNotAllowed
    │   └── UnexpectedResponse
    ├── RequestRefused
    │   └── NoAccessTokens
    ├── NotFound
    │   ├── EntityNotFound
    │   ├── DataSetNotFound
    │   ├── FileNotInDataSet
    │   ├── NoPublishedNotebook
    │   └── UnknownJob
    ├── DataNotAvailable
    │   ├── DataSetArchived
    │   ├── DataSetInAfs
    │   ├── NoFilesOfOwner
    │   ├── NothingToDownload
    │   └── DataSetNotPhysical
    ├── IntegrityError
    ├── StorageError
    │   ├── TargetNotWritable
    │   ├── DiskFull
    │   ├── SourceNotReadable
    │   ├── FolderNotResponding
    │   └── KeyringUnavailable
    ├── FileConflict
    ├── FileOfAnotherNotebook
    ├── DownloadFailed
    │   └── PartialDownloadFailure
    ├── UploadFailed
    │   └── UploadUnconfirmed
    ├── ReadOnly
    ├── ChangedMeanwhile
    ├── ChangeFailed
    │   └── ChangeUnconfirmed
    ├── UnarchivingFailed
    ├── MountError
    │   ├── MountFailed
    │   │   ├── HostKeyRefused
    │   │   └── MountingUnavailable
    │   ├── UnmountFailed
    │   └── NotMounted
    ├── KernelFailed
    │   ├── KernelDied
    │   └── KernelTimeout
    ├── ConversionFailed
    ├── EnvironmentFailed
    ├── Cancelled
    │   ├── ServerStopped
    │   └── ClientLeft
    ├── ServerBusy
    ├── WorkerLost
    ├── NoWorkersAvailable
    ├── MissingPackage
    └── InternalError

Each class has a stable `code` for programs. `str(error)` is one sentence for the user that says what to do, and never
contains a secret.
"""

from jupyter_openbis_server.domain.errors.availability import (
    DataNotAvailable,
    DataSetArchived,
    DataSetInAfs,
    DataSetNotFound,
    DataSetNotPhysical,
    EntityNotFound,
    FileNotInDataSet,
    NoFilesOfOwner,
    NoPublishedNotebook,
    NotFound,
    NothingToDownload,
    UnknownJob,
)
from jupyter_openbis_server.domain.errors.base import OpenbisError
from jupyter_openbis_server.domain.errors.changes import (
    ChangedField,
    ChangedMeanwhile,
    ChangeFailed,
    ChangeUnconfirmed,
    InvalidChange,
    ReadOnly,
    UnarchivingFailed,
)
from jupyter_openbis_server.domain.errors.connections import (
    AmbiguousConnection,
    ConflictingCredentials,
    ConnectionClosed,
    HttpNotAllowed,
    InvalidConnection,
    UnknownConnection,
)
from jupyter_openbis_server.domain.errors.input import (
    InvalidInput,
    InvalidLineage,
    InvalidPath,
    InvalidReference,
    InvalidSearch,
    KindNotAllowedHere,
    NoFilesMatch,
    NothingToVerify,
)
from jupyter_openbis_server.domain.errors.mounts import (
    HostKeyRefused,
    MountError,
    MountFailed,
    MountingUnavailable,
    NotMounted,
    UnmountFailed,
)
from jupyter_openbis_server.domain.errors.network import (
    CertificateChanged,
    CertificateNotTrusted,
    ConnectionFailed,
    HostNotAllowed,
    InstanceUnreachable,
    NoAccessTokens,
    RequestRefused,
    UnexpectedResponse,
    UntrustedCertificate,
)
from jupyter_openbis_server.domain.errors.notebooks import (
    ConversionFailed,
    KernelDied,
    KernelFailed,
    KernelNotSpecified,
    KernelTimeout,
    NotANotebook,
    NotebookTooLarge,
    TextNotebooksNotSupported,
    UnknownKernel,
    UnsupportedLanguage,
)
from jupyter_openbis_server.domain.errors.research_objects import EnvironmentFailed, InvalidCrate
from jupyter_openbis_server.domain.errors.sessions import (
    MissingCredentials,
    NotAToken,
    NotLoggedIn,
    RememberingRefused,
    SessionExpired,
    SessionTokenAsPassword,
    TokenExpired,
    WrongCredentials,
    WrongUser,
)
from jupyter_openbis_server.domain.errors.storage import (
    DiskFull,
    FileConflict,
    FileOfAnotherNotebook,
    FolderNotResponding,
    KeyringUnavailable,
    SourceNotReadable,
    StorageError,
    TargetNotWritable,
)
from jupyter_openbis_server.domain.errors.transfers import (
    DownloadFailed,
    FieldProblem,
    IntegrityError,
    InvalidFields,
    InvalidJournal,
    InvalidUpload,
    InvalidUploads,
    PartialDownloadFailure,
    RowProblem,
    UploadFailed,
    UploadUnconfirmed,
)
from jupyter_openbis_server.domain.errors.work import (
    Cancelled,
    ClientLeft,
    InternalError,
    MissingPackage,
    NoWorkersAvailable,
    ServerBusy,
    ServerStopped,
    WorkerLost,
)

__all__ = [
    "AmbiguousConnection",
    "Cancelled",
    "CertificateChanged",
    "CertificateNotTrusted",
    "ChangeFailed",
    "ChangeUnconfirmed",
    "ChangedField",
    "ChangedMeanwhile",
    "ClientLeft",
    "ConflictingCredentials",
    "ConnectionClosed",
    "ConnectionFailed",
    "ConversionFailed",
    "DataNotAvailable",
    "DataSetArchived",
    "DataSetInAfs",
    "DataSetNotFound",
    "DataSetNotPhysical",
    "DiskFull",
    "DownloadFailed",
    "EntityNotFound",
    "EnvironmentFailed",
    "FieldProblem",
    "FileConflict",
    "FileNotInDataSet",
    "FileOfAnotherNotebook",
    "FolderNotResponding",
    "HostKeyRefused",
    "HostNotAllowed",
    "HttpNotAllowed",
    "InstanceUnreachable",
    "IntegrityError",
    "InternalError",
    "InvalidChange",
    "InvalidConnection",
    "InvalidCrate",
    "InvalidFields",
    "InvalidInput",
    "InvalidJournal",
    "InvalidLineage",
    "InvalidPath",
    "InvalidReference",
    "InvalidSearch",
    "InvalidUpload",
    "InvalidUploads",
    "KernelDied",
    "KernelFailed",
    "KernelNotSpecified",
    "KernelTimeout",
    "KeyringUnavailable",
    "KindNotAllowedHere",
    "MissingCredentials",
    "MissingPackage",
    "MountError",
    "MountFailed",
    "MountingUnavailable",
    "NoAccessTokens",
    "NoFilesMatch",
    "NoFilesOfOwner",
    "NoPublishedNotebook",
    "NoWorkersAvailable",
    "NotANotebook",
    "NotAToken",
    "NotFound",
    "NotLoggedIn",
    "NotMounted",
    "NotebookTooLarge",
    "NothingToDownload",
    "NothingToVerify",
    "OpenbisError",
    "PartialDownloadFailure",
    "ReadOnly",
    "RememberingRefused",
    "RequestRefused",
    "RowProblem",
    "ServerBusy",
    "ServerStopped",
    "SessionExpired",
    "SessionTokenAsPassword",
    "SourceNotReadable",
    "StorageError",
    "TargetNotWritable",
    "TextNotebooksNotSupported",
    "TokenExpired",
    "UnarchivingFailed",
    "UnexpectedResponse",
    "UnknownConnection",
    "UnknownJob",
    "UnknownKernel",
    "UnmountFailed",
    "UnsupportedLanguage",
    "UntrustedCertificate",
    "UploadFailed",
    "UploadUnconfirmed",
    "WorkerLost",
    "WrongCredentials",
    "WrongUser",
]
