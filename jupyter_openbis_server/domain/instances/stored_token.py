"""Tokens that are stored for later runs of the program."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret


@dataclass(frozen=True)
class StoredToken:
    """A stored token, with its user and expiry.

    Attributes:
        token: A personal access token or a session token.
        username: The user that it belongs to.
        valid_until: When it expires; None if unknown.
        renew_from: From when on a new one should replace it; None if unknown.
        is_own: Whether this program has created it, so that it may delete it in openBIS.
    """

    token: Secret
    username: str
    valid_until: dt.datetime | None = None
    renew_from: dt.datetime | None = None
    is_own: bool = False

    @property
    def credentials(self) -> Credentials:
        """Credentials for a login with this token."""
        return replace(Credentials.of_token(self.token, self.username), is_stored=True)

    def remembered_in(self, location: str) -> RememberedLogin:
        """Return what may be shown about this token."""
        is_access_token = self.credentials.is_access_token
        return RememberedLogin(self.username, location, self.valid_until, self.renew_from, is_access_token)


@dataclass(frozen=True)
class RememberedLogin:
    """A stored token without its secret.

    Attributes:
        username: The user that it belongs to.
        location: Where it is stored, for messages.
        valid_until: When it expires; None if unknown.
        renew_from: From when on a new one should replace it; None if unknown.
        is_access_token: Whether it is a personal access token; else it is a session.
    """

    username: str
    location: str
    valid_until: dt.datetime | None = None
    renew_from: dt.datetime | None = None
    is_access_token: bool = True

    def is_due(self, now: dt.datetime) -> bool:
        """Return whether a new token should replace it."""
        return self.renew_from is not None and self.renew_from <= now

    def has_ended(self, now: dt.datetime) -> bool:
        """Return whether it has expired, by the clock of this computer."""
        return self.valid_until is not None and self.valid_until <= now
