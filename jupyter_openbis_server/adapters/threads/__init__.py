"""Work outside the caller's thread."""

from jupyter_openbis_server.adapters.threads.download_crew import ThreadedDownloadCrew
from jupyter_openbis_server.adapters.threads.work_queue import ThreadedWorkQueue

__all__ = ["ThreadedDownloadCrew", "ThreadedWorkQueue"]
