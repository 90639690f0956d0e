"""Validation of the requests that tests send to servers mocked by `responses`."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.openbis_api.calls import wrong_calls_in
from tests.openbis_api.checker import SERVICES


@pytest.fixture
def api_version() -> str:
    """The version of the API that requests must fit."""
    return "3.6"


@pytest.fixture(autouse=True)
def valid_requests_only(monkeypatch: pytest.MonkeyPatch, api_version: str) -> Iterator[None]:
    """Fail a test whose JSON-RPC calls this openBIS would refuse or ignore in part."""
    send, wrong = requests.Session.send, []

    def checked(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        path = urlsplit(request.url or "").path
        if path in SERVICES and isinstance(request.body, str | bytes):
            body = request.body if isinstance(request.body, str) else request.body.decode()
            wrong.extend(wrong_calls_in({"path": path, "api_version": api_version, "body": body}))
        return send(session, request, **options)

    monkeypatch.setattr(requests.Session, "send", checked)
    yield
    assert not wrong, "\n".join(map(str, wrong))
