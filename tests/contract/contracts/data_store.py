"""The contract of the port `DataStore`."""

from .reads import ReadsContract
from .uploads import UploadsContract


class DataStoreContract(ReadsContract, UploadsContract):
    """Fixtures: `data_store`, `data_sets`, `sessions`, `instance`, `dead_instance`, `credentials`, `world`."""
