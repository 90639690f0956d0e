"""The port `Instances` over pyBIS."""

from __future__ import annotations

import datetime as dt

from jupyter_openbis_server.adapters.pybis.client import Client, Clients
from jupyter_openbis_server.domain.model import InstanceFacts, Session


class PybisInstances:
    """Asks installations about themselves."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def facts(self, session: Session) -> InstanceFacts:
        """Return what an installation tells of itself."""
        client = self._clients.of(session)
        told = client.call("getServerInformation").required_bean("result")
        return InstanceFacts(told.text("openbis-version"), client.api_version(), _clock(client))


def _clock(client: Client) -> dt.datetime | None:
    """Return the time that stands above an answer of the web server, which runs on the same computer as openBIS."""
    with client.http.send("GET", client.instance.url + client.openbis().as_v3) as answer:
        return answer.date
