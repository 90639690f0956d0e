"""Tokens that are kept no longer than this program runs."""

from __future__ import annotations

from jupyter_openbis_server.domain.model import Instance, KeptToken


class MemoryTokenKeeper:
    """`TokenKeeper` in memory.

    Attributes:
        tokens: Name and URL of an instance to its token.
    """

    name = "memory"

    def __init__(self) -> None:
        self.tokens: dict[tuple[str, str], KeptToken] = {}

    def get(self, instance: Instance) -> KeptToken | None:
        """See `TokenKeeper.get`."""
        return self.tokens.get((instance.name, instance.url))

    def put(self, instance: Instance, token: KeptToken) -> None:
        """See `TokenKeeper.put`."""
        self.tokens[instance.name, instance.url] = token

    def remove(self, instance: Instance) -> KeptToken | None:
        """See `TokenKeeper.remove`."""
        return self.tokens.pop((instance.name, instance.url), None)
