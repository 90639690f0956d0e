"""Fakes of the ports `TokenStore` and `TokenIssuer`."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.errors import KeyringUnavailable, OpenbisError
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret


class MemoryTokenStore:
    """`TokenStore` in memory.

    Attributes:
        tokens: Maps the name and URL of an instance to its token.
        problem: Error of `put`, e.g. of a disk that is full since the check; None: none.
    """

    name = "memory"

    def __init__(self) -> None:
        self.tokens: dict[tuple[str, str], StoredToken] = {}
        self.problem: OpenbisError | None = None

    def check(self) -> None:
        """See `TokenStore.check`."""

    def get(self, instance: Instance) -> StoredToken | None:
        """See `TokenStore.get`."""
        return self.tokens.get((instance.name, instance.url))

    def put(self, instance: Instance, token: StoredToken) -> None:
        """See `TokenStore.put`."""
        if self.problem:
            raise self.problem
        self.tokens[instance.name, instance.url] = token

    def remove(self, instance: Instance) -> StoredToken | None:
        """See `TokenStore.remove`."""
        return self.tokens.pop((instance.name, instance.url), None)


class UnavailableTokenStore:
    """`TokenStore` of a computer without a keyring."""

    name = "the keyring"

    def get(self, instance: Instance) -> StoredToken | None:
        """See `TokenStore.get`."""
        del instance
        return None

    def check(self) -> None:
        """See `TokenStore.check`."""
        raise KeyringUnavailable("there is none on this computer")

    def put(self, instance: Instance, token: StoredToken) -> None:
        """See `TokenStore.put`."""
        del instance, token
        raise KeyringUnavailable("there is none on this computer")

    def remove(self, instance: Instance) -> StoredToken | None:
        """See `TokenStore.remove`."""
        del instance
        return None


@dataclass
class MemoryTokenIssuer:
    """`TokenIssuer` without a hub.

    Attributes:
        url: The openBIS that its tokens are for.
        current: The token that it issues now; None if the user has to sign in again.
        requests: How often it was asked for a token of that openBIS.
    """

    url: str
    current: Secret | None = None
    requests: int = field(default=0, init=False)

    def token(self, instance: Instance) -> Secret | None:
        """See the port."""
        if instance.url != self.url:
            return None
        self.requests += 1
        return self.current
