"""Not being logged in any more."""

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import Instance, KeptToken, Session
from jupyter_openbis_server.domain.ports import Connections, Sessions, TokenKeeper


@dataclass(frozen=True)
class ForgetLogin:
    """Forget the tokens that are kept for a connection."""

    connections: Connections
    sessions: Sessions
    token_keepers: Sequence[TokenKeeper]

    def __call__(self, name: str) -> tuple[KeptToken, ...]:
        """Return what was kept. Sessions among it are closed; personal access tokens stay valid in openBIS.

        Raises:
            UnknownConnection.
            KeyringUnavailable, TargetNotWritable: something is still kept.
        """
        instance = self.connections.get(name).instance
        forgotten = tuple(kept for keeper in self.token_keepers if (kept := keeper.remove(instance)))
        for kept in forgotten:
            self._close(instance, kept)
        return forgotten

    def _close(self, instance: Instance, kept: KeptToken) -> None:
        try:
            self.sessions.close(Session(instance, kept.token, kept.username))
        except OpenbisError:  # openBIS ends it by itself
            return
