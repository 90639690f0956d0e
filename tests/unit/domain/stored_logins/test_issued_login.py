"""Logins that a hub holds for its users: sign-in, renewal and revocation of the tokens for their servers."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import InstanceUnreachable, WrongCredentials
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.stored_logins.issued_login import IssuedLogin, IssueLogins
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.unit.domain.conftest import NOON

DAY = dt.timedelta(days=1)


@pytest.fixture
def logins(sessions, openbis, clock) -> IssueLogins:
    return IssueLogins(sessions, openbis.instance("hub"), "JupyterHub", clock, 10 * DAY)


def test_a_password_opens_a_session_and_creates_a_token(logins, openbis: MemoryOpenbis, anna):
    login = logins.sign_in(anna)
    assert (login.username, openbis.user_of(login.stored.token)) == ("anna", "anna")
    assert login.stored.credentials.is_access_token
    assert login.stored.valid_until == NOON + 10 * DAY
    assert openbis.open_sessions == ("anna",)


def test_an_openbis_without_personal_access_tokens_gives_the_session(logins, openbis, anna):
    openbis.makes_access_tokens = False
    login = logins.sign_in(anna)
    assert login.stored.token == login.session
    assert logins.renewed(login) is login
    assert logins.revoke(login) is True
    assert openbis.open_sessions == ()


def test_wrong_passwords_are_refused(logins, wrong):
    with pytest.raises(WrongCredentials):
        logins.sign_in(wrong)


def test_a_token_signs_in_its_own_user_under_any_name(logins, openbis):
    token = openbis.add_access_token("anna")
    login = logins.sign_in(Credentials.typed("bert", token))
    assert (login.username, login.stored.token, login.session) == ("anna", token, None)


def test_the_token_of_a_user_is_not_revoked(logins, openbis):
    token = openbis.add_access_token("anna")
    login = logins.sign_in(Credentials.typed("anna", token))
    assert logins.revoke(login) is False
    assert openbis.user_of(token) == "anna"


def test_signing_in_again_creates_no_other_token_and_keeps_one_session(logins, openbis, anna):
    first = logins.sign_in(anna)
    assert logins.sign_in(anna, first) == first
    assert openbis.open_sessions == ("anna",)


def test_signing_in_after_the_session_has_expired_keeps_the_token(logins, openbis, anna):
    first = logins.sign_in(anna)
    openbis.expire_all_sessions()
    again = logins.sign_in(anna, first)
    assert again.stored == first.stored
    assert again.session != first.session


def test_the_login_of_another_user_is_not_used(logins, openbis, anna, bert):
    login = logins.sign_in(bert, logins.sign_in(anna))
    assert openbis.user_of(login.stored.token) == login.username == "bert"


def test_a_token_that_ends_soon_is_replaced_while_the_session_is_alive(logins, openbis, clock, anna):
    login = logins.sign_in(anna)
    clock.now += 9 * DAY
    renewed = logins.renewed(login)
    assert renewed.stored.token != login.stored.token
    assert renewed.stored.valid_until == clock.now + 10 * DAY
    assert openbis.user_of(login.stored.token), "programs that have the old token go on"


def test_a_token_that_ends_soon_is_used_to_its_end_without_a_session(logins, openbis, clock, anna):
    login = logins.sign_in(anna)
    openbis.expire_all_sessions()
    clock.now += 9 * DAY
    assert logins.renewed(login) is login


def test_a_token_that_was_revoked_in_openbis_is_replaced(logins, openbis, anna):
    login = logins.sign_in(anna)
    openbis.remove_access_token("anna", login.stored.token)
    renewed = logins.renewed(login)
    assert renewed.stored.token != login.stored.token
    assert openbis.user_of(renewed.stored.token) == "anna"


@pytest.mark.parametrize("makes_tokens", [True, False])
def test_without_token_and_session_the_user_has_to_sign_in_again(logins, openbis, anna, makes_tokens):
    openbis.makes_access_tokens = makes_tokens
    login = logins.sign_in(anna)
    openbis.remove_access_token("anna", login.stored.token)
    openbis.expire_all_sessions()
    assert logins.renewed(login) is None


def test_an_openbis_that_is_down_says_nothing_about_a_login(logins, openbis, anna):
    login = logins.sign_in(anna)
    openbis.go_down()
    with pytest.raises(InstanceUnreachable):
        logins.renewed(login)


def test_revoking_ends_token_and_session(logins, openbis, anna):
    login = logins.sign_in(anna)
    assert logins.revoke(login) is True
    assert openbis.user_of(login.stored.token) is None
    assert openbis.open_sessions == ()


def test_without_a_session_a_token_ends_by_itself(logins, openbis, anna):
    login = logins.sign_in(anna)
    openbis.expire_all_sessions()
    assert logins.revoke(login) is False
    assert openbis.user_of(login.stored.token) == "anna"


def test_secrets_are_not_shown(logins, anna):
    login = logins.sign_in(anna)
    assert login.stored.token.reveal() not in repr(login)
    assert login.session.reveal() not in repr(replace(login, session=Secret(login.session.reveal())))
    assert isinstance(login, IssuedLogin)
