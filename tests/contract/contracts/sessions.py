"""The contract of the port `Sessions`."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import (
    InstanceUnreachable,
    NoAccessTokens,
    NotAToken,
    RequestRefused,
    SessionExpired,
    WrongCredentials,
)
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from tests.contract.contracts.openbis import DEAD_TOKEN, OpenbisContract


class SessionsContract(OpenbisContract):
    """Fixtures: `sessions`, `instance`, `dead_instance`, `credentials`, `token_credentials`, and
    `session_without_tokens`, with an openBIS that makes no personal access tokens."""

    def test_password_opens_an_active_session(
        self, sessions: Sessions, session: Session, instance: Instance, credentials: Credentials
    ) -> None:
        assert sessions.is_alive(session)
        assert session.instance == instance
        assert session.username == credentials.username
        assert session.token

    def test_user_of_a_session_is_that_of_openbis(
        self, sessions: Sessions, session: Session, instance: Instance, credentials: Credentials
    ) -> None:
        assert sessions.user_of(session) == credentials.username
        assert sessions.user_of(replace(session, username="another user")) == credentials.username
        with pytest.raises(SessionExpired):
            sessions.user_of(replace(session, token=DEAD_TOKEN))

    def test_each_login_opens_its_own_session(
        self, sessions: Sessions, session: Session, instance: Instance, credentials: Credentials
    ) -> None:
        second = sessions.open(instance, credentials)
        assert second.token != session.token
        sessions.close(second)
        assert sessions.is_alive(session)

    def test_a_wrong_password_is_not_a_dead_host(
        self, sessions: Sessions, instance: Instance, credentials: Credentials
    ) -> None:
        with pytest.raises(WrongCredentials) as caught:
            sessions.open(instance, replace(credentials, secret=Secret("not-the-password")))
        assert instance.name in str(caught.value)
        assert "not-the-password" not in str(caught.value)

    def test_unknown_user_and_wrong_password_are_the_same_error(
        self, sessions: Sessions, instance: Instance, credentials: Credentials
    ) -> None:
        with pytest.raises(WrongCredentials):
            sessions.open(instance, replace(credentials, username="unknown-user"))

    def test_a_personal_access_token_becomes_the_session(
        self, sessions: Sessions, instance: Instance, token_credentials: Credentials
    ) -> None:
        session = sessions.open(instance, token_credentials)
        assert session.token == token_credentials.secret
        assert session.username == token_credentials.username
        assert sessions.is_alive(session)

    def test_a_personal_access_token_stays_valid_when_its_session_is_closed(
        self, sessions: Sessions, instance: Instance, token_credentials: Credentials
    ) -> None:
        session = sessions.open(instance, token_credentials)
        sessions.close(session)
        assert sessions.is_alive(session)

    def test_token_of_an_open_session_is_accepted(
        self, sessions: Sessions, session: Session, instance: Instance, credentials: Credentials
    ) -> None:
        taken_over = sessions.open(instance, Credentials.of_token(session.token))
        assert taken_over.token == session.token
        assert taken_over.username == credentials.username

    @pytest.mark.parametrize("token", [DEAD_TOKEN, Secret(f"$pat-{DEAD_TOKEN.reveal()}")])
    def test_invalid_token_is_refused(self, sessions: Sessions, instance: Instance, token: Secret) -> None:
        with pytest.raises(WrongCredentials) as caught:
            sessions.open(instance, Credentials.of_token(token))
        assert token.reveal() not in str(caught.value)

    @pytest.mark.parametrize("text", ["undefined", "null", '"$pat-anna-240101000000000xABC"', "anna 1-2", "$pat-"])
    def test_text_that_is_no_token_is_refused(self, sessions: Sessions, instance: Instance, text: str) -> None:
        with pytest.raises(NotAToken, match="is not a session or personal access token") as caught:
            sessions.open(instance, Credentials.of_token(Secret(text)))
        assert text not in str(caught.value)

    def test_closed_session_is_not_active(
        self, sessions: Sessions, instance: Instance, credentials: Credentials
    ) -> None:
        session = sessions.open(instance, credentials)
        sessions.close(session)
        assert not sessions.is_alive(session)

    def test_closing_a_dead_session_is_no_error(self, sessions: Sessions, dead_session: Session) -> None:
        sessions.close(dead_session)
        assert not sessions.is_alive(dead_session)

    def test_a_dead_host_is_not_a_wrong_password(
        self, sessions: Sessions, dead_instance: Instance, credentials: Credentials
    ) -> None:
        with pytest.raises(InstanceUnreachable) as caught:
            sessions.open(dead_instance, credentials)
        assert dead_instance.name in str(caught.value)
        assert credentials.secret.reveal() not in str(caught.value)

    def test_check_on_an_unreachable_host_is_an_error(self, sessions: Sessions, unreachable_session: Session) -> None:
        with pytest.raises(InstanceUnreachable) as caught:
            sessions.is_alive(unreachable_session)
        assert unreachable_session.token.reveal() not in str(caught.value)

    def test_personal_access_token_is_created_and_opens_sessions(
        self, sessions: Sessions, session: Session, instance: Instance, credentials: Credentials
    ) -> None:
        now = dt.datetime.now(dt.timezone.utc)
        made = sessions.new_access_token(session, "tests", now)
        assert made.credentials.is_access_token
        assert made.username == credentials.username
        assert made.valid_until is not None
        assert dt.timedelta(days=1) < made.valid_until - now <= dt.timedelta(days=30)
        assert sessions.is_alive(sessions.open(instance, made.credentials))
        assert made.token.reveal() not in repr(made)

    def test_validity_of_an_access_token_can_be_limited(self, sessions: Sessions, session: Session) -> None:
        now = dt.datetime.now(dt.timezone.utc)
        made = sessions.new_access_token(session, "tests", now, dt.timedelta(days=10))
        assert made.valid_until is not None
        assert made.renew_from is not None
        assert dt.timedelta(days=9) < made.valid_until - now <= dt.timedelta(days=10)
        assert dt.timedelta(days=4) < made.renew_from - now < dt.timedelta(days=6)
        assert made.is_own

    def test_revoked_access_token_is_refused_and_others_stay_valid(
        self, sessions: Sessions, session: Session, instance: Instance
    ) -> None:
        now = dt.datetime.now(dt.timezone.utc)
        made, other = (sessions.new_access_token(session, "one name", now) for _ in range(2))
        sessions.revoke_access_token(session, made.token)
        assert not sessions.is_alive(Session(instance, made.token, made.username))
        assert sessions.is_alive(Session(instance, other.token, other.username))
        sessions.revoke_access_token(session, made.token)  # it is no error that it does not exist any more

    def test_access_token_can_neither_create_nor_revoke_tokens(
        self, sessions: Sessions, session: Session, instance: Instance
    ) -> None:
        now = dt.datetime.now(dt.timezone.utc)
        made = sessions.new_access_token(session, "tests", now)
        own = sessions.open(instance, made.credentials)
        with pytest.raises(RequestRefused):
            sessions.new_access_token(own, "tests", now)
        with pytest.raises(RequestRefused) as caught:
            sessions.revoke_access_token(own, made.token)
        assert made.token.reveal() not in str(caught.value)
        assert sessions.is_alive(own)

    def test_revoking_requires_an_active_session(self, sessions: Sessions, dead_session: Session) -> None:
        with pytest.raises(SessionExpired):
            sessions.revoke_access_token(dead_session, Secret("$pat-anna-240101000000000x1A"))

    def test_missing_support_for_access_tokens_is_an_error(
        self, sessions: Sessions, session_without_tokens: Session
    ) -> None:
        with pytest.raises(NoAccessTokens):
            sessions.new_access_token(session_without_tokens, "tests", dt.datetime.now(dt.timezone.utc))

    def test_access_token_requires_an_active_session(self, sessions: Sessions, dead_session: Session) -> None:
        with pytest.raises(SessionExpired):
            sessions.new_access_token(dead_session, "tests", dt.datetime.now(dt.timezone.utc))

    def test_access_tokens_of_the_user_are_listed(
        self, sessions: Sessions, session: Session, instance: Instance
    ) -> None:
        before = sessions.access_tokens(session)
        made = sessions.new_access_token(session, "listed", dt.datetime.now(dt.timezone.utc))
        listed = sessions.access_tokens(session)
        assert sorted(each.label for each in listed) == sorted([*(each.label for each in before), "listed"])
        assert not any(each.is_current for each in listed)
        assert made.token.reveal() not in repr(listed)

    def test_an_access_token_sees_only_itself(self, sessions: Sessions, session: Session, instance: Instance) -> None:
        now = dt.datetime.now(dt.timezone.utc)
        made, _ = sessions.new_access_token(session, "own", now), sessions.new_access_token(session, "other", now)
        (only,) = sessions.access_tokens(sessions.open(instance, made.credentials))
        assert (only.label, only.is_current) == ("own", True)

    def test_without_support_there_are_no_access_tokens(
        self, sessions: Sessions, session_without_tokens: Session
    ) -> None:
        assert sessions.access_tokens(session_without_tokens) == ()
