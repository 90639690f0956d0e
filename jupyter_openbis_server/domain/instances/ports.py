"""Ports of openBIS's application server: sessions, and facts about an installation."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from jupyter_openbis_server.domain.instances.access_token import AccessToken
from jupyter_openbis_server.domain.instances.data_store_check import DataStoreCheck
from jupyter_openbis_server.domain.instances.instance_facts import InstanceFacts
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret


class Sessions(Protocol):
    """Opens and closes sessions with openBIS instances."""

    def open(self, instance: Instance, credentials: Credentials) -> Session:
        """Log in. A token is checked and used as the session.

        Raises:
            WrongCredentials: openBIS does not accept the user name, password or token (NotAToken: invalid format).
            InstanceUnreachable, UnexpectedResponse, RequestRefused: see above.
        """

    def is_alive(self, session: Session) -> bool:
        """Return whether the session is alive. Does not prolong it. Never raises SessionExpired."""

    def user_of(self, session: Session) -> str:
        """Return openBIS's own id of a session's user: a login may ignore case or accept an e-mail address.

        At most one request to openBIS per session.

        Raises:
            SessionExpired, InstanceUnreachable, UnexpectedResponse: see above.
        """

    def close(self, session: Session) -> None:
        """Log out. Closing an expired session is no error. A personal access token stays valid."""

    def new_access_token(
        self, session: Session, label: str, now: dt.datetime, longest: dt.timedelta | None = None
    ) -> StoredToken:
        """Create a personal access token in openBIS, valid from now for as long as openBIS allows.

        Args:
            session: A session of the user, opened with a password: openBIS creates no token for a token.
            label: Its name in openBIS (the session name).
            now: The current time.
            longest: Maximum validity; None for that of openBIS.

        Raises:
            NoAccessTokens: this openBIS creates none.
        """

    def revoke_access_token(self, session: Session, token: Secret) -> None:
        """Delete a personal access token of the user in openBIS. It is no error if there is no such token.

        Args:
            session: A session of the user, opened with a password: openBIS deletes no token for a token.
            token: The token.

        Raises:
            SessionExpired, InstanceUnreachable, UnexpectedResponse, RequestRefused: see above.
        """

    def access_tokens(self, session: Session) -> tuple[AccessToken, ...]:
        """Return the personal access tokens of the user, by expiry; with such a token as the session, only that one.

        Empty if openBIS has none.

        Raises:
            SessionExpired, InstanceUnreachable, UnexpectedResponse, RequestRefused: see above.
        """


class Instances(Protocol):
    """Requests about openBIS installations."""

    def facts(self, session: Session) -> InstanceFacts:
        """Return the facts that an installation reports about itself."""

    def data_stores(self, session: Session) -> tuple[DataStoreCheck, ...]:
        """Check whether each data store that openBIS lists, except AFS, responds; once each, without retries."""

    def file_server(self, session: Session) -> DataStoreCheck | None:
        """Check whether the file server (AFS) responds; None if openBIS has none."""

    def api_version(self, instance: Instance) -> tuple[int, ...]:
        """Return the version of an installation's v3 API. Requires no login.

        Raises:
            InstanceUnreachable (UntrustedCertificate), UnexpectedResponse.
        """

    def makes_access_tokens(self, instance: Instance) -> bool | None:
        """Return whether an installation creates personal access tokens; None if that is not known yet.

        Sends no request: it is known from `facts` and other requests of a session, for all connections of the same
        address, and of old versions from `api_version`.
        """
