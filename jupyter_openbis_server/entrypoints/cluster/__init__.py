"""Downloads in other processes and on other machines, through any executor of `concurrent.futures`.

Here goes out: for each data set a `DownloadTask` and the name of a function. What comes back: a `DownloadOutcome`.
"""

from jupyter_openbis_server.entrypoints.cluster.crew import ExecutorCrew

__all__ = ["ExecutorCrew"]
