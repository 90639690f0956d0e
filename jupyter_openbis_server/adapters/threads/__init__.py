"""Background threads for transfers, parallel downloads and kept folders."""

from jupyter_openbis_server.adapters.threads.background import ThreadedBackgroundWork
from jupyter_openbis_server.adapters.threads.download_executor import ThreadedDownloadExecutor
from jupyter_openbis_server.adapters.threads.timers import ThreadedTimers
from jupyter_openbis_server.adapters.threads.work_queue import ThreadedWorkQueue
from jupyter_openbis_server.adapters.threads.workers import ThreadedWorkers

__all__ = [
    "ThreadedBackgroundWork",
    "ThreadedDownloadExecutor",
    "ThreadedTimers",
    "ThreadedWorkQueue",
    "ThreadedWorkers",
]
