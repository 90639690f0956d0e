"""Renewal and end of remembered logins, by requests to the fake openBIS, whose clock is advanced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.instances import OpenbisInstances
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import MissingCredentials, OpenbisError
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.registry.list_connections import ListServersWithoutTokens
from jupyter_openbis_server.domain.registry.login import Login
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.stored_logins.remember_login import CheckLogin, RememberLogin, RenewLogin
from jupyter_openbis_server.domain.stored_logins.restore_login import RestoreLogin
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from jupyter_openbis_server.testing.fakes.mounts import MemoryMounts
from jupyter_openbis_server.testing.fakes.token_store import MemoryTokenStore

START = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)
PASSWORD = Secret(USERS["alice"])


@dataclass
class World:
    """A computer and an openBIS with the same clock."""

    settings: ServerSettings = field(default_factory=ServerSettings)
    now: dt.datetime = START
    store: MemoryTokenStore = field(default_factory=MemoryTokenStore)

    def __post_init__(self) -> None:
        self.openbis = FakeOpenbis(users=USERS, settings=self.settings, clock=self._seconds)

    def _seconds(self) -> float:
        return self.now.timestamp()

    @property
    def stored(self) -> StoredToken:
        (token,) = self.store.tokens.values()
        return token

    @property
    def tokens(self) -> list[str]:
        """The personal access tokens in openBIS."""
        return [each.hash for each in self.openbis.laboratory.personal_access_tokens]


class Run:
    """One run of Jupyter on the computer."""

    def __init__(self, world: World) -> None:
        clients = Clients(HttpLimits(retry_seconds=0.01))
        sessions, self.instances = OpenbisSessions(clients), OpenbisInstances(clients)
        self.connections = ConnectionRegistry()
        instance = Instance("lab", world.openbis.url)
        self.connections.add(Connection(instance, "alice", origin=ConnectionOrigin.USER_FILE))
        self.sessions = SessionManager(self.connections, sessions)

        def clock() -> dt.datetime:
            return world.now

        restore = RestoreLogin(self.connections, [world.store], clock)
        remember = RememberLogin(
            self.connections, self.sessions, sessions, [world.store], "Jupyter (here)", clock, 30 * DAY
        )
        self.login = Login(self.connections, self.sessions, MemoryMounts(), restore, remember)
        self.check = CheckLogin(self.sessions, RenewLogin(self.connections, remember, clock))
        self.without_tokens = ListServersWithoutTokens(self.connections, self.instances)

    @property
    def lab(self) -> Connection:
        return self.connections.get("lab")


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    with world.openbis:
        yield world


def test_a_token_is_renewed_while_the_password_is_known(world: World) -> None:
    first = Run(world)
    first.login("lab", "alice", PASSWORD, remember=True)
    assert abs(world.stored.valid_until - (START + 30 * DAY)) < dt.timedelta(hours=1)
    before = world.stored
    world.now = START + 24 * DAY
    first.login("lab", "alice", PASSWORD)
    first.check("lab")
    assert (world.stored, len(world.tokens)) == (before, 1)
    world.now = START + 26 * DAY
    first.login("lab", "alice", PASSWORD)
    first.check("lab")
    assert abs(world.stored.valid_until - (START + 56 * DAY)) < dt.timedelta(hours=1)
    assert first.lab.remembered is not None
    assert first.lab.remembered.valid_until == world.stored.valid_until
    assert {before.token.reveal(), world.stored.token.reveal()} == set(world.tokens)
    world.now = START + 40 * DAY
    assert Run(world).login("lab").connection.session is not None


def test_after_a_restart_openbis_renews_nothing_without_the_password(world: World) -> None:
    Run(world).login("lab", "alice", PASSWORD, remember=True)
    world.now = START + 28 * DAY
    second = Run(world)
    second.login("lab")
    world.openbis.requests.clear()
    second.check("lab")
    assert "createPersonalAccessTokens" not in world.openbis.requests.methods()
    assert second.lab.remembered is not None
    assert second.lab.remembered.is_due(world.now)


def test_a_token_that_has_ended_is_not_sent(world: World) -> None:
    Run(world).login("lab", "alice", PASSWORD, remember=True)
    world.now = START + 31 * DAY
    second = Run(world)
    world.openbis.requests.clear()
    with pytest.raises(MissingCredentials):
        second.login("lab")
    assert world.openbis.requests.methods() == []


def test_a_token_that_ends_in_use_is_refused_by_openbis(world: World) -> None:
    Run(world).login("lab", "alice", PASSWORD, remember=True)
    second = Run(world)
    second.login("lab")
    world.now = START + 31 * DAY
    with pytest.raises(OpenbisError):
        second.sessions.use("lab", second.instances.facts)
    assert second.lab.session is None
    second.login("lab", "alice", PASSWORD, remember=True)
    assert abs(world.stored.valid_until - (START + 61 * DAY)) < dt.timedelta(hours=1)


def test_short_validity_of_the_server_is_kept() -> None:
    world = World(ServerSettings(pat_max_validity=86400))
    with world.openbis:
        first = Run(world)
        first.login("lab", "alice", PASSWORD, remember=True)
        assert abs(world.stored.valid_until - (START + DAY)) < dt.timedelta(hours=1)
        assert first.lab.remembered is not None
        assert not first.lab.remembered.is_due(START + dt.timedelta(hours=6))
        assert first.lab.remembered.is_due(START + dt.timedelta(hours=18))


@pytest.mark.parametrize(("makes_tokens", "expected"), [(True, 0), (False, 1)])
def test_servers_without_tokens_are_known_from_any_session(makes_tokens: bool, expected: int) -> None:
    world = World(ServerSettings(personal_access_tokens=makes_tokens))
    with world.openbis:
        run = Run(world)
        assert run.without_tokens() == ()
        run.login("lab", "alice", PASSWORD)
        requests = world.openbis.requests.methods()
        assert "getServerInformation" not in requests
        run.sessions.use("lab", run.instances.facts)
        requests = world.openbis.requests.methods()
        assert run.without_tokens() == (run.lab.instance.url,) * expected
        assert world.openbis.requests.methods() == requests


def test_old_servers_without_tokens_are_known_before_a_login() -> None:
    world = World(ServerSettings("3.5"))
    with world.openbis:
        run = Run(world)
        run.instances.api_version(run.lab.instance)
        assert run.without_tokens() == (run.lab.instance.url,)
