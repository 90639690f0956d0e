"""Use of stored tokens at the start of a program, and their removal when openBIS refuses them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import Connections, TokenStore
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.instances.stored_token import RememberedLogin, StoredToken


@dataclass(frozen=True)
class RestoreLogin:
    """Set the stored token of a connection as its credentials, if it has no others. The token may be any user's.

    Attributes:
        is_enabled: Whether stored tokens are used at all.
    """

    connections: Connections
    token_stores: Sequence[TokenStore]
    clock: Callable[[], dt.datetime]
    is_enabled: bool = True

    def __call__(self, name: str) -> Connection:
        """Return the updated connection, without a request to openBIS. Raises UnknownConnection.

        A token that has expired is not used; `problem` is then when it ended.
        """
        known = self.connections.get(name)
        if not self.is_enabled or (known.credentials is not None and not known.has_stored_token):
            return known
        found = self._find(known.instance)
        if found is None:
            return known
        stored, remembered = found
        if remembered.has_ended(self.clock()):
            problem = f"the remembered login of {stored.username} ended on {_day(stored.valid_until)}; log in again"
            return self.connections.change(name, lambda now: replace(now, problem=problem, remembered=remembered))
        credentials = stored.credentials
        return self.connections.change(
            name, lambda now: replace(now.with_credentials(credentials), remembered=remembered)
        )

    def discard(self, name: str) -> None:
        """Delete the stored token of a connection that openBIS has refused, as far as possible.

        Raises:
            UnknownConnection.
        """
        known = self.connections.get(name)
        if not known.has_stored_token or known.credentials is None:
            return
        refused = known.credentials.secret
        for store in self.token_stores:
            stored = store.get(known.instance)
            if stored and stored.token == refused:
                with suppress(OpenbisError):
                    store.remove(known.instance)
        self.connections.change(name, lambda now: now.without_stored_token(refused))

    def _find(self, instance: Instance) -> tuple[StoredToken, RememberedLogin] | None:
        for store in self.token_stores:
            if stored := store.get(instance):
                return stored, stored.remembered_in(store.name)
        return None


def _day(moment: dt.datetime | None) -> str:
    return moment.astimezone().date().isoformat() if moment else "an unknown day"
