"""The port `Sessions`: sessions and personal access tokens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
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
from jupyter_openbis_server.domain.instances.access_token import AccessToken
from jupyter_openbis_server.domain.instances.session import ACCESS_TOKEN_PREFIX, Credentials, Instance, Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret

_USUAL_VALIDITY = dt.timedelta(days=30)
_USUAL_WARNING = dt.timedelta(days=5)
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
            self._clients.of(session).close_session()
        except SessionExpired:
            return

    def new_access_token(
        self, session: Session, label: str, now: dt.datetime, longest: dt.timedelta | None = None
    ) -> StoredToken:
        """Create a personal access token in openBIS, valid from now for as long as openBIS and `longest` allow."""
        client = self._clients.of(session)
        terms = _terms(client)
        longest = terms.longest if longest is None else min(longest, terms.longest)
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
        end = _end_of(client, token) or now + longest
        # With a short validity, the warning would be shown all the time.
        renew_from = max(end - terms.warning, now + (end - now) / 2)
        return StoredToken(Secret(token), session.username, end, renew_from, is_own=True)

    def revoke_access_token(self, session: Session, token: Secret) -> None:
        """Delete a personal access token; openBIS ignores those that do not exist."""
        identity = perm_id("pat.id.PersonalAccessTokenPermId", token.reveal())
        options = typed("pat.delete.PersonalAccessTokenDeletionOptions", reason="no longer used by Jupyter")
        self._clients.of(session).call("deletePersonalAccessTokens", [identity], options)

    def access_tokens(self, session: Session) -> tuple[AccessToken, ...]:
        """Return the user's personal access tokens. Their permIds are the secrets, and go no further."""
        client = self._clients.of(session)
        client.server_information()
        if not client.makes_access_tokens:
            return ()
        criteria = typed("pat.search.PersonalAccessTokenSearchCriteria", operator="AND", criteria=[])
        options = typed("pat.fetchoptions.PersonalAccessTokenFetchOptions")
        found = client.call("searchPersonalAccessTokens", criteria, options).required_bean("result").beans("objects")
        tokens = (_access_token(each, session.token.reveal()) for each in found)
        return tuple(sorted(tokens, key=lambda each: (each.valid_until is None, each.valid_until, each.label)))

    def _new_token(self, instance: Instance, credentials: Credentials) -> Secret:
        client = self._clients.without_session(instance)
        token = client.open_session(credentials.username, credentials.secret.reveal())
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


def _access_token(bean: Bean, current: str) -> AccessToken:
    return AccessToken(
        bean.text("sessionName") or "",
        bean.datetime("validFromDate"),
        bean.datetime("validToDate"),
        bean.datetime("accessDate"),
        is_current=bean.text("hash") == current,
    )


@dataclass(frozen=True)
class _Terms:
    """How long tokens may be valid, and how long before their end openBIS warns their owners."""

    longest: dt.timedelta
    warning: dt.timedelta


def _terms(client: Client) -> _Terms:
    """Return the terms for tokens. Raises NoAccessTokens: there are none."""
    facts = client.server_information()
    if not client.makes_access_tokens:
        raise NoAccessTokens("this openBIS makes no personal access tokens")
    longest = _period(facts.required_text("personal-access-tokens-max-validity-period"), _USUAL_VALIDITY)
    return _Terms(longest, _period(facts.text("personal-access-tokens-validity-warning-period"), _USUAL_WARNING))


def _period(seconds: str | None, usual: dt.timedelta) -> dt.timedelta:
    try:
        period = dt.timedelta(seconds=int(seconds or ""))
    except (ValueError, OverflowError):
        return usual
    return min(max(period, dt.timedelta(0)), _MAX_VALIDITY)


def _end_of(client: Client, token: str) -> dt.datetime | None:
    """Return when a token expires, as openBIS states it: it shortens requested periods without notice."""
    options = typed("pat.fetchoptions.PersonalAccessTokenFetchOptions")
    identity = perm_id("pat.id.PersonalAccessTokenPermId", token)
    found = client.call("getPersonalAccessTokens", [identity], options).required_bean("result").values()
    return found[0].datetime("validToDate") if found else None


def _milliseconds(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)
