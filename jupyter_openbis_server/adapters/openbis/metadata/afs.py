"""Which data sets are in openBIS's file server (AFS, openBIS 7).

The first file that is stored for a sample or experiment registers one data set, whose code is the permId of that owner.
Searches for data sets leave them out, unless they name the data store (openbis-protocol.md, 3.2).
"""

from __future__ import annotations

from functools import partial

from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, typed
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import DATA_SET
from jupyter_openbis_server.adapters.openbis.metadata.searching import Wanted
from jupyter_openbis_server.domain.catalogue.data_set import AFS
from jupyter_openbis_server.domain.errors import RequestRefused, UnexpectedResponse

_IN_AFS = typed(
    "datastore.search.DataStoreSearchCriteria",
    operator="AND",
    criteria=[typed("datastore.search.DataStoreKindSearchCriteria", dataStoreKinds=[AFS])],
)


def counted_in_afs(client: Client, criteria: Json) -> tuple[Wanted, ...]:
    """Return what counts those data sets in AFS that meet criteria; nothing for a server without AFS.

    Whether there is an AFS is asked once per server and cached, so that servers without one cost no further request. A
    server that does not answer this does not keep a listing from being read.
    """
    try:
        has_afs = client.known.afs.get(client.instance, partial(_has_afs, client))
    except (RequestRefused, UnexpectedResponse):
        return ()
    if not has_afs:
        return ()
    return (Wanted(DATA_SET, DATA_SET.criteria(criteria, _IN_AFS)),)


def _has_afs(client: Client) -> bool:
    if not client.capabilities().may_have_afs:
        return False
    options = typed("datastore.fetchoptions.DataStoreFetchOptions")
    try:
        found = client.call("searchDataStores", _IN_AFS, options).required_bean("result")
    except RequestRefused:  # a server of the same API version that knows no kinds of data stores
        return False
    return any(each.text("code") == AFS for each in found.beans("objects"))
