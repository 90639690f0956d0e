"""The port `Instances` over openBIS's v3 API."""

from __future__ import annotations

import datetime as dt

from jupyter_openbis_server.adapters.openbis.api.addresses import APPLICATION_SERVER_V3
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.detection import afs_address, has_afs
from jupyter_openbis_server.adapters.openbis.api.capabilities import may_have_access_tokens
from jupyter_openbis_server.adapters.openbis.api.client import Client, Clients
from jupyter_openbis_server.adapters.openbis.api.data_stores import check_data_store, listed_data_stores
from jupyter_openbis_server.domain.catalogue.data_set import AFS
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    DataNotAvailable,
    RequestRefused,
    SessionExpired,
    UnexpectedResponse,
)
from jupyter_openbis_server.domain.instances.data_store_check import DataStoreCheck
from jupyter_openbis_server.domain.instances.instance_facts import InstanceFacts
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.kept_errors import detached

_VERSION_METHODS = ("getMajorVersion", "getMinorVersion")
"""They alone say without a session which openBIS this is; `getServerInformation` wants one."""


class OpenbisInstances:
    """Asks installations about themselves."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def facts(self, session: Session) -> InstanceFacts:
        """Return version, API version and clock of an installation."""
        client = self._clients.of(session)
        facts = client.server_information()
        offered = client.capabilities()
        return InstanceFacts(
            facts.text("openbis-version"), offered.api_version, _clock(client), has_fast_download=offered.fast_download
        )

    def data_stores(self, session: Session) -> tuple[DataStoreCheck, ...]:
        """Ask each data store whether it answers."""
        client = self._clients.of(session)
        return tuple(check_data_store(client, code, url) for code, url in listed_data_stores(client))

    def file_server(self, session: Session) -> DataStoreCheck | None:
        """Ask the file server (AFS) whether it knows the session; None if openBIS lists none."""
        client, address = self._clients.of(session), None
        try:
            if not has_afs(client):
                return None
            address = afs_address(client)
            AfsClient.of(client).is_session_valid()
        except (ConnectionFailed, DataNotAvailable, RequestRefused) as error:
            return DataStoreCheck(AFS, address, detached(error))
        return DataStoreCheck(AFS, address)

    def api_version(self, instance: Instance) -> tuple[int, ...]:
        """Return the version of an installation's v3 API, before a login."""
        client = self._clients.without_session(instance)
        try:
            version = tuple(_number(client.call_publicly(method), instance) for method in _VERSION_METHODS)
        except (RequestRefused, SessionExpired) as error:
            raise UnexpectedResponse(
                instance.name, f"openBIS does not state the version of its API: {error}"
            ) from error
        if not may_have_access_tokens(version):
            client.note_access_tokens(False)
        return version

    def makes_access_tokens(self, instance: Instance) -> bool | None:
        """See the port."""
        return self._clients.without_session(instance).makes_access_tokens


def _clock(client: Client) -> dt.datetime | None:
    """Return the time in the header of a response; the web server runs on the same computer as openBIS."""
    with client.http.send("GET", client.instance.url + APPLICATION_SERVER_V3) as response:
        return response.date


def _number(value: object, instance: Instance) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UnexpectedResponse(instance.name, "openBIS gives a version of its API that is no number")
