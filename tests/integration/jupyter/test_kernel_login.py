"""`POST openbis/kernel/login` returns the panel's session to kernels of this server only."""

import hashlib
import logging
from typing import Any

import pytest

from jupyter_openbis_server.adapters.jupyter_server.panel_login import USER_AGENT
from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.integration.jupyter.conftest import Request

ROUTE = "openbis/kernel/login"


@pytest.fixture(autouse=True)
def no_earlier_sessions(openbis: FakeOpenbis) -> None:
    """End sessions of servers of earlier tests, which may be slow to log out."""
    for token in openbis.sessions.of_user("alice"):
        openbis.sessions.end(token)


@pytest.fixture
def jp_auth_header(jp_auth_header: dict[str, str]) -> dict[str, str]:
    """The headers of a kernel's request."""
    return {**jp_auth_header, "User-Agent": USER_AGENT, "Content-Type": "application/json"}


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def test_a_kernel_gets_the_connection_and_the_session_of_the_panel(logged_in: Request, openbis: FakeOpenbis):
    answer = await logged_in("POST", ROUTE, {"connection": "lab"})
    (token,) = openbis.sessions.of_user("alice")
    assert answer.status == 200
    assert answer.json == {
        "status": 200,
        "name": "lab",
        "url": openbis.url,
        "verify_certificates": True,
        "ca_bundle": str(openbis.ca_file),
        "certificate_fingerprints": [],
        "username": "alice",
        "token": token,
    }
    assert answer.headers["Cache-Control"] == "no-store"


async def test_the_connection_must_be_named(logged_in: Request):
    for body in ({}, {"connection": None}, {"conection": "lab"}):
        answer = await logged_in("POST", ROUTE, body)
        assert (answer.status, [list(each) for each in answer.json["errors"]]) == (400, [["connection"]])


async def test_a_session_that_is_alive_is_not_renewed(logged_in: Request, openbis: FakeOpenbis):
    (token,) = openbis.sessions.of_user("alice")
    for expired in (token, "another one"):
        answer = await logged_in("POST", ROUTE, {"connection": "lab", "expired": fingerprint(expired)})
        assert answer.json["token"] == token
    assert openbis.sessions.of_user("alice") == [token]


async def test_an_expired_session_is_renewed_once(logged_in: Request, openbis: FakeOpenbis):
    (token,) = openbis.sessions.of_user("alice")
    openbis.sessions.expire(token)
    body = {"connection": "lab", "expired": fingerprint(token)}
    renewed = [(await logged_in("POST", ROUTE, body)).json["token"] for _ in range(3)]
    assert renewed == openbis.sessions.of_user("alice") * 3
    assert token not in renewed


async def test_no_session_is_returned_after_a_logout_in_the_panel(logged_in: Request, openbis: FakeOpenbis):
    await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})
    answer = await logged_in("POST", ROUTE, {"connection": "lab"})
    assert (answer.status, answer.json["code"]) == (401, "not-logged-in")
    assert openbis.sessions.of_user("alice") == []


async def test_an_unknown_connection_is_404(logged_in: Request):
    answer = await logged_in("POST", ROUTE, {"connection": "nowhere"})
    assert (answer.status, answer.json["code"]) == (404, "unknown-connection")


@pytest.mark.parametrize("expired", ["x", "A" * 64, "a" * 63, "a" * 64 + "\n"])
async def test_a_fingerprint_of_another_form_is_400(logged_in: Request, expired: str):
    assert (await logged_in("POST", ROUTE, {"connection": "lab", "expired": expired})).status == 400


@pytest.mark.parametrize(
    "header",
    [
        "Cookie: a=b",
        "Origin: http://127.0.0.1",
        "Origin: null",
        "Referer: http://127.0.0.1/lab",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Mode: cors",
        "Sec-WebSocket-Version: 13",
        "X-XSRFToken: abc",
        "Accept-Language: de",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Content-Type: text/plain",
        "Content-Type: application/x-www-form-urlencoded",
        "DNT: 1",
        "Priority: u=1",
    ],
)
async def test_requests_of_browsers_are_refused_even_with_the_token(
    logged_in: Request, jp_auth_header: dict[str, str], header: str
):
    name, _, value = header.partition(": ")
    answer = await logged_in("POST", ROUTE, {"connection": "lab"}, headers={**jp_auth_header, name: value})
    assert (answer.status, answer.json["code"]) == (403, "kernel-login-refused")
    assert "token" not in answer.json


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: hub.example.org",
        "X-Real-IP: 127.0.0.1",
        "Forwarded: for=127.0.0.1",
        "Via: 1.1 proxy",
        "X-Scheme: https",
        "CF-Connecting-IP: 192.0.2.8",
        "True-Client-IP: 192.0.2.8",
        "X-Cluster-Client-IP: 192.0.2.8",
        "X-Envoy-External-Address: 192.0.2.8",
        "X-Request-Id: 1",
        "X_Forwarded_For: 192.0.2.8",
        "Max-Forwards: 9",
        "Anything-Else: 1",
    ],
)
async def test_requests_through_proxies_are_refused(logged_in: Request, jp_auth_header: dict[str, str], header: str):
    name, _, value = header.partition(": ")
    answer = await logged_in("POST", ROUTE, {"connection": "lab"}, headers={**jp_auth_header, name: value})
    assert (answer.status, answer.json["code"]) == (403, "kernel-login-refused")


