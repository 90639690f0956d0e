"""The JSON-RPC envelope: openbis-protocol 1.2 to 1.4."""

import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.integration.fake_openbis.wire import AS_V3, DATA_SET_OPTIONS, Wire, dataset_id, options


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    return start_fake_openbis(sample_data=False)


@pytest.fixture
def wire(openbis) -> Wire:
    return Wire(openbis)


def test_a_reply_repeats_the_id_and_has_a_result_even_when_it_is_null(wire):
    answer = wire.post({"jsonrpc": "2.0", "id": "2", "method": "logout", "params": ["unknown"]})
    assert answer.json() == {"jsonrpc": "2.0", "id": "2", "result": None}
    assert answer.headers["Content-Type"] == "application/json-rpc"
    assert int(answer.headers["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("this is no JSON", 400, -32700),
        ("7", 400, -32600),
        ('{"id": "2", "method": "makeCoffee", "params": []}', 404, -32601),
        ('{"id": "2", "params": []}', 404, -32601),
        ('{"id": "2", "method": "login", "params": ["only one"]}', 500, -32602),
        ('{"id": "2", "method": "logout", "params": ["one", "too many"]}', 500, -32602),
    ],
)
@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does", sometimes=True)
def test_protocol_errors_have_http_statuses_of_their_own(wire, body, status, code):
    answer = wire.post(None, json=None, data=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_an_empty_body_is_a_bad_request_without_any_text(wire):
    answer = wire.post(None, json=None, data="")
    assert (answer.status_code, answer.content) == (400, b"")


def test_a_notification_gets_an_empty_reply(wire):
    answer = wire.post({"method": "isSessionActive", "params": ["x"]})
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_batch_has_a_response_for_each_call(wire):
    call = {"method": "isSessionActive", "params": ["x"]}
    answer = wire.post([{**call, "id": 1}, {**call, "id": 2}])
    assert [(reply["id"], reply["result"]) for reply in answer.json()] == [(1, False), (2, False)]


def test_a_call_may_come_in_the_query_of_a_get(openbis):
    query = {"method": "isSessionActive", "id": "5", "params": '["x"]'}
    answer = requests.get(openbis.url + AS_V3, params=query, timeout=10)
    assert answer.json() == {"jsonrpc": "2.0", "id": "5", "result": False}


def test_options_is_an_empty_200_and_other_verbs_are_not_allowed(openbis):
    assert requests.options(openbis.url + AS_V3, timeout=10).content == b""
    for verb in ("PUT", "DELETE", "PATCH"):
        answer = requests.request(verb, openbis.url + AS_V3, timeout=10)
        assert (answer.status_code, answer.text) == (405, f"Method '{verb}' is not allowed")
        assert "POST" in answer.headers["Allow"]
    assert requests.head(openbis.url + AS_V3, timeout=10).status_code == 405


def test_a_failing_method_is_a_200_with_code_0_and_the_java_class(wire):
    error = wire.error("login", " ", "x")
    assert (error["code"], error["message"]) == (0, "No 'user' specified.")
    assert error["data"]["exceptionTypeName"] == "ch.systemsx.cisd.common.exceptions.UserFailureException"
    assert "No 'user' specified." in error["data"]["stackTrace"]


def test_errors_of_an_old_server_have_no_stack_trace(start_fake_openbis):
    error = Wire(start_fake_openbis(sample_data=False, api_version="3.5")).error("login", "", "x")
    assert set(error["data"]) == {"exceptionTypeName", "message"}


def test_errors_of_operations_have_a_context_after_their_message(openbis, wire):
    creation = {"spaceId": {"@type": "as.dto.space.id.SpacePermId", "permId": "NOWHERE"}, "code": "X"}
    message = wire.error("createProjects", openbis.sessions.open("admin"), [creation])["message"]
    assert message.startswith("Object with SpacePermId = [NOWHERE] has not been found. (Context: [")


@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
def test_an_id_without_type_or_with_a_foreign_one_cannot_be_read(openbis, wire):
    token = openbis.sessions.open("admin")
    nothing = options(DATA_SET_OPTIONS)
    untyped = wire.error("getDataSets", token, [{"permId": "1-2"}], nothing)
    assert untyped["message"].startswith("Could not deserialize object.\nAttempt of deserialization with type failed")
    foreign = wire.error("getDataSets", token, [{"@type": "as.dto.space.id.SpacePermId", "permId": "1"}], nothing)
    assert "Could not resolve type id 'as.dto.space.id.SpacePermId' as a subtype of" in foreign["message"]
    assert "known type ids = [" in foreign["message"]


def test_a_single_object_is_accepted_as_a_list(openbis, wire):
    token = openbis.sessions.open("admin")
    assert wire.result("getDataSets", token, dataset_id("1-2"), options(DATA_SET_OPTIONS)) == {}


def test_requests_are_recorded_with_their_methods_and_connections(openbis, wire):
    with requests.Session() as session:
        for _ in range(2):
            session.post(openbis.url + AS_V3, json={"id": 1, "method": "isSessionActive", "params": ["x"]}, timeout=10)
    first, second = openbis.requests
    assert (first.verb, first.path, first.method) == ("POST", AS_V3, "isSessionActive")
    assert first.connection == second.connection
    wire.result("logout", "x")
    assert openbis.requests.methods() == ["isSessionActive", "isSessionActive", "logout"]
    assert list(openbis.requests)[-1].connection != first.connection
