"""The port `Sessions` over pyBIS."""

from __future__ import annotations

from jupyter_openbis_server.adapters.pybis.client import Client, Clients
from jupyter_openbis_server.domain.errors import SessionExpired, WrongCredentials
from jupyter_openbis_server.domain.model import Credentials, Instance, Secret, Session
from jupyter_openbis_server.domain.model.connection import ACCESS_TOKEN_PREFIX


class PybisSessions:
    """Opens and closes sessions."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def open(self, instance: Instance, credentials: Credentials) -> Session:
        """Log in, or check the token that the credentials are made of."""
        if credentials.is_token:
            token = self._checked_token(instance, credentials.secret)
        else:
            token = self._new_token(instance, credentials)
        return Session(instance, token, credentials.username)

    def is_alive(self, session: Session) -> bool:
        """Whether openBIS knows the session."""
        return _is_alive(self._clients.of(session))

    def close(self, session: Session) -> None:
        """Log out. openBIS would ignore it for a personal access token, so it is not asked."""
        if session.token.reveal().startswith(ACCESS_TOKEN_PREFIX):
            return
        try:
            self._clients.of(session).openbis().logout()
        except SessionExpired:
            return

    def _new_token(self, instance: Instance, credentials: Credentials) -> Secret:
        openbis = self._clients.without_session(instance).openbis()
        try:
            return Secret(openbis.login(credentials.username, credentials.secret.reveal()))
        except ValueError:  # pyBIS's word for the null that openBIS answers (HTTP 200) to a wrong password
            wrong = WrongCredentials(instance.name)
        raise wrong

    def _checked_token(self, instance: Instance, token: Secret) -> Secret:
        if not _is_alive(self._clients.without_session(instance, token.reveal())):
            raise WrongCredentials(instance.name)
        return token


def _is_alive(client: Client) -> bool:
    try:
        return client.is_session_active()
    except SessionExpired:
        return False
