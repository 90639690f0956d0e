"""Tokens that are stored for later runs of the program."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret


@dataclass(frozen=True)
class StoredToken:
    """A stored token, with its user and expiry.

    Attributes:
        token: A personal access token or a session token.
        username: The user that it belongs to.
        valid_until: When it expires; None if unknown.
    """

    token: Secret
    username: str
    valid_until: dt.datetime | None = None

    @property
    def credentials(self) -> Credentials:
        """Credentials for a login with this token."""
        return Credentials.of_token(self.token, self.username)
