"""What the domain needs from the world. Adapters implement these; each has an in-memory fake in `adapters/memory`.

All methods may block and are called from worker threads, several at a time. They raise domain errors only. Every
method that takes a `Session` may raise SessionExpired, InstanceUnreachable (UntrustedCertificate), InstanceNonsense and
RequestRefused; that is not repeated below. Whatever asks openBIS ends with Cancelled, within a second, when the
cancellation that governs the thread is cancelled (`Cancellation.governs`).
"""

from jupyter_openbis_server.domain.ports.connections import (
    ConnectionFile,
    Connections,
    ConnectionSource,
    PanelLogin,
    TokenKeeper,
)
from jupyter_openbis_server.domain.ports.data_store import DataStore, FileTrees, Progress
from jupyter_openbis_server.domain.ports.host import Kernels, Mounts, NotebookPages, Workspace
from jupyter_openbis_server.domain.ports.observing import Observer
from jupyter_openbis_server.domain.ports.openbis import DataSets, DataSetTypes, Entities, Instances, Sessions
from jupyter_openbis_server.domain.ports.receiving import DownloadFolder, DownloadFolders, IncomingFile, Receiver
from jupyter_openbis_server.domain.ports.work import Attempt, DownloadCrew, JobListener, WorkQueue

__all__ = [
    "Attempt",
    "ConnectionFile",
    "ConnectionSource",
    "Connections",
    "DataSetTypes",
    "DataSets",
    "DataStore",
    "DownloadCrew",
    "DownloadFolder",
    "DownloadFolders",
    "Entities",
    "FileTrees",
    "IncomingFile",
    "Instances",
    "JobListener",
    "Kernels",
    "Mounts",
    "NotebookPages",
    "Observer",
    "PanelLogin",
    "Progress",
    "Receiver",
    "Sessions",
    "TokenKeeper",
    "WorkQueue",
    "Workspace",
]
