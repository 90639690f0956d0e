"""An openBIS installation, who the user is there, and the session that comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_openbis_server.domain.model.secret import Secret

ACCESS_TOKEN_PREFIX = "$pat-"  # noqa: S105 - the public prefix of all personal access tokens
_TOKEN = re.compile(r"^(?:\$pat-)?(?!\$pat-)(?P<user>.+)-[^-]+$")


@dataclass(frozen=True)
class Instance:
    """An openBIS installation as one connection reaches it.

    Attributes:
        name: The connection's name, for messages.
        url: Scheme, host and port, as `normalised_url` makes it.
        verify_certificates: Whether its TLS certificate is checked.
        ca_bundle: Path of a file with the certificates of the authority that signed it; None for the usual ones.
    """

    name: str
    url: str
    verify_certificates: bool = True
    ca_bundle: str | None = None


@dataclass(frozen=True)
class Credentials:
    """A user name with a password, or a token that stands for both (`is_token`)."""

    username: str
    secret: Secret
    is_token: bool = False

    @property
    def is_access_token(self) -> bool:
        """Whether this is a personal access token, which outlives sessions."""
        return self.secret.reveal().startswith(ACCESS_TOKEN_PREFIX)

    @classmethod
    def typed(cls, username: str, password: Secret) -> Credentials:
        """Return credentials as a user types them: a personal access token may take the password's place."""
        if password.reveal().startswith(ACCESS_TOKEN_PREFIX):
            return cls.of_token(password, username)
        return cls(username, password)

    @classmethod
    def of_token(cls, token: Secret, username: str = "") -> Credentials:
        """Return credentials made of a session token or personal access token; both begin with the user's name."""
        match = _TOKEN.match(token.reveal())
        return cls(match["user"] if match else username, token, is_token=True)


@dataclass(frozen=True)
class Session:
    """An open session: what every call to openBIS needs.

    Attributes:
        is_shared: Whether another program of the user's has opened it, and alone renews and closes it.
    """

    instance: Instance
    token: Secret
    username: str
    is_shared: bool = False
