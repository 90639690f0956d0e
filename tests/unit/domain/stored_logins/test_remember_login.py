"""Remembered logins: creation, reuse, renewal, use after a restart, and removal."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection, ConnectionStatus
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    DiskFull,
    InstanceUnreachable,
    KeyringUnavailable,
    NoAccessTokens,
    NotLoggedIn,
    RememberingRefused,
    WrongCredentials,
)
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.registry.login import Login, Logout
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.stored_logins.delete_stored_login import DeleteStoredLogin, ForgetLogin
from jupyter_openbis_server.domain.stored_logins.remember_login import CheckLogin, RememberLogin, RenewLogin
from jupyter_openbis_server.domain.stored_logins.restore_login import RestoreLogin
from jupyter_openbis_server.testing.fakes.token_store import MemoryTokenStore, UnavailableTokenStore
from tests.unit.domain.conftest import NOON, PASSWORD

DAY = dt.timedelta(days=1)


class Run:
    """One run of the program; the token store is that of the computer, and the same in all runs."""

    def __init__(self, openbis, sessions, token_store, mounts, now: dt.datetime = NOON, *, is_enabled=True) -> None:
        self.now = now
        self.connections = ConnectionRegistry()
        self.connections.add(Connection(openbis.instance("lab"), "anna", origin=ConnectionOrigin.USER_FILE))
        self.sessions = SessionManager(self.connections, sessions)
        stores = [UnavailableTokenStore(), token_store]

        def clock() -> dt.datetime:
            return self.now

        self.restore = RestoreLogin(self.connections, stores, clock, is_enabled)
        self.remember = RememberLogin(
            self.connections, self.sessions, sessions, stores, "Jupyter (here)", clock, 30 * DAY, is_enabled
        )
        self.login = Login(self.connections, self.sessions, mounts, self.restore, self.remember)
        delete = DeleteStoredLogin(self.connections, sessions, [token_store])
        self.logout = Logout(self.sessions, mounts, delete)
        self.forget = ForgetLogin(self.connections, self.sessions, mounts, delete)
        self.check = CheckLogin(self.sessions, RenewLogin(self.connections, self.remember, clock))

    @property
    def lab(self) -> Connection:
        return self.connections.get("lab")


@pytest.fixture
def run(openbis, sessions, token_store, mounts):
    """Start a run of the program."""

    def start(now: dt.datetime = NOON, *, is_enabled: bool = True) -> Run:
        return Run(openbis, sessions, token_store, mounts, now, is_enabled=is_enabled)

    return start


@pytest.fixture
def remembered(run) -> Run:
    """A run in which anna has had her login remembered."""
    first = run()
    first.login("lab", "anna", Secret(PASSWORD), remember=True)
    return first


def stored(token_store) -> StoredToken:
    (token,) = token_store.tokens.values()
    return token


class TestRemember:
    def test_a_token_with_an_end_is_stored_and_the_password_is_not(self, remembered, token_store, openbis):
        token = stored(token_store)
        assert token.credentials.is_access_token
        assert (token.username, token.valid_until, token.is_own) == ("anna", NOON + 30 * DAY, True)
        assert openbis.access_token_labels == ["Jupyter (here)"]
        assert PASSWORD not in token.token.reveal()
        shown = remembered.lab.remembered
        assert (shown.username, shown.location, shown.valid_until) == ("anna", "memory", NOON + 30 * DAY)
        assert token.token.reveal() not in repr(remembered.lab)

    def test_nothing_is_stored_without_the_wish(self, run, token_store, openbis):
        first = run()
        first.login("lab", "anna", Secret(PASSWORD))
        assert (token_store.tokens, openbis.access_token_labels, first.lab.remembered) == ({}, [], None)

    def test_a_wrong_password_is_not_remembered(self, run, token_store):
        with pytest.raises(WrongCredentials):
            run().login("lab", "anna", Secret("mistyped"), remember=True)
        assert token_store.tokens == {}

    def test_the_stored_token_is_used_again_while_it_lasts(self, remembered, run, token_store, openbis):
        before = stored(token_store)
        run(NOON + 10 * DAY).login("lab", "anna", Secret(PASSWORD), remember=True)
        assert (stored(token_store), len(openbis.access_token_labels)) == (before, 1)

    def test_a_token_that_ends_soon_is_replaced_and_stays_valid_for_other_programs(
        self, remembered, run, token_store, sessions
    ):
        before = stored(token_store)
        second = run(NOON + 26 * DAY)
        second.login("lab", "anna", Secret(PASSWORD), remember=True)
        assert stored(token_store).valid_until == NOON + 56 * DAY
        assert sessions.open(second.lab.instance, before.credentials)

    def test_a_token_of_another_user_is_replaced(self, remembered, run, token_store):
        run().login("lab", "bert", Secret("battery staple"), remember=True)
        assert stored(token_store).username == "bert"

    def test_a_revoked_token_is_replaced(self, remembered, run, token_store, openbis):
        before = stored(token_store)
        openbis.remove_access_token("anna", before.token)
        run().login("lab", "anna", Secret(PASSWORD), remember=True)
        assert stored(token_store) != before

    def test_a_token_that_the_user_entered_is_stored_as_it_is(self, run, token_store, openbis):
        given = openbis.add_access_token("anna", "my own")
        run().login("lab", "anna", given, remember=True)
        assert (stored(token_store).token, stored(token_store).is_own) == (given, False)
        assert openbis.access_token_labels == ["my own"]

    def test_without_access_tokens_the_login_works_and_the_reason_is_shown(self, run, openbis, token_store):
        openbis.makes_access_tokens = False
        first = run()
        view = first.login("lab", "anna", Secret(PASSWORD), remember=True)
        assert view.connection.status is ConnectionStatus.CONNECTED
        assert view.connection.remember_problem == "personal access tokens are disabled"
        assert token_store.tokens == {}
        with pytest.raises(NoAccessTokens):
            first.remember("lab")

    def test_switched_off_nothing_is_stored_and_stored_tokens_are_not_used(self, remembered, run, token_store):
        second = run(is_enabled=False)
        assert second.restore("lab").credentials is None
        second.login("lab", "anna", Secret(PASSWORD), remember=True)
        assert "switched off" in second.lab.remember_problem
        with pytest.raises(RememberingRefused):
            second.remember("lab")

    def test_a_connection_that_is_not_saved_is_not_remembered(self, run, token_store):
        first = run()
        first.connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.RUNTIME))
        first.login("lab", "anna", Secret(PASSWORD), remember=True)
        assert "not saved" in first.lab.remember_problem
        assert token_store.tokens == {}

    def test_only_one_store_has_a_token(self, connections, session_manager, sessions):
        connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.USER_FILE))
        keyring, files = MemoryTokenStore(), MemoryTokenStore()
        files.put(connections.get("lab").instance, StoredToken(Secret("$pat-bert-1"), "bert"))
        RememberLogin(connections, session_manager, sessions, [keyring, files], "here", lambda: NOON, DAY)("lab")
        assert (len(keyring.tokens), files.tokens) == (1, {})

    def test_without_a_store_the_error_says_so(self, connections, session_manager, sessions, openbis):
        connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.USER_FILE))
        stores = [UnavailableTokenStore()]
        with pytest.raises(KeyringUnavailable):
            RememberLogin(connections, session_manager, sessions, stores, "here", lambda: NOON, DAY)("lab")
        assert openbis.access_token_labels == []

    def test_new_token_that_cannot_be_stored_is_deleted_in_openbis(
        self, connections, session_manager, sessions, token_store, openbis
    ):
        connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.USER_FILE))
        stores, token_store.problem = [UnavailableTokenStore(), token_store], DiskFull("tokens")
        with pytest.raises(DiskFull):
            RememberLogin(connections, session_manager, sessions, stores, "here", lambda: NOON, DAY)("lab")
        assert openbis.access_token_labels == []

    @pytest.mark.parametrize(("days", "renewed_after"), [(30, 25), (4, 2)])
    def test_renewal_is_due_in_the_warning_period_but_not_from_the_beginning(
        self, sessions, openbis, anna, days, renewed_after
    ):
        session = sessions.open(openbis.instance("lab"), anna)
        token = sessions.new_access_token(session, "here", NOON, days * DAY)
        assert (token.valid_until, token.renew_from) == (NOON + days * DAY, NOON + renewed_after * DAY)


class TestRestart:
    def test_after_a_restart_the_stored_token_logs_in(self, remembered, run, openbis):
        remembered.sessions.end_session("lab")
        second = run(NOON + DAY)
        assert second.restore("lab").has_stored_token
        assert second.login("lab").connection.status is ConnectionStatus.CONNECTED
        assert (second.lab.username, second.lab.remembered.valid_until) == ("anna", NOON + 30 * DAY)
        assert openbis.open_sessions == ()

    def test_a_login_without_a_password_finds_a_token_that_was_stored_meanwhile(self, run, remembered):
        assert run().login("lab").connection.status is ConnectionStatus.CONNECTED

    def test_a_changed_password_does_not_matter(self, remembered, run, openbis):
        openbis.users["anna"] = "new password"
        assert run().login("lab").connection.status is ConnectionStatus.CONNECTED

    def test_an_ended_token_is_not_used_and_the_reason_is_shown(self, remembered, run, openbis):
        late = run(NOON + 31 * DAY)
        assert late.restore("lab").credentials is None
        assert "the remembered login of anna ended on 2024-01-3" in late.lab.problem
        with pytest.raises(NotLoggedIn, match="ended on 2024-01-3"):
            late.sessions.session("lab")

    def test_a_revoked_token_is_deleted_and_the_message_asks_for_the_password(
        self, remembered, run, openbis, token_store
    ):
        openbis.remove_access_token("anna", stored(token_store).token)
        second = run()
        with pytest.raises(WrongCredentials, match="the remembered login is not valid any more"):
            second.login("lab")
        assert (token_store.tokens, second.lab.credentials, second.lab.remembered) == ({}, None, None)
        assert "the remembered login is not valid any more" in second.lab.problem

    def test_a_token_revoked_while_in_use_is_reported(self, remembered, run, openbis, token_store):
        second = run()
        second.login("lab")
        openbis.remove_access_token("anna", stored(token_store).token)
        second.check("lab")
        assert "revoked in openBIS" in second.lab.problem

    def test_an_unreachable_openbis_does_not_delete_the_token(self, remembered, run, openbis, token_store):
        openbis.go_down()
        with pytest.raises(InstanceUnreachable):
            run().login("lab")
        assert len(token_store.tokens) == 1

    def test_a_token_of_the_hub_takes_precedence(self, remembered, run, openbis):
        second = run()
        given = Credentials.of_token(openbis.add_access_token("bert"), "bert")
        second.connections.change("lab", lambda now: now.with_credentials(given))
        assert second.restore("lab").credentials == given

    def test_computers_do_not_invalidate_each_other(self, remembered, openbis, sessions, mounts, token_store):
        other_store = MemoryTokenStore()
        other = Run(openbis, sessions, other_store, mounts)
        other.login("lab", "anna", Secret(PASSWORD), remember=True)
        other.logout("lab", forget=True)
        assert other_store.tokens == {}
        assert sessions.open(other.lab.instance, stored(token_store).credentials)


class TestForget:
    def test_the_token_is_deleted_here_and_in_openbis(self, remembered, token_store, openbis):
        view = remembered.forget("lab")
        assert (token_store.tokens, openbis.access_token_labels) == ({}, [])
        assert view.connection.status is ConnectionStatus.CONNECTED
        assert (view.connection.remembered, view.connection.unrevoked) == (None, None)

    def test_a_token_cannot_revoke_itself_and_the_remaining_validity_is_shown(
        self, remembered, run, token_store, openbis
    ):
        second = run()
        second.login("lab")
        view = second.forget("lab")
        assert (token_store.tokens, openbis.access_token_labels) == ({}, ["Jupyter (here)"])
        assert (view.connection.remembered, view.connection.unrevoked.valid_until) == (None, NOON + 30 * DAY)

    def test_the_password_revokes_it_and_keeps_the_user_logged_in(self, remembered, run, token_store, openbis):
        second = run()
        second.login("lab")
        view = second.forget("lab", None, Secret(PASSWORD))
        assert (token_store.tokens, openbis.access_token_labels, view.connection.unrevoked) == ({}, [], None)
        assert view.connection.status is ConnectionStatus.CONNECTED
        assert not view.connection.credentials.is_token

    def test_a_wrong_password_deletes_nothing(self, remembered, run, token_store):
        second = run()
        second.login("lab")
        with pytest.raises(WrongCredentials):
            second.forget("lab", None, Secret("mistyped"))
        assert len(token_store.tokens) == 1

    def test_a_logout_forgets_only_on_request(self, remembered, token_store, openbis):
        remembered.logout("lab")
        assert (len(token_store.tokens), openbis.open_sessions) == (1, ())
        assert remembered.lab.remembered is not None

    def test_a_logout_that_forgets_revokes_the_token_first(self, remembered, run, token_store, openbis):
        remembered.logout("lab", forget=True)
        assert (token_store.tokens, openbis.access_token_labels, openbis.open_sessions) == ({}, [], ())
        assert run().restore("lab").credentials is None

    def test_tokens_that_the_user_made_stay_valid(self, run, openbis, token_store):
        first = run()
        first.login("lab", "anna", openbis.add_access_token("anna", "my own"), remember=True)
        first.forget("lab", "anna", Secret(PASSWORD))
        assert (token_store.tokens, openbis.access_token_labels) == ({}, ["my own"])
        assert first.lab.unrevoked is not None

    def test_the_token_of_another_user_is_not_reported_as_revoked(self, remembered, openbis, token_store):
        remembered.login("lab", "bert", Secret("battery staple"))
        remembered.forget("lab")
        assert remembered.lab.unrevoked.username == "anna"
        assert openbis.access_token_labels == ["Jupyter (here)"]

    def test_the_next_login_removes_the_remark(self, remembered, run):
        second = run()
        second.login("lab")
        second.forget("lab")
        second.login("lab", "anna", Secret(PASSWORD))
        assert second.lab.unrevoked is None


class TestRenewal:
    def test_a_token_is_renewed_in_use_while_the_password_is_known(self, remembered, token_store):
        remembered.now = NOON + 24 * DAY
        remembered.check("lab")
        assert stored(token_store).valid_until == NOON + 30 * DAY
        remembered.now = NOON + 25 * DAY
        remembered.check("lab")
        assert stored(token_store).valid_until == NOON + 55 * DAY
        assert remembered.lab.remembered.valid_until == NOON + 55 * DAY

    def test_after_a_restart_only_the_password_renews_it(self, remembered, run, token_store):
        second = run(NOON + 26 * DAY)
        second.login("lab")
        second.check("lab")
        assert stored(token_store).valid_until == NOON + 30 * DAY
        second.login("lab", "anna", Secret(PASSWORD), remember=True)
        assert stored(token_store).valid_until == NOON + 56 * DAY

    def test_a_failed_renewal_is_shown_and_repeated_after_an_hour_only(self, remembered, token_store, openbis):
        openbis.makes_access_tokens = False
        remembered.now = NOON + 26 * DAY
        remembered.check("lab")
        assert remembered.lab.remember_problem == "personal access tokens are disabled"
        openbis.makes_access_tokens = True
        remembered.now += dt.timedelta(minutes=59)
        remembered.check("lab")
        assert stored(token_store).valid_until == NOON + 30 * DAY
        remembered.now += dt.timedelta(minutes=1)
        remembered.check("lab")
        assert stored(token_store).valid_until > NOON + 50 * DAY
        assert remembered.lab.remember_problem is None
