"""All ports, in memory: for tests, for the demo, and for programs that bring their own world."""

from jupyter_openbis_server.adapters.memory.connection_file import MemoryConnectionFile
from jupyter_openbis_server.adapters.memory.connections import MemoryConnections
from jupyter_openbis_server.adapters.memory.data_set_types import MemoryDataSetTypes
from jupyter_openbis_server.adapters.memory.data_sets import MemoryDataSets
from jupyter_openbis_server.adapters.memory.data_store import MemoryDataStore
from jupyter_openbis_server.adapters.memory.download_crew import MemoryDownloadCrew
from jupyter_openbis_server.adapters.memory.download_folders import MemoryDownloadFolders
from jupyter_openbis_server.adapters.memory.entities import MemoryEntities
from jupyter_openbis_server.adapters.memory.instances import MemoryInstances
from jupyter_openbis_server.adapters.memory.job_listener import MemoryJobListener
from jupyter_openbis_server.adapters.memory.kernels import MemoryKernels
from jupyter_openbis_server.adapters.memory.mounts import MemoryMounts
from jupyter_openbis_server.adapters.memory.network import MemoryNetwork
from jupyter_openbis_server.adapters.memory.notebook_pages import MemoryNotebookPages
from jupyter_openbis_server.adapters.memory.observer import MemoryObserver
from jupyter_openbis_server.adapters.memory.openbis import MemoryOpenbis
from jupyter_openbis_server.adapters.memory.panel_login import MemoryPanelLogin
from jupyter_openbis_server.adapters.memory.remembered_trees import RememberedFileTrees
from jupyter_openbis_server.adapters.memory.remembered_types import RememberedDataSetTypes
from jupyter_openbis_server.adapters.memory.sessions import MemorySessions
from jupyter_openbis_server.adapters.memory.stored import StoredDataSet
from jupyter_openbis_server.adapters.memory.token_keeper import MemoryTokenKeeper
from jupyter_openbis_server.adapters.memory.work_queue import MemoryWorkQueue
from jupyter_openbis_server.adapters.memory.workspace import MemorySourceFile, MemoryWorkspace

__all__ = [
    "MemoryConnectionFile",
    "MemoryConnections",
    "MemoryDataSetTypes",
    "MemoryDataSets",
    "MemoryDataStore",
    "MemoryDownloadCrew",
    "MemoryDownloadFolders",
    "MemoryEntities",
    "MemoryInstances",
    "MemoryJobListener",
    "MemoryKernels",
    "MemoryMounts",
    "MemoryNetwork",
    "MemoryNotebookPages",
    "MemoryObserver",
    "MemoryOpenbis",
    "MemoryPanelLogin",
    "MemorySessions",
    "MemorySourceFile",
    "MemoryTokenKeeper",
    "MemoryWorkQueue",
    "MemoryWorkspace",
    "RememberedDataSetTypes",
    "RememberedFileTrees",
    "StoredDataSet",
]
