"""Background threads for transfers and parallel downloads."""

from jupyter_openbis_server.adapters.threads.download_executor import ThreadedDownloadExecutor
from jupyter_openbis_server.adapters.threads.work_queue import ThreadedWorkQueue

__all__ = ["ThreadedDownloadExecutor", "ThreadedWorkQueue"]
