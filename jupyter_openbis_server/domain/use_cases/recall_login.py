"""Being logged in since an earlier run of the program."""

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.model import Connection
from jupyter_openbis_server.domain.ports import Connections, TokenKeeper


@dataclass(frozen=True)
class RecallLogin:
    """Let a connection that has no credentials log in with the token that is kept for it, whoever's that is."""

    connections: Connections
    token_keepers: Sequence[TokenKeeper]

    def __call__(self, name: str) -> Connection:
        """Return the connection as it is then; openBIS is not asked. Raises UnknownConnection."""
        known = self.connections.get(name)
        if known.credentials is not None:
            return known
        kept = next(filter(None, (keeper.get(known.instance) for keeper in self.token_keepers)), None)
        if kept is None:
            return known
        credentials = kept.credentials
        return self.connections.change(name, lambda now: now.remembering(credentials))
