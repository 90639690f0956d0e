"""The context of every part of the fake openBIS: state, settings, and faults."""

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.fake_openbis.faults.faults import Faults
from jupyter_openbis_server.fake_openbis.server.call_log import CallLog
from jupyter_openbis_server.fake_openbis.server.requests_log import RequestLog
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.sessions import Sessions
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings

__all__ = ["Context", "ServerSettings"]


@dataclass(frozen=True)
class Context:
    """One running fake openBIS as its handlers and methods see it.

    Attributes:
        laboratory: The entities.
        sessions: Sessions and personal access tokens.
        faults: The faults in force.
        settings: The switches.
        requests: What was asked.
        calls: Where the JSON-RPC calls are written to.
        base_url: Gives the server's own URL without trailing slash (known once the port is bound).
        clock: Seconds since 1970 UTC.
    """

    laboratory: Laboratory
    sessions: Sessions
    faults: Faults
    settings: ServerSettings
    requests: RequestLog
    calls: CallLog
    base_url: Callable[[], str]
    clock: Callable[[], float]
