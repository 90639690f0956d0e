"""The port `Sessions`: pyBIS opens, checks and closes sessions; personal access tokens are our own requests."""

from __future__ import annotations

import datetime as dt

from jupyter_openbis_server.adapters.openbis.api.client import Client, Clients
from jupyter_openbis_server.adapters.openbis.api.v3_objects import perm_id, typed
from jupyter_openbis_server.domain.errors import (
    NoAccessTokens,
    NotAToken,
    RequestRefused,
    SessionExpired,
    UnexpectedResponse,
    WrongCredentials,
)
from jupyter_openbis_server.domain.instances.session import ACCESS_TOKEN_PREFIX, Credentials, Instance, Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret

_USUAL_VALIDITY = dt.timedelta(days=30)
_MAX_VALIDITY = dt.timedelta(days=36500)
"""Maximum validity: dates of Python end in the year 9999."""
_CLOCKS_DIFFER = dt.timedelta(minutes=10)
"""Tolerated difference of clocks: a token that begins in the future of openBIS cannot be used at once."""


class OpenbisSessions:
    """Opens and closes sessions."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def open(self, instance: Instance, credentials: Credentials) -> Session:
        """Log in; if the credentials are a token, check it."""
        if credentials.is_token:
            token = self._checked_token(instance, credentials)
        else:
            token = self._new_token(instance, credentials)
        return Session(instance, token, credentials.username)

    def is_alive(self, session: Session) -> bool:
        """Return whether openBIS knows the session."""
        return _is_alive(self._clients.of(session))

    def user_of(self, session: Session) -> str:
        """Return the id of the user, as openBIS has it."""
        return self._clients.of(session).user_id()

    def close(self, session: Session) -> None:
        """Log out; not for a personal access token, for which openBIS would ignore the request."""
        if session.token.reveal().startswith(ACCESS_TOKEN_PREFIX):
            return
        try:
            self._clients.of(session).openbis().logout()
        except SessionExpired:
            return

    def new_access_token(self, session: Session, label: str, now: dt.datetime) -> StoredToken:
        """Create a personal access token in openBIS, valid from now for as long as openBIS allows."""
        client = self._clients.of(session)
        longest = _longest_validity(client)
        creation = typed(
            "pat.create.PersonalAccessTokenCreation",
            sessionName=label,
            validFromDate=_milliseconds(now - _CLOCKS_DIFFER),
            validToDate=_milliseconds(now - _CLOCKS_DIFFER + longest),
        )
        try:
            made = client.call("createPersonalAccessTokens", [creation]).beans("result")
        except RequestRefused as error:
            raise NoAccessTokens(str(error)) from error
        if not made:
            raise UnexpectedResponse(session.instance.name, "openBIS made no personal access token")
        token = made[0].required_text("permId")
        return StoredToken(Secret(token), session.username, _end_of(client, token) or now + longest)

    def _new_token(self, instance: Instance, credentials: Credentials) -> Secret:
        openbis = self._clients.without_session(instance).openbis()
        try:
            token = openbis.login(credentials.username, credentials.secret.reveal())
        except ValueError:  # pyBIS's error for the response to a wrong password: null (HTTP 200)
            token = None
        if token is None:
            raise WrongCredentials(instance.name)
        if not isinstance(token, str) or not token:
            raise UnexpectedResponse(instance.name, "openBIS's session token is no text")
        return Secret(token)

    def _checked_token(self, instance: Instance, credentials: Credentials) -> Secret:
        if not _is_alive(self._clients.without_session(instance, credentials.secret.reveal())):
            kind = WrongCredentials if credentials.has_form_of_token else NotAToken
            raise kind(instance.name)
        return credentials.secret


def _is_alive(client: Client) -> bool:
    try:
        return client.is_session_active()
    except SessionExpired:
        return False


def _longest_validity(client: Client) -> dt.timedelta:
    """Return how long a token may be valid. Raises NoAccessTokens: there are none."""
    facts = client.call("getServerInformation").required_bean("result")
    if facts.text("personal-access-tokens-enabled") != "true":  # missing in API 3.5
        raise NoAccessTokens("this openBIS makes no personal access tokens")
    try:
        longest = dt.timedelta(seconds=int(facts.required_text("personal-access-tokens-max-validity-period")))
    except (ValueError, OverflowError):
        return _USUAL_VALIDITY
    return min(max(longest, dt.timedelta(0)), _MAX_VALIDITY)


def _end_of(client: Client, token: str) -> dt.datetime | None:
    """Return when a token expires, as openBIS states it: it shortens requested periods without notice."""
    options = typed("pat.fetchoptions.PersonalAccessTokenFetchOptions")
    identity = perm_id("pat.id.PersonalAccessTokenPermId", token)
    found = client.call("getPersonalAccessTokens", [identity], options).required_bean("result").values()
    return found[0].datetime("validToDate") if found else None


def _milliseconds(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)
