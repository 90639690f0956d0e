"""Credentials as a script gives them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import ConflictingCredentials, MissingCredentials
from jupyter_openbis_server.domain.model.connection import Connection
from jupyter_openbis_server.domain.model.secret import Secret
from jupyter_openbis_server.domain.model.session import Credentials


@dataclass(frozen=True)
class ExplicitLogin:
    """A user name, a user name with a password, or a token; what is left out is None. Compared by value."""

    username: str | None = None
    password: Secret | None = None
    token: Secret | None = None

    @classmethod
    def checked(cls, username: str | None, password: str | None, token: str | None) -> ExplicitLogin | None:
        """Return the credentials; None if nothing is given.

        Raises:
            ConflictingCredentials: both a password and a token are given, or an empty text.
        """
        given = {"username": username, "password": password, "token": token}
        for name, value in given.items():
            if value is not None and not value:
                raise ConflictingCredentials(f"{name} is empty; leave it out to use the login of the connection")
        if password is not None and token is not None:
            raise ConflictingCredentials("Both a password and a token are given; leave one of them out")
        if not any(given.values()):
            return None
        return cls(username, Secret(password) if password else None, Secret(token) if token else None)

    @property
    def has_secret(self) -> bool:
        """Whether there is a password or token, and not just a user name."""
        return bool(self.password or self.token)

    def applied_to(self, known: Connection) -> Connection:
        """Return the connection, without a session, for this login only.

        With a password or token, only that is used. With a user name alone, the login of the openBIS panel and the
        remembered credentials are used if they belong to that user.

        Raises:
            MissingCredentials: there is a password, but no user name, neither here nor in the connection.
        """
        if not self.has_secret:
            return known.restricted_to(self.username or "")
        credentials = self._credentials(known)
        return replace(
            known.disconnected(None),
            username=credentials.username or known.username,
            credentials=credentials,
            may_use_panel=False,
            required_user=(self.username or "") if credentials.is_token else "",
        )

    def _credentials(self, known: Connection) -> Credentials:
        username = self.username or known.username
        if self.token:
            return Credentials.of_token(self.token, username)
        credentials = Credentials.typed(username, self.password or Secret(""))
        if not credentials.username and not credentials.is_token:
            raise MissingCredentials(known.name)
        return credentials
