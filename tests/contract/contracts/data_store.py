"""The contract of the port `DataStore`."""

from .downloads import DownloadsContract
from .uploads import UploadsContract


class DataStoreContract(DownloadsContract, UploadsContract):
    """Fixtures: `data_store`, `data_sets`, `sessions`, `instance`, `dead_instance`, `credentials`, `world`."""
