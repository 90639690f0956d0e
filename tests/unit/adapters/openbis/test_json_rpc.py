"""What answers that do not come from a healthy openBIS are taken for."""

import json
import traceback
from dataclasses import replace
from typing import Any

import pytest
import requests
import responses

from jupyter_openbis_server.adapters.pybis import Clients, PybisDataSets, PybisSessions
from jupyter_openbis_server.domain.errors import (
    InstanceNonsense,
    InstanceUnreachable,
    OpenbisError,
    RequestRefused,
    SessionExpired,
)
from jupyter_openbis_server.domain.model import Credentials, Secret

from .wire import LIMITS, SESSION, TOKEN, V3, client


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
def test_an_answer_that_is_no_json_rpc_is_nonsense(openbis: Any, body: str) -> None:
    openbis.post(V3, body=body, content_type="text/html")
    with pytest.raises(InstanceNonsense, match="connection to lab"):
        ask()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(openbis: Any, status: int) -> None:
    openbis.post(V3, status=status, headers={"Location": f"https://login.example.org/sso?token={TOKEN}"})
    with pytest.raises(InstanceNonsense, match=r"redirects to login\.example\.org/sso, as login pages do") as caught:
        ask()
    assert TOKEN not in str(caught.value)
    assert len(openbis.calls) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 413, 500])
def test_a_page_with_another_status_is_nonsense(openbis: Any, status: int) -> None:
    openbis.post(V3, status=status, body="<html>no</html>", content_type="text/html")
    with pytest.raises(InstanceNonsense, match=f"HTTP {status}, text/html"):
        ask()
    assert len(openbis.calls) == 1


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_proxy_without_openbis_behind_it_is_asked_again(openbis: Any, status: int) -> None:
    openbis.post(V3, status=status, body="<html>Bad Gateway</html>")
    openbis.post(V3, json={"result": {}})
    assert ask()
    assert len(openbis.calls) == 2


def test_a_proxy_that_stays_without_openbis_is_an_unreachable_instance(openbis: Any) -> None:
    openbis.post(V3, status=502)
    with pytest.raises(InstanceUnreachable, match="502"):
        ask()
    assert len(openbis.calls) == 1 + LIMITS.retries


def test_a_connection_error_does_not_show_its_url(openbis: Any) -> None:
    openbis.post(V3, body=requests.ConnectionError(f"Max retries exceeded with url: /x?sessionID={TOKEN}"))
    with pytest.raises(InstanceUnreachable) as caught:
        ask()
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_an_answer_without_end_is_given_up() -> None:
    with responses.RequestsMock() as openbis:
        openbis.post(V3, body="x" * (LIMITS.answer_bytes + 1))
        with pytest.raises(InstanceNonsense, match="more than 100000 bytes"):
            ask()


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
def test_all_that_openbis_says_to_a_dead_token_means_that_the_session_has_expired(openbis: Any, message: str) -> None:
    openbis.post(V3, json=refusal(message))
    with pytest.raises(SessionExpired) as caught:
        ask()
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    assert not PybisSessions(Clients(LIMITS)).is_alive(SESSION)


def test_the_class_of_the_exception_tells_it_too(openbis: Any) -> None:
    name = "ch.systemsx.cisd.common.exceptions.InvalidSessionException"
    openbis.post(V3, json=refusal("something new", exceptionTypeName=name))
    with pytest.raises(SessionExpired):
        ask()


def test_a_refusal_has_openbis_words_without_progress_and_token(openbis: Any) -> None:
    openbis.post(V3, json=refusal(f"Access denied to {TOKEN}. (Context: [ Task {{ 1/2 }}\n, more ])"))
    with pytest.raises(RequestRefused) as caught:
        ask()
    assert str(caught.value) == "Access denied to ******."


def test_a_refusal_without_words_says_so(openbis: Any) -> None:
    openbis.post(V3, json={"error": {"code": 0, "message": None}})
    with pytest.raises(RequestRefused, match="gave no reason"):
        ask()


def test_a_refused_login_does_not_repeat_the_password(openbis: Any) -> None:
    openbis.post(V3, json=refusal("Cannot check user admin with correct horse"))
    with pytest.raises(RequestRefused) as caught:
        PybisSessions(Clients(LIMITS)).open(SESSION.instance, Credentials("admin", Secret("correct horse")))
    assert str(caught.value) == "Cannot check user admin with ******"


@pytest.mark.parametrize(
    "result", [None, [], "text", 7, {"1-1": 7}, {"1-1": {"code": "1-1"}}, {"1-1": {"code": 1, "type": {"code": "T"}}}]
)
def test_a_result_of_another_shape_is_nonsense(openbis: Any, result: object) -> None:
    openbis.post(V3, json={"jsonrpc": "2.0", "id": "1", "result": result})
    with pytest.raises(InstanceNonsense):
        PybisDataSets(Clients(LIMITS)).get(SESSION, "1-1")


@pytest.mark.parametrize("depth", [100, 900, 100_000])
@pytest.mark.parametrize("brackets", [("[", "]"), ('{"code":', "}")])
def test_a_result_that_is_nested_deeply_is_nonsense(openbis: Any, brackets: tuple[str, str], depth: int) -> None:
    opening, closing = brackets
    nested = opening * depth + "1" + closing * depth
    openbis.post(V3, body=f'{{"jsonrpc":"2.0","id":"1","result":{{"1-1":{nested}}}}}')
    clients = Clients(replace(LIMITS, answer_bytes=10_000_000))
    with pytest.raises(InstanceNonsense):
        PybisDataSets(clients).get(SESSION, "1-1")


def test_each_call_is_told_with_the_time_it_took(openbis: Any) -> None:
    told: list[tuple[str, float]] = []
    openbis.post(V3, json={"result": {}})
    openbis.post(V3, json=refusal("no"))
    clients = Clients(LIMITS, lambda method, seconds: told.append((method, seconds)))
    clients.of(SESSION).call("getDataSets", [], {})
    with pytest.raises(RequestRefused):
        clients.of(SESSION).call("searchSpaces", {}, {})
    assert [method for method, _ in told] == ["getDataSets", "searchSpaces"]
    assert all(0 <= seconds < 5 for _, seconds in told)


@pytest.mark.parametrize("version", [None, "", "new", 3.7])
def test_an_api_version_that_is_none_is_nonsense(openbis: Any, version: object) -> None:
    openbis.post(V3, json={"result": {"api-version": version}})
    with pytest.raises(InstanceNonsense):
        client().api_version()


def test_versions_are_compared_as_numbers(openbis: Any) -> None:
    openbis.post(V3, json={"result": {"api-version": "3.10"}})
    assert client().api_version() > (3, 7)


def test_a_request_says_what_it_is(openbis: Any) -> None:
    openbis.post(V3, json={"result": {}})
    ask()
    sent = openbis.calls[0].request
    assert sent.headers["Content-Type"] == "application/json"
    assert json.loads(sent.body) == {"jsonrpc": "2.0", "id": "1", "method": "getDataSets", "params": [TOKEN, [], {}]}


def test_no_failure_is_anything_but_a_domain_error(openbis: Any) -> None:
    for failure in (requests.exceptions.InvalidURL("x"), requests.exceptions.ChunkedEncodingError("x"), OSError("x")):
        openbis.reset()
        openbis.post(V3, body=failure)
        with pytest.raises(OpenbisError):
            ask()
