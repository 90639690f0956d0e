"""Fake of the port `Sessions`."""

from __future__ import annotations

import datetime as dt

from jupyter_openbis_server.domain.errors import (
    NoAccessTokens,
    NotAToken,
    RequestRefused,
    SessionExpired,
    WrongCredentials,
)
from jupyter_openbis_server.domain.instances.access_token import AccessToken
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import (
    ACCESS_TOKEN_VALIDITY,
    ACCESS_TOKEN_WARNING,
    MemoryOpenbis,
)

_REFUSAL = "Personal access tokens cannot be used to manage personal access tokens."


class MemorySessions:
    """`Sessions` of a `MemoryNetwork`."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def open(self, instance: Instance, credentials: Credentials) -> Session:
        """See `Sessions.open`."""
        openbis = self._network.at(instance)
        openbis.begin_login()
        openbis.must_be_up(instance)
        session = self._opened(openbis, instance, credentials)
        if session is None:
            is_other = credentials.is_token and not credentials.has_form_of_token
            raise (NotAToken if is_other else WrongCredentials)(instance.name)
        return session

    def is_alive(self, session: Session) -> bool:
        """See `Sessions.is_alive`."""
        return self._reached(session).user_of(session.token) is not None

    def user_of(self, session: Session) -> str:
        """See `Sessions.user_of`."""
        username = self._reached(session).user_of(session.token)
        if username is None:
            raise SessionExpired(session.instance.name)
        return username

    def close(self, session: Session) -> None:
        """See `Sessions.close`."""
        self._reached(session).log_out(session.token)

    def new_access_token(
        self, session: Session, label: str, now: dt.datetime, longest: dt.timedelta | None = None
    ) -> StoredToken:
        """See `Sessions.new_access_token`."""
        openbis = self._reached(session)
        username = openbis.user_of(session.token)
        if username is None:
            raise SessionExpired(session.instance.name)
        if not openbis.makes_access_tokens:
            raise NoAccessTokens("personal access tokens are disabled")
        if session.has_access_token:
            raise RequestRefused(_REFUSAL)
        end = now + min(longest or ACCESS_TOKEN_VALIDITY, ACCESS_TOKEN_VALIDITY)
        renew_from = max(end - ACCESS_TOKEN_WARNING, now + (end - now) / 2)
        return StoredToken(openbis.add_access_token(username, label), username, end, renew_from, is_own=True)

    def revoke_access_token(self, session: Session, token: Secret) -> None:
        """See `Sessions.revoke_access_token`."""
        openbis = self._reached(session)
        username = openbis.user_of(session.token)
        if username is None:
            raise SessionExpired(session.instance.name)
        if session.has_access_token:
            raise RequestRefused(_REFUSAL)
        openbis.remove_access_token(username, token)

    def access_tokens(self, session: Session) -> tuple[AccessToken, ...]:
        """See `Sessions.access_tokens`."""
        openbis = self._reached(session)
        username = openbis.user_of(session.token)
        if username is None:
            raise SessionExpired(session.instance.name)
        return openbis.access_tokens_of(username, session.token) if openbis.makes_access_tokens else ()

    def _reached(self, session: Session) -> MemoryOpenbis:
        openbis = self._network.at(session.instance)
        openbis.must_be_up(session.instance)
        return openbis

    @staticmethod
    def _opened(openbis: MemoryOpenbis, instance: Instance, credentials: Credentials) -> Session | None:
        if credentials.is_token:
            username = openbis.user_of(credentials.secret)
            return Session(instance, credentials.secret, username) if username else None
        token = openbis.log_in(credentials.username, credentials.secret)
        return Session(instance, token, credentials.username) if token else None
