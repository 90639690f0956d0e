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
    │   ├── InvalidPath
    │   ├── ConflictingCredentials
    │   ├── NoFilesMatch
    │   ├── InvalidUpload
    │   ├── NothingToVerify
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
    ├── ConnectionFailed
    │   ├── InstanceUnreachable
    │   │   └── UntrustedCertificate
    │   ├── HostNotAllowed
    │   └── UnexpectedResponse
    ├── RequestRefused
    │   └── NoAccessTokens
    ├── NotFound
    │   ├── EntityNotFound
    │   ├── DataSetNotFound
    │   ├── FileNotInDataSet
    │   └── UnknownJob
    ├── DataNotAvailable
    │   ├── DataSetArchived
    │   ├── DataSetInAfs
    │   ├── NoFilesOfOwner
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
    ├── Cancelled
    │   ├── ServerStopped
    │   └── ClientLeft
    ├── ServerBusy
    ├── WorkerLost
    ├── NoWorkersAvailable
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
    NotFound,
    UnknownJob,
)
from jupyter_openbis_server.domain.errors.base import OpenbisError
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
from jupyter_openbis_server.domain.errors.sessions import (
    MissingCredentials,
    NotAToken,
    NotLoggedIn,
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
    InvalidUpload,
    PartialDownloadFailure,
    UploadFailed,
    UploadUnconfirmed,
)
from jupyter_openbis_server.domain.errors.work import (
    Cancelled,
    ClientLeft,
    InternalError,
    NoWorkersAvailable,
    ServerBusy,
    ServerStopped,
    WorkerLost,
)

__all__ = [
    "AmbiguousConnection",
    "Cancelled",
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
    "InvalidConnection",
    "InvalidInput",
    "InvalidPath",
    "InvalidReference",
    "InvalidSearch",
    "InvalidUpload",
    "KernelDied",
    "KernelFailed",
    "KernelNotSpecified",
    "KernelTimeout",
    "KeyringUnavailable",
    "KindNotAllowedHere",
    "MissingCredentials",
    "MountError",
    "MountFailed",
    "MountingUnavailable",
    "NoAccessTokens",
    "NoFilesMatch",
    "NoFilesOfOwner",
    "NoWorkersAvailable",
    "NotANotebook",
    "NotAToken",
    "NotFound",
    "NotLoggedIn",
    "NotMounted",
    "NotebookTooLarge",
    "NothingToVerify",
    "OpenbisError",
    "PartialDownloadFailure",
    "RequestRefused",
    "ServerBusy",
    "ServerStopped",
    "SessionExpired",
    "SessionTokenAsPassword",
    "SourceNotReadable",
    "StorageError",
    "TargetNotWritable",
    "TextNotebooksNotSupported",
    "TokenExpired",
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