async def test_a_cookie_is_refused_even_with_the_xsrf_token(logged_in: Request, cookies: str):
    headers = {"Cookie": f"{cookies}; _xsrf=5eC8e7", "X-XSRFToken": "5eC8e7"}
    answer = await logged_in("POST", ROUTE, {"connection": "lab"}, headers=headers)
    assert (answer.status, answer.json["code"]) == (403, "kernel-login-refused")


async def test_a_cookie_beside_the_token_is_refused(logged_in: Request, cookies: str, jp_auth_header: dict[str, str]):
    answer = await logged_in("POST", ROUTE, {"connection": "lab"}, headers={**jp_auth_header, "Cookie": cookies})
    assert (answer.status, answer.json["code"]) == (403, "kernel-login-refused")


async def test_a_token_in_the_address_is_refused(logged_in: Request, jp_auth_header: dict[str, str]):
    token = jp_auth_header["Authorization"].split()[1]
    for headers in ({}, jp_auth_header):
        answer = await logged_in("POST", f"{ROUTE}?token={token}", {"connection": "lab"}, headers=headers)
        assert (answer.status, answer.json["code"]) == (403, "kernel-login-refused")


async def test_a_token_in_a_form_is_refused(logged_in: Request, jp_auth_header: dict[str, str]):
    token = jp_auth_header["Authorization"].split()[1]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await logged_in("POST", ROUTE, raw=f"token={token}".encode(), headers=headers)
    assert (answer.status, answer.json["code"]) == (403, "kernel-login-refused")


async def test_a_wrong_token_is_refused(logged_in: Request):
    answer = await logged_in("POST", ROUTE, {"connection": "lab"}, headers={"Authorization": "token wrong"})
    assert answer.status == 403


async def test_get_is_refused(logged_in: Request):
    assert (await logged_in("GET", ROUTE)).status == 405


async def test_each_returned_session_is_logged_without_its_token(
    logged_in: Request, openbis: FakeOpenbis, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        await logged_in("POST", ROUTE, {"connection": "lab"})
    (line,) = [each.getMessage() for each in caplog.records if "kernel-login" in each.getMessage()]
    assert "action=kernel-login result=ok connection=lab" in line
    assert "openbis_user=alice client=127.0.0.1" in line
    (token,) = openbis.sessions.of_user("alice")
    assert token not in caplog.text


async def test_refusals_are_logged_with_the_reason(
    logged_in: Request, jp_auth_header: dict[str, str], caplog: pytest.LogCaptureFixture
):
    await logged_in("POST", ROUTE, {}, headers={**jp_auth_header, "Origin": "https://evil.example.org"})
    assert "The login of the openBIS panel is not handed out: the header Origin" in caplog.text


async def test_the_panel_is_informed_that_kernels_can_use_its_login(logged_in: Request):
    assert (await logged_in("GET", "openbis/conns")).json["kernel_login"] is True
    assert (await logged_in("GET", "openbis/conn/lab")).json["kernel_login"] is True


class TestSwitchedOff:
    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any]) -> dict[str, Any]:
        settings = {**jp_server_config["OpenbisExtension"], "kernel_login": False}
        return {**jp_server_config, "OpenbisExtension": settings}

    async def test_no_session_is_returned(self, logged_in: Request):
        answer = await logged_in("POST", ROUTE, {"connection": "lab"})
        assert (answer.status, answer.json["code"]) == (403, "kernel-login-refused")
        assert "kernel_login is False" in answer.json["reason"]
        assert (await logged_in("GET", "openbis/conns")).json["kernel_login"] is False


async def test_a_server_without_token_returns_no_session(
    logged_in: Request, extension: OpenbisExtension, jp_serverapp: Any, monkeypatch: pytest.MonkeyPatch
):
    access = extension.services.kernel_access
    monkeypatch.setattr(jp_serverapp.identity_provider, "token", "")
    assert "no authentication" in str(access.problem)
    monkeypatch.setattr(type(jp_serverapp.identity_provider), "auth_enabled", True)
    assert "has no token" in str(access.problem)
    answer = await logged_in("POST", ROUTE, {"connection": "lab"})
    assert answer.status == 403
