"""Fake of the port `TokenStore`."""

from __future__ import annotations

from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.instances.stored_token import StoredToken


class MemoryTokenStore:
    """`TokenStore` in memory.

    Attributes:
        tokens: Maps the name and URL of an instance to its token.
    """

    name = "memory"

    def __init__(self) -> None:
        self.tokens: dict[tuple[str, str], StoredToken] = {}

    def get(self, instance: Instance) -> StoredToken | None:
        """See `TokenStore.get`."""
        return self.tokens.get((instance.name, instance.url))

    def put(self, instance: Instance, token: StoredToken) -> None:
        """See `TokenStore.put`."""
        self.tokens[instance.name, instance.url] = token

    def remove(self, instance: Instance) -> StoredToken | None:
        """See `TokenStore.remove`."""
        return self.tokens.pop((instance.name, instance.url), None)
