"""The data stores that openBIS lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.v3_objects import typed
from jupyter_openbis_server.domain.catalogue.data_set import AFS
from jupyter_openbis_server.domain.errors import ConnectionFailed, RequestRefused, SessionExpired, UploadFailed
from jupyter_openbis_server.domain.instances.data_store_check import DataStoreCheck


@dataclass(frozen=True)
class UploadStore:
    """A data store that registers uploaded data sets; `address` is a `data_store_address`."""

    code: str
    address: str


def upload_store(client: Client) -> UploadStore:
    """Return the data store for uploads. Raises UploadFailed if openBIS has none."""
    for code, url in listed_data_stores(client):
        return UploadStore(code, client.data_store(url, code))
    raise UploadFailed("openBIS has no data store that takes uploads")


def listed_data_stores(client: Client) -> Iterator[tuple[str, str | None]]:
    """Yield code and public address of each data store; openBIS need not have the address.

    Newer openBIS lists its file server (AFS) among them. It is left out: it has no data sets of these services.
    """
    result = client.call(
        "searchDataStores",
        typed("datastore.search.DataStoreSearchCriteria"),
        typed("datastore.fetchoptions.DataStoreFetchOptions"),
    ).required_bean("result")
    for row in result.beans("objects"):
        code = row.required_text("code")
        if code != AFS:
            yield code, row.text("downloadUrl")


def check_data_store(client: Client, code: str, url: str | None) -> DataStoreCheck:
    """Ask a data store for the version of its API, which needs no token."""
    try:
        client.ask_data_store(client.data_store(url, code), "getMajorVersion")
    except ConnectionFailed as error:
        return DataStoreCheck(code, url, error)
    except (RequestRefused, SessionExpired):
        pass  # an error of openBIS is a response, too
    return DataStoreCheck(code, url)
