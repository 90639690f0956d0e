"""Which data sets are in openBIS's file server (AFS, openBIS 7).

The first file that is stored for a sample or experiment registers one data set, whose code is the permId of that owner.
Searches for data sets leave them out, unless they name the data store (openbis-protocol.md, 3.2).
"""

from __future__ import annotations

from jupyter_openbis_server.adapters.openbis.api.afs.detection import AFS_STORES, has_afs
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import DATA_SET
from jupyter_openbis_server.adapters.openbis.metadata.searching import Wanted
from jupyter_openbis_server.domain.errors import RequestRefused, UnexpectedResponse


def counted_in_afs(client: Client, criteria: Json) -> tuple[Wanted, ...]:
    """Return what counts those data sets in AFS that meet criteria; nothing for a server without AFS.

    A server that does not answer whether it has one does not keep a listing from being read.
    """
    try:
        return in_afs(client, criteria)
    except (RequestRefused, UnexpectedResponse):
        return ()


def in_afs(client: Client, criteria: Json) -> tuple[Wanted, ...]:
    """Return what finds the data sets in AFS that meet criteria; nothing for a server without AFS.

    Whether there is an AFS is asked once per server and cached, so that servers without one cost no further request.

    Raises:
        RequestRefused, ConnectionFailed, SessionExpired: openBIS does not answer that.
    """
    return (Wanted(DATA_SET, DATA_SET.criteria(criteria, AFS_STORES)),) if has_afs(client) else ()
