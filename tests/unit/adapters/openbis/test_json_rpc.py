"""JSON-RPC: interpretation of responses that no healthy openBIS sends."""

import json
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import requests
import responses

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.instances import OpenbisInstances
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.errors import (
    InstanceUnreachable,
    OpenbisError,
    RequestRefused,
    SessionExpired,
    UnexpectedResponse,
)
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret
from tests.unit.adapters.openbis.wire import LIMITS, SESSION, TOKEN, V3, client


@pytest.fixture
def openbis() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def ask() -> object:
    return client().call("getDataSets", [], {})


def refusal(message: str, **data: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": "1", "error": {"code": 0, "message": message, "data": data or None}}


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>Please log in</body></html>",
        "",
        '{"jsonrpc":"2.0","id":"1","result":{"objects":[',
        "[]",
        '"text"',
        "null",
        "{}",
        '{"error": "text"}',
        "\x00\xff",
        "[" * 90_000,
    ],
)
def test_an_answer_that_is_no_json_rpc_is_unexpected(openbis: Any, body: str) -> None:
    openbis.post(V3, body=body, content_type="text/html")
    with pytest.raises(UnexpectedResponse, match="connection to lab"):
        ask()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(openbis: Any, status: int) -> None:
    openbis.post(V3, status=status, headers={"Location": f"https://login.example.org/sso?token={TOKEN}"})
    with pytest.raises(UnexpectedResponse, match=r"redirects to login\.example\.org/sso, as login pages do") as caught:
        ask()
    assert TOKEN not in str(caught.value)
    assert len(openbis.calls) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_page_with_another_status_is_unexpected(openbis: Any, status: int) -> None:
    openbis.post(V3, status=status, body="<html>no</html>", content_type="text/html")
    with pytest.raises(UnexpectedResponse, match=f"HTTP {status}, text/html"):
        ask()
    assert len(openbis.calls) == 1


def test_a_proxy_that_accepts_no_large_requests_is_explained(openbis: Any) -> None:
    openbis.post(V3, status=413, body="<html>Request Entity Too Large</html>", content_type="text/html")
    with pytest.raises(RequestRefused, match=r"client_max_body_size .* must exceed 10 MiB") as caught:
        ask()
    assert "could not be established" not in str(caught.value)
    assert len(openbis.calls) == 1


def test_too_many_requests_are_retried_and_explained(openbis: Any) -> None:
    openbis.post(V3, status=429, body="slow down", content_type="text/plain")
    with pytest.raises(InstanceUnreachable, match=r"takes no more requests for now \(HTTP 429") as caught:
        ask()
    assert "could not be established" not in str(caught.value)
    assert len(openbis.calls) == 1 + LIMITS.retries


@pytest.mark.parametrize("status", [502, 503, 504])
def test_proxy_without_an_upstream_is_retried(openbis: Any, status: int) -> None:
    openbis.post(V3, status=status, body="<html>Bad Gateway</html>")
    openbis.post(V3, json={"result": {}})
    assert ask()
    assert len(openbis.calls) == 2


def test_proxy_without_an_upstream_is_finally_an_unreachable_instance(openbis: Any) -> None:
    openbis.post(V3, status=502)
    with pytest.raises(InstanceUnreachable, match="502"):
        ask()
    assert len(openbis.calls) == 1 + LIMITS.retries


def test_a_connection_error_does_not_show_its_url(openbis: Any) -> None:
    openbis.post(V3, body=requests.ConnectionError(f"Max retries exceeded with url: /x?sessionID={TOKEN}"))
    with pytest.raises(InstanceUnreachable) as caught:
        ask()
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_endless_response_is_aborted() -> None:
    with responses.RequestsMock() as openbis:
        openbis.post(V3, body="x" * (LIMITS.response_bytes + 1))
        with pytest.raises(UnexpectedResponse, match="more than 100000 bytes"):
            ask()


LOGIN = Credentials("admin", Secret("changeit"))
BEFORE_A_SESSION = {
    "check": lambda clients: OpenbisInstances(clients).api_version(SESSION.instance),
    "login": lambda clients: OpenbisSessions(clients).open(SESSION.instance, LOGIN),
    "token": lambda clients: OpenbisSessions(clients).open(SESSION.instance, Credentials("", Secret(TOKEN))),
    "logout": lambda clients: OpenbisSessions(clients).close(SESSION),
}


@pytest.mark.parametrize("ask_first", BEFORE_A_SESSION.values(), ids=BEFORE_A_SESSION)
def test_long_response_before_a_login_is_refused(openbis: Any, ask_first: Callable[[Clients], object]) -> None:
    openbis.post(V3, body=b'{"result":[' + b"[]," * 30_000 + b"1]}", content_type="application/json")
    with pytest.raises(UnexpectedResponse, match="more than 65536 bytes"):
        ask_first(Clients(HttpLimits()))


def test_long_page_of_a_login_portal_is_reported_as_not_openbis(openbis: Any) -> None:
    openbis.post(V3, body="<p>Sign in</p>" * 10_000, content_type="text/html; charset=utf-8")
    with pytest.raises(UnexpectedResponse, match="does not answer as openBIS does"):
        OpenbisInstances(Clients(HttpLimits())).api_version(SESSION.instance)


@pytest.mark.parametrize("result", ["[" + "[]," * 200_000 + "1]", '{"objects":[' + "{}," * 200_000 + "1]}"])
def test_an_answer_of_too_many_values_is_refused(openbis: Any, result: str) -> None:
    openbis.post(V3, body=f'{{"jsonrpc":"2.0","id":"1","result":{result}}}')
    clients = Clients(replace(LIMITS, response_bytes=10_000_000, response_memory=10 << 20))
    with pytest.raises(UnexpectedResponse, match="more than 10 MiB of memory"):
        clients.of(SESSION).call("getDataSets", [], {})


