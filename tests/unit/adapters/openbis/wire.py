"""Constants and a client for requests."""

from jupyter_openbis_server.adapters.openbis.api.client import Client, Clients
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret

TOKEN = "admin-230317133255245x9E43A1B2C3D4E5F60718293A4B5C6D7E"
URL = "https://openbis.example.org"
V3 = f"{URL}/openbis/openbis/rmi-application-server-v3.json"
LIMITS = HttpLimits(response_bytes=100_000, retry_seconds=0.001)
"""The timeouts are those of the program: shorter ones would expire on a busy machine."""
SESSION = Session(Instance("lab", URL), Secret(TOKEN), "admin")


def client() -> Client:
    return Clients(LIMITS).of(SESSION)
