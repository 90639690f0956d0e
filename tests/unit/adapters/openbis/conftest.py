"""Validation of the requests that tests send to servers mocked by `responses`."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.openbis_api.calls import wrong_calls_in
from tests.openbis_api.checker import SERVICES

_VERSION = "3.6"


@pytest.fixture(autouse=True)
def valid_requests_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test whose JSON-RPC calls openBIS 3.6 would refuse or ignore in part."""
    send, wrong = requests.Session.send, []

    def checked(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        path = urlsplit(request.url or "").path
        if path in SERVICES and isinstance(request.body, str | bytes):
            body = request.body if isinstance(request.body, str) else request.body.decode()
            wrong.extend(wrong_calls_in({"path": path, "api_version": _VERSION, "body": body}))
        return send(session, request, **options)

    monkeypatch.setattr(requests.Session, "send", checked)
    yield
    assert not wrong, "\n".join(map(str, wrong))