def test_protocol_errors_of_openbis_are_refusals(openbis: Any) -> None:
    error = {"jsonrpc": "2.0", "id": "1", "error": {"code": -32601, "message": "method not found"}}
    openbis.post(V3, status=404, json=error)
    with pytest.raises(RequestRefused, match="method not found"):
        ask()


@pytest.mark.parametrize(
    "message",
    [
        f"Session token '{TOKEN}' is invalid: user is not logged in. (Context: [...])",
        "Session no longer available. Please login again.",
        "Personal access token is not yet valid.",
        "Personal access token is no longer valid.",
        "Personal access token session does not exist.",
        "Invalid personal access token session",
        "Hash cannot be empty.",
    ],
)
def test_all_messages_for_an_invalid_token_mean_an_expired_session(openbis: Any, message: str) -> None:
    openbis.post(V3, json=refusal(message))
    with pytest.raises(SessionExpired) as caught:
        ask()
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    assert not OpenbisSessions(Clients(LIMITS)).is_alive(SESSION)


def test_exception_class_for_an_invalid_token_means_an_expired_session(openbis: Any) -> None:
    name = "ch.systemsx.cisd.common.exceptions.InvalidSessionException"
    openbis.post(V3, json=refusal("something new", exceptionTypeName=name))
    with pytest.raises(SessionExpired):
        ask()


def test_refusal_has_the_message_without_progress_and_token(openbis: Any) -> None:
    openbis.post(V3, json=refusal(f"Access denied to {TOKEN}. (Context: [ Task {{ 1/2 }}\n, more ])"))
    with pytest.raises(RequestRefused) as caught:
        ask()
    assert str(caught.value) == "Access denied to ******."


def test_refusal_without_a_message_is_reported_as_such(openbis: Any) -> None:
    openbis.post(V3, json={"error": {"code": 0, "message": None}})
    with pytest.raises(RequestRefused, match="gave no reason"):
        ask()


def test_a_refused_login_does_not_repeat_the_password(openbis: Any) -> None:
    openbis.post(V3, json=refusal("Cannot check user admin with correct horse"))
    with pytest.raises(RequestRefused) as caught:
        OpenbisSessions(Clients(LIMITS)).open(SESSION.instance, Credentials("admin", Secret("correct horse")))
    assert str(caught.value) == "Cannot check user admin with ******"


@pytest.mark.parametrize(
    "result", [None, [], "text", 7, {"1-1": 7}, {"1-1": {"code": "1-1"}}, {"1-1": {"code": 1, "type": {"code": "T"}}}]
)
def test_a_result_of_another_shape_is_unexpected(openbis: Any, result: object) -> None:
    openbis.post(V3, json={"jsonrpc": "2.0", "id": "1", "result": result})
    with pytest.raises(UnexpectedResponse):
        OpenbisDataSets(Clients(LIMITS)).get(SESSION, "1-1")


@pytest.mark.parametrize("depth", [100, 900, 100_000])
@pytest.mark.parametrize("brackets", [("[", "]"), ('{"code":', "}")])
def test_deeply_nested_result_is_unexpected(openbis: Any, brackets: tuple[str, str], depth: int) -> None:
    opening, closing = brackets
    nested = opening * depth + "1" + closing * depth
    openbis.post(V3, body=f'{{"jsonrpc":"2.0","id":"1","result":{{"1-1":{nested}}}}}')
    clients = Clients(replace(LIMITS, response_bytes=10_000_000))
    with pytest.raises(UnexpectedResponse):
        OpenbisDataSets(clients).get(SESSION, "1-1")


def test_each_call_is_reported_with_its_duration(openbis: Any) -> None:
    observed: list[tuple[str, float]] = []
    openbis.post(V3, json={"result": {}})
    openbis.post(V3, json=refusal("no"))
    clients = Clients(LIMITS, lambda method, seconds: observed.append((method, seconds)))
    clients.of(SESSION).call("getDataSets", [], {})
    with pytest.raises(RequestRefused):
        clients.of(SESSION).call("searchSpaces", {}, {})
    assert [method for method, _ in observed] == ["getDataSets", "searchSpaces"]
    assert all(0 <= seconds < 60 for _, seconds in observed)


@pytest.mark.parametrize("version", [None, "", "new", 3.7])
def test_invalid_api_version_is_unexpected(openbis: Any, version: object) -> None:
    openbis.post(V3, json={"result": {"api-version": version}})
    with pytest.raises(UnexpectedResponse):
        client().capabilities()


def test_versions_are_compared_as_numbers(openbis: Any) -> None:
    openbis.post(V3, json={"result": {"api-version": "3.10"}})
    assert client().capabilities().api_version > (3, 7)


def test_request_is_json_rpc(openbis: Any) -> None:
    openbis.post(V3, json={"result": {}})
    ask()
    sent = openbis.calls[0].request
    assert sent.headers["Content-Type"] == "application/json"
    assert json.loads(sent.body) == {"jsonrpc": "2.0", "id": "1", "method": "getDataSets", "params": [TOKEN, [], {}]}


def test_all_failures_are_domain_errors(openbis: Any) -> None:
    for failure in (requests.exceptions.InvalidURL("x"), requests.exceptions.ChunkedEncodingError("x"), OSError("x")):
        openbis.reset()
        openbis.post(V3, body=failure)
        with pytest.raises(OpenbisError):
            ask()
