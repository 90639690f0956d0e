"""Downloads in other processes and on other machines, through any executor of `concurrent.futures`.

For each data set, a `DownloadTask` and the name of a function are sent; a `DownloadOutcome` is returned.
"""

from jupyter_openbis_server.entrypoints.cluster.download_executor import FuturesDownloadExecutor

__all__ = ["FuturesDownloadExecutor"]
