"""Remembered logins by the HTTP API; `tests/integration/kernels/test_restarts.py` restarts servers."""

from __future__ import annotations

import datetime as dt
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pybis import Openbis

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.jupyter.conftest import PASSWORD, Answer, Request

LAB = "openbis/conn/lab"
LOGIN = {"username": "alice", "password": PASSWORD, "remember": True}


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    """A server of its own: personal access tokens stay in it."""
    with FakeOpenbis(tls=True, users=USERS) as server:
        yield server


def token_files(data_dir: Path) -> list[Path]:
    return list((data_dir / "jupyter_openbis_server" / "tokens").glob("*"))


def tokens_in(openbis: FakeOpenbis) -> list[str]:
    return [pat.hash for pat in openbis.laboratory.personal_access_tokens]


async def remembered(request_: Request) -> Answer:
    answer = await request_("PUT", LAB, LOGIN)
    assert answer.status == 200, answer.json
    return answer


async def test_a_login_is_remembered_on_request_only(request_: Request, openbis: FakeOpenbis, jp_data_dir: Path):
    plain = await request_("PUT", LAB, {"username": "alice", "password": PASSWORD})
    assert (plain.json["connection"]["remembered"], plain.json["remember_days"]) == (None, 30)
    assert (tokens_in(openbis), token_files(jp_data_dir)) == ([], [])
    shown = (await remembered(request_)).json["connection"]["remembered"]
    (file,) = token_files(jp_data_dir)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert PASSWORD not in file.read_text()
    (token,) = tokens_in(openbis)
    assert json.loads(file.read_text())["token"] == token
    assert token not in json.dumps(shown)
    assert (shown["username"], shown["location"]) == ("alice", str(file.parent))
    ends = dt.datetime.fromisoformat(shown["validUntil"]) - dt.datetime.now(dt.timezone.utc)
    assert dt.timedelta(days=29) < ends <= dt.timedelta(days=30)
    assert shown["renewFrom"] < shown["validUntil"]


async def test_pybis_sees_the_token_under_a_name_that_users_recognise(request_: Request, openbis: FakeOpenbis):
    await remembered(request_)
    client = Openbis(openbis.url, verify_certificates=str(openbis.ca_file), token=openbis.sessions.open("alice"))
    (found,) = client.get_personal_access_tokens()
    assert found.sessionName.startswith("Jupyter (")
    assert found.permId == tokens_in(openbis)[0]
    found.delete("not needed")
    assert tokens_in(openbis) == []
    await request_("PUT", LAB, {"action": "logout"})


async def test_a_second_login_reuses_the_token(request_: Request, openbis: FakeOpenbis):
    await remembered(request_)
    await remembered(request_)
    assert len(tokens_in(openbis)) == 1


async def test_forgetting_deletes_the_token_here_and_in_openbis(
    request_: Request, openbis: FakeOpenbis, jp_data_dir: Path
):
    await remembered(request_)
    answer = await request_("PUT", LAB, {"action": "forget"})
    shown = answer.json["connection"]
    assert (shown["status"], shown["remembered"], shown["unrevoked"]) == ("connected", None, None)
    assert (tokens_in(openbis), token_files(jp_data_dir)) == ([], [])


async def test_logging_out_forgets_on_request(request_: Request, openbis: FakeOpenbis, jp_data_dir: Path):
    await remembered(request_)
    kept = await request_("PUT", LAB, {"action": "logout"})
    assert kept.json["connection"]["remembered"] is not None
    assert len(token_files(jp_data_dir)) == 1
    await remembered(request_)
    ended = await request_("PUT", LAB, {"action": "logout", "forget": True})
    assert (ended.json["connection"]["status"], ended.json["connection"]["remembered"]) == ("not connected", None)
    assert (tokens_in(openbis), token_files(jp_data_dir), openbis.sessions.of_user("alice")) == ([], [], [])


async def test_an_unsaved_connection_says_why_it_is_not_remembered(request_: Request, openbis: FakeOpenbis):
    await request_("POST", "openbis/conns", {"name": "new", "url": openbis.url, "ca_bundle": str(openbis.ca_file)})
    shown = (await request_("PUT", "openbis/conn/new", LOGIN)).json["connection"]
    assert (shown["status"], shown["canBeRemembered"], shown["remembered"]) == ("connected", False, None)
    assert "not saved" in shown["rememberProblem"]


class TestWithoutTokens:
    @pytest.fixture
    def openbis(self) -> Iterator[FakeOpenbis]:
        with FakeOpenbis(tls=True, users=USERS, settings=ServerSettings(personal_access_tokens=False)) as server:
            yield server

    async def test_the_login_works_and_the_reason_is_shown(self, request_: Request, jp_data_dir: Path):
        shown = (await remembered(request_)).json["connection"]
        assert (shown["status"], shown["remembered"]) == ("connected", None)
        assert shown["rememberProblem"] == "this openBIS makes no personal access tokens"
        assert token_files(jp_data_dir) == []


class TestSwitchedOff:
    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any]) -> dict[str, Any]:
        jp_server_config["OpenbisExtension"]["remember_login"] = False
        return jp_server_config

    async def test_no_token_is_created(self, request_: Request, openbis: FakeOpenbis, jp_data_dir: Path):
        answer = await remembered(request_)
        assert answer.json["remember_days"] == 0
        assert "switched off by the operator" in answer.json["connection"]["rememberProblem"]
        assert (tokens_in(openbis), token_files(jp_data_dir)) == ([], [])


class TestReadOnly:
    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any]) -> dict[str, Any]:
        jp_server_config["OpenbisExtension"]["read_only"] = True
        return jp_server_config

    async def test_a_token_is_no_change_of_research_data(self, request_: Request, openbis: FakeOpenbis):
        assert (await remembered(request_)).json["connection"]["remembered"] is not None
        assert len(tokens_in(openbis)) == 1
