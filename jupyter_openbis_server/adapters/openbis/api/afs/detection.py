"""Whether an openBIS server has a file server (AFS), and where (openbis-afs 1).

Both are asked once per server and cached, failures too, for a shorter time: neither a server without AFS nor one whose
AFS does not answer costs a further request per operation.
"""

from __future__ import annotations

from functools import partial

from jupyter_openbis_server.adapters.openbis.api.addresses import file_server_address
from jupyter_openbis_server.adapters.openbis.api.afs.connection import AfsConnection, Request
from jupyter_openbis_server.adapters.openbis.api.afs.errors import Asked, FileServerNotFound
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.v3_objects import typed
from jupyter_openbis_server.adapters.openbis.http.errors import Unavailable
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.domain.catalogue.data_set import AFS
from jupyter_openbis_server.domain.errors import (
    InstanceUnreachable,
    OpenbisError,
    RequestRefused,
    UnexpectedResponse,
)
from jupyter_openbis_server.domain.shared.kept_errors import detached

AFS_STORES = typed(
    "datastore.search.DataStoreSearchCriteria",
    operator="AND",
    criteria=[typed("datastore.search.DataStoreKindSearchCriteria", dataStoreKinds=[AFS])],
)
"""Criteria for data stores; as a part of criteria for data sets, for those in AFS."""

_GUESS = "/afs-server"
_ANSWERS = {b"true": True, b"false": False}
_MAX_BYTES = 64


def has_afs(client: Client) -> bool:
    """Whether openBIS lists a file server.

    Raises:
        RequestRefused, ConnectionFailed, SessionExpired: openBIS does not answer the question.
    """
    return _stated(client) is not None


def afs_address(client: Client) -> str:
    """Return the base address of the file server.

    It is what openBIS states: with the data store, else in the server information. Older servers of openBIS 7 state
    none; then `<openBIS>/afs-server` is tried with one request, and after a failure not again for three minutes.

    Raises:
        FileServerNotFound: openBIS has none, or none is found.
        HostNotAllowed, InstanceUnreachable: the server at the address that is tried is not reached.
        UnexpectedResponse: openBIS states an address that cannot be used.
    """
    return client.known.afs_addresses.get(client.instance, partial(_found, client))


def is_session_valid(connection: AfsConnection) -> bool:
    """Whether the file server knows the session. Raises UnexpectedResponse for the answer of another server."""
    request = Request("GET", Asked("isSessionValid"))

    def take(response: HttpResponse) -> bool:
        valid = _ANSWERS.get(response.content(_MAX_BYTES).strip().lower())
        if valid is None:
            raise connection.unexpected(request)
        return valid

    return connection.run(request, take)


def _stated(client: Client) -> str | None:
    """Return the address that openBIS lists with the file server; empty without one, None without a file server."""
    return client.known.afs.get(client.instance, partial(_listed, client))


def _listed(client: Client) -> str | None:
    if not client.capabilities().may_have_afs:
        return None
    options = typed("datastore.fetchoptions.DataStoreFetchOptions")
    try:
        found = client.call("searchDataStores", AFS_STORES, options).required_bean("result")
    except RequestRefused:  # a server of the same API version that knows no kinds of data stores
        return None
    rows = [each for each in found.beans("objects") if each.text("code") == AFS]
    return (rows[0].text("downloadUrl") or "") if rows else None


def _found(client: Client) -> str:
    listed = _stated(client)
    if listed is None:
        raise FileServerNotFound("openBIS has no file server")
    stated = listed or client.capabilities().afs_url
    address = file_server_address(client.instance, stated or client.instance.url + _GUESS)
    client.http.peers.add_file_server(address)
    if not stated:
        failure = client.known.afs_failures.get(client.instance, partial(_failure_at, client, address))
        if failure:
            raise detached(failure)
    return address


def _failure_at(client: Client, address: str) -> OpenbisError | None:
    """Return why no file server answers at an address; whether it knows the session does not matter."""
    try:
        is_session_valid(AfsConnection(client, address))
    except (UnexpectedResponse, RequestRefused, Unavailable):
        return FileServerNotFound(
            f"openBIS does not state its address, and no file server answers at {address}; openBIS's operators can "
            "state the address by httpServerPublicUrl"
        )
    except InstanceUnreachable as error:
        return detached(error)
    return None
