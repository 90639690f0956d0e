"""The port `Instances` over pyBIS."""

from __future__ import annotations

import datetime as dt

from jupyter_openbis_server.adapters.pybis.client import Client, Clients
from jupyter_openbis_server.domain.errors import InstanceNonsense, RequestRefused, SessionExpired
from jupyter_openbis_server.domain.model import Instance, InstanceFacts, Session

_VERSION_METHODS = ("getMajorVersion", "getMinorVersion")
"""They alone say without a session which openBIS this is; `getServerInformation` wants one."""


class PybisInstances:
    """Asks installations about themselves."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def facts(self, session: Session) -> InstanceFacts:
        """Return what an installation tells of itself."""
        client = self._clients.of(session)
        told = client.call("getServerInformation").required_bean("result")
        return InstanceFacts(told.text("openbis-version"), client.api_version(), _clock(client))

    def api_version(self, instance: Instance) -> tuple[int, ...]:
        """Return the version of an installation's v3 API, before anybody logs in."""
        client = self._clients.without_session(instance)
        try:
            return tuple(_number(client.call_publicly(method), instance) for method in _VERSION_METHODS)
        except (RequestRefused, SessionExpired) as error:
            raise InstanceNonsense(instance.name, f"openBIS does not tell the version of its API: {error}") from error


def _clock(client: Client) -> dt.datetime | None:
    """Return the time that stands above an answer of the web server, which runs on the same computer as openBIS."""
    with client.http.send("GET", client.instance.url + client.openbis().as_v3) as answer:
        return answer.date


def _number(told: object, instance: Instance) -> int:
    if isinstance(told, int) and not isinstance(told, bool):
        return told
    raise InstanceNonsense(instance.name, "openBIS gives a version of its API that is no number")
