"""1,000 connections in the file."""

from pathlib import Path

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.load.running import connection, running
from tests.support.waiting import until

MANY, WITH_PASSWORD = 1000, 40
ASKED_AT_A_TIME = 16


def test_the_list_is_answered_without_a_request_to_openbis(tmp_path: Path):
    with FakeOpenbis(users=USERS) as openbis:
        entries = [{"name": f"lab {number}", "url": openbis.url, "http_only": True} for number in range(MANY)]
        with running(tmp_path, entries) as server:
            with server.grows_by_at_most(50):
                for _ in range(3):
                    assert len(server.ask("GET", "openbis/conns").json()["connections"]) == MANY
            assert openbis.requests.counts() == {}
            assert server.health()["connections"] == MANY


def test_a_list_checks_a_few_sessions_and_not_all(tmp_path: Path):
    with FakeOpenbis(users=USERS) as openbis:
        entries = [connection(openbis, f"lab {number}") for number in range(WITH_PASSWORD)]
        with running(tmp_path, entries) as server:
            until(lambda: openbis.requests.counts().get("login", 0) == WITH_PASSWORD)
            until(lambda: server.health()["threads"] == 0)
            openbis.requests.clear()
            server.ask("GET", "openbis/conns")
            until(lambda: openbis.requests.counts().get("isSessionActive", 0) == ASKED_AT_A_TIME)
            until(lambda: server.health()["threads"] == 0)
            assert openbis.requests.counts() == {"isSessionActive": ASKED_AT_A_TIME}
