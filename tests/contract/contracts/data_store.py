"""The contract of the port `DataStore`."""

from tests.contract.contracts.reads import ReadsContract
from tests.contract.contracts.uploads import UploadsContract


class DataStoreContract(ReadsContract, UploadsContract):
    """Fixtures: `data_store`, `data_sets`, `sessions`, `instance`, `dead_instance`, `credentials`, `world`."""
