"""Nobody gets in who is not authenticated, and Jupyter's authorizer is asked before anything happens."""

import re
from typing import Any

import pytest
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler

from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES
from tests.integration.jupyter.conftest import Request

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
EXAMPLES = {
    "name": "lab",
    "identifier": "%2FA%2FB",
    "kind": "sample",
    "permId": "20200101000000000-1",
    "path": "%2Ftmp%2Fx",
    "job": "7f3c",
}

NOTHING = ["openbis", "openbis/nothing", "openbis/conns/", "openbis/unfinished/x"]
"""Addresses below ours at which nothing is."""

ALL_ROUTES = [re.sub(r"{(\w+)}", lambda match: EXAMPLES[match[1]], route.template).lstrip("/") for route in ROUTES]
OPERATIONS = [
    (verb.upper(), path, route.handler)
    for route, path in zip(ROUTES, ALL_ROUTES, strict=True)
    for verb in route.handler.operations
]


TOKEN_ONLY = ["openbis/kernel/login"]
"""Routes that answer programs with Jupyter's token only; test_kernel_login.py has their tests."""

CHANGING = [each for each in OPERATIONS if each[0] != "GET" or each[2].operations["get"].changes]


class RecordingAuthorizer(Authorizer):
    """Refuses everything and remembers what it was asked."""

    asked: list[tuple[str, str]]

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        del handler, user
        self.asked.append((action, resource))
        return False


def test_the_tests_here_know_all_routes_and_all_that_they_can_do(extension: OpenbisExtension):
    handlers = {handler for pattern, handler, *_ in extension.handlers if pattern.startswith(("/openbis", "/req"))}
    (nothing,) = handlers - {route.handler for route in ROUTES}
    assert nothing.operations == {}
    for route in ROUTES:
        own = {verb for verb in map(str.lower, VERBS) if getattr(route.handler, verb) != getattr(OpenbisHandler, verb)}
        assert own == route.handler.operations.keys(), route.template
    assert all(word in EXAMPLES for route in ROUTES for word in re.findall(r"{(\w+)}", route.template))


@pytest.mark.parametrize("path", [*ALL_ROUTES, *NOTHING])
@pytest.mark.parametrize("verb", VERBS)
async def test_no_verb_of_any_route_answers_strangers(request_: Request, path: str, verb: str):
    answer = await request_(verb, path, {} if verb in ("POST", "PUT", "PATCH") else None, headers={})
    assert answer.status == 403
    if verb != "HEAD":
        assert answer.json["code"] == "forbidden"
        assert answer.json.keys() <= {"reason", "code", "message", "dataSets", "start_with", "count", "totalCount"}


class TestWhereJupyterLetsStrangersThrough:
    """As Jupyter does, unless it is told not to: then it is for each handler to ask who is there."""

    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any]) -> dict[str, Any]:
        settings = {**jp_server_config["ServerApp"], "allow_unauthenticated_access": True}
        return {**jp_server_config, "ServerApp": settings}

    @pytest.mark.parametrize(
        ("verb", "path"), [*(each[:2] for each in OPERATIONS), *((verb, path) for verb in VERBS for path in NOTHING)]
    )
    async def test_no_operation_answers_them(self, request_: Request, verb: str, path: str):
        body = {} if verb in ("POST", "PUT", "PATCH") else None
        # Not even with what is enough against XSRF: that is no authentication.
        headers = {"Cookie": "_xsrf=5eC8e7", "X-XSRFToken": "5eC8e7"}
        answer = await request_(verb, path, body, headers=headers)
        assert answer.status == 403


@pytest.mark.parametrize(("verb", "path"), [each[:2] for each in CHANGING])
async def test_whatever_changes_something_needs_the_secret_against_xsrf(
    request_: Request, cookies: str, verb: str, path: str
):
    body = {} if verb in ("POST", "PUT") else None
    answer = await request_(verb, path, body, headers={"Cookie": cookies})
    assert answer.status == 403
    assert "Authorization: token" in answer.json["reason"]
    secret = {"Cookie": f"{cookies}; _xsrf=5eC8e7", "X-XSRFToken": "5eC8e7"}
    assert ((await request_(verb, path, body, headers=secret)).status == 403) == (path in TOKEN_ONLY)
    wrong = {"Cookie": f"{cookies}; _xsrf=5eC8e7", "X-XSRFToken": "other"}
    assert (await request_(verb, path, body, headers=wrong)).status == 403


@pytest.mark.parametrize(("verb", "path", "handler"), OPERATIONS)
async def test_every_operation_asks_the_authorizer_first(
    request_: Request, jp_serverapp: Any, verb: str, path: str, handler: Any
):
    authorizer = RecordingAuthorizer()
    authorizer.asked = []
    jp_serverapp.web_app.settings["authorizer"] = authorizer
    answer = await request_(verb, path, {} if verb in ("POST", "PUT") else None)
    assert answer.status == 403
    ((action, resource),) = authorizer.asked
    assert action == ("write" if (verb, path, handler) in CHANGING else "read")
    assert resource == handler.auth_resource
    assert resource.startswith("jupyter_openbis_server:")


async def test_a_download_for_which_the_user_is_not_authorized_writes_nothing(
    request_: Request, jp_serverapp: Any, tmp_path: Any
):
    authorizer = RecordingAuthorizer()
    authorizer.asked = []
    jp_serverapp.web_app.settings["authorizer"] = authorizer
    target = tmp_path / "target"
    await request_("GET", f"openbis/dataset/lab/1-2/{str(target).replace('/', '%2F')}")
    assert not target.exists()


async def test_polled_routes_are_no_activity_and_others_are(request_: Request, jp_serverapp: Any):
    settings = jp_serverapp.web_app.settings
    settings["api_last_activity"] = "untouched"
    for path in ("openbis/conns", "openbis/conn/lab", "openbis/health"):
        assert (await request_("GET", path)).status == 200
    assert settings["api_last_activity"] == "untouched"
    await request_("POST", "requirements", {"notebook_path": "a.ipynb"})
    assert settings["api_last_activity"] != "untouched"
