"""The ports towards openBIS, over pyBIS. Importing this package costs little: pyBIS itself is loaded on first use."""

from jupyter_openbis_server.adapters.pybis.client import Clients
from jupyter_openbis_server.adapters.pybis.data_set_types import PybisDataSetTypes
from jupyter_openbis_server.adapters.pybis.data_sets import PybisDataSets
from jupyter_openbis_server.adapters.pybis.data_store import PybisDataStore
from jupyter_openbis_server.adapters.pybis.entities import PybisEntities
from jupyter_openbis_server.adapters.pybis.http_limits import HttpLimits
from jupyter_openbis_server.adapters.pybis.instances import PybisInstances
from jupyter_openbis_server.adapters.pybis.sessions import PybisSessions

__all__ = [
    "Clients",
    "HttpLimits",
    "PybisDataSetTypes",
    "PybisDataSets",
    "PybisDataStore",
    "PybisEntities",
    "PybisInstances",
    "PybisSessions",
]
