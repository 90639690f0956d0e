"""Login with invalid responses of openBIS."""

import datetime as dt
import json
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
import responses

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.errors import InstanceUnreachable, UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.secret import Secret
from tests.unit.adapters.openbis.wire import LIMITS, SESSION, TOKEN, V3

NOW = dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc)
FACTS = {
    "api-version": "3.6",
    "personal-access-tokens-enabled": "true",
    "personal-access-tokens-max-validity-period": "2592000",
}
Answering = Callable[[Mapping[str, object]], OpenbisSessions]


@pytest.fixture
def answering() -> Any:
    """Return sessions with an openBIS that has these results for its methods."""
    with responses.RequestsMock() as mock:

        def start(results: Mapping[str, object]) -> OpenbisSessions:
            def answer(request: Any) -> tuple[int, dict[str, str], str]:
                return 200, {}, json.dumps({"result": results[json.loads(request.body)["method"]]})

            mock.add_callback(responses.POST, V3, callback=answer)
            return OpenbisSessions(Clients(LIMITS))

        yield start


@pytest.mark.parametrize("token", ["", 7, True, [], {"token": TOKEN}, 1.5])
def test_a_session_token_that_is_no_text_is_unexpected(answering: Answering, token: object) -> None:
    with pytest.raises(UnexpectedResponse, match="token"):
        answering({"login": token}).open(SESSION.instance, Credentials("admin", Secret("changeit")))


@pytest.mark.parametrize("answer", [None, "false", 0, [], {}])
def test_response_about_an_active_session_must_be_a_boolean(answering: Answering, answer: object) -> None:
    with pytest.raises(UnexpectedResponse, match="active"):
        answering({"isSessionActive": answer}).is_alive(SESSION)


@pytest.mark.parametrize("made", [[], None])
def test_missing_access_token_in_the_response_is_unexpected(answering: Answering, made: object) -> None:
    sessions = answering({"getServerInformation": FACTS, "createPersonalAccessTokens": made})
    with pytest.raises(UnexpectedResponse, match="access token"):
        sessions.new_access_token(SESSION, "tests", NOW)


@pytest.mark.parametrize("seconds", ["9" * 12, "9" * 30, "9" * 5000, "-1", "unlimited"])
def test_validity_of_an_access_token_may_exceed_the_calendar(answering: Answering, seconds: str) -> None:
    sessions = answering(
        {
            "getServerInformation": {**FACTS, "personal-access-tokens-max-validity-period": seconds},
            "createPersonalAccessTokens": [{"permId": "$pat-1"}],
            "getPersonalAccessTokens": {},
        }
    )
    assert sessions.new_access_token(SESSION, "tests", NOW).token == Secret("$pat-1")


def test_a_client_does_not_show_its_token() -> None:
    assert TOKEN not in repr(Clients(LIMITS).of(SESSION))


def test_a_traceback_with_variables_does_not_show_the_token_of_a_failed_call() -> None:
    client = Clients(LIMITS).of(replace(SESSION, instance=Instance("lab", "http://127.0.0.1:1")))
    with pytest.raises(InstanceUnreachable) as caught:
        client.call("getSessionInformation")
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "params = " in shown
    assert TOKEN not in shown
