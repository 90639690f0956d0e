"""Background threads for transfers and parallel downloads."""

from jupyter_openbis_server.adapters.threads.download_executor import ThreadedDownloadExecutor
from jupyter_openbis_server.adapters.threads.timers import ThreadedTimers
from jupyter_openbis_server.adapters.threads.work_queue import ThreadedWorkQueue
from jupyter_openbis_server.adapters.threads.workers import ThreadedWorkers

__all__ = ["ThreadedDownloadExecutor", "ThreadedTimers", "ThreadedWorkQueue", "ThreadedWorkers"]
