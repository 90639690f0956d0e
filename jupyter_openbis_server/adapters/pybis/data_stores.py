"""Which data store takes uploads."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.adapters.pybis.addresses import data_store_address
from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.adapters.pybis.v3_objects import typed
from jupyter_openbis_server.domain.errors import UploadFailed
from jupyter_openbis_server.domain.model.data_set import AFS


@dataclass(frozen=True)
class UploadStore:
    """A data store that registers uploaded data sets; `address` is a `data_store_address`."""

    code: str
    address: str


def upload_store(client: Client) -> UploadStore:
    """Return the data store for uploads. Raises UploadFailed if openBIS has none."""
    result = client.call(
        "searchDataStores",
        typed("datastore.search.DataStoreSearchCriteria"),
        typed("datastore.fetchoptions.DataStoreFetchOptions"),
    ).required_bean("result")
    for row in result.beans("objects"):
        code = row.required_text("code")
        if code != AFS:  # newer openBIS lists its file server among the data stores; it takes no uploaded data sets
            return UploadStore(code, data_store_address(client.instance, row.text("downloadUrl")))
    raise UploadFailed("openBIS has no data store that takes uploads")
