"""The port `NativeClients`: pyBIS in the session of a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.json_rpc import HiddenList
from jupyter_openbis_server.domain.connections.ports import InSession
from jupyter_openbis_server.domain.instances.session import Session

if TYPE_CHECKING:  # pyBIS, pandas and numpy are loaded on first use: they take seconds
    from jupyter_openbis_server.adapters.openbis.api.scripting_pybis import ScriptingOpenbis


class PybisClients:
    """Creates `pybis.Openbis` objects."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def client(self, session: Session, in_session: InSession) -> ScriptingOpenbis:
        """Return an `Openbis` whose requests are sent in the current session."""
        from jupyter_openbis_server.adapters.openbis.api.scripting_pybis import ScriptingOpenbis  # noqa: PLC0415

        return ScriptingOpenbis(session.instance, _Calls(self._clients, session, in_session))


class _Calls:
    """Sends requests that were built for an earlier session in the current one."""

    def __init__(self, clients: Clients, session: Session, in_session: InSession) -> None:
        self._clients, self._in_session = clients, in_session
        self._tokens = {session.token.reveal()}

    def token(self) -> str:
        """Return the token of the current session. Raises NotLoggedIn, ConnectionFailed."""
        token: str = self._in_session(_token_of)
        self._tokens.add(token)
        return token

    def call(self, url: str, method: str, params: list[Any]) -> object:
        """Call a method; see `JsonRpc.call`. If the session has expired, it is renewed, and the call is repeated.

        That never doubles a change: openBIS has refused the first call.
        """
        found: object = self._in_session(self._call, url, method, params)
        return found

    def _call(self, session: Session, url: str, method: str, params: list[Any]) -> object:
        token = session.token.reveal()
        if params and params[0] in self._tokens:
            params = HiddenList([token, *params[1:]])
        self._tokens.add(token)
        return self._clients.of(session).rpc.call(url, method, params)


def _token_of(session: Session) -> str:
    return session.token.reveal()
