"""Authentication of all routes, and Jupyter's authorizer, which is asked first."""

import itertools
import re
from typing import Any

import pytest
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler

from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.pages import OpenHandler
from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES
from tests.integration.jupyter.addresses import ALL_ROUTES, EXAMPLES, NOTHING, OPERATIONS, VERBS
from tests.integration.jupyter.conftest import Request

TOKEN_ONLY = ["openbis/kernel/login"]
"""Routes that answer programs with Jupyter's token only; test_kernel_login.py has their tests."""

CHANGING = [each for each in OPERATIONS if each[0] != "GET" or each[2].operations["get"].changes]


class RecordingAuthorizer(Authorizer):
    """Refuses everything and records the requests."""

    asked: list[tuple[str, str]]

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        del handler, user
        self.asked.append((action, resource))
        return False


def test_all_routes_and_operations_are_tested_here(extension: OpenbisExtension):
    handlers = {handler for pattern, handler, *_ in extension.handlers if pattern.startswith(("/openbis", "/req"))}
    (nothing,) = handlers - {route.handler for route in ROUTES} - {OpenHandler}  # see test_links.py
    assert nothing.operations == {}
    for route in ROUTES:
        own = {verb for verb in map(str.lower, VERBS) if getattr(route.handler, verb) != getattr(OpenbisHandler, verb)}
        assert own == route.handler.operations.keys(), route.template
    assert all(word in EXAMPLES for route in ROUTES for word in re.findall(r"{(\w+)}", route.template))


@pytest.mark.parametrize("verb", VERBS)
async def test_every_verb_of_every_route_requires_authentication(request_: Request, verb: str):
    for path in (*ALL_ROUTES, *NOTHING):  # one server for all of them: no request may change anything
        answer = await request_(verb, path, {} if verb in ("POST", "PUT", "PATCH") else None, headers={})
        assert answer.status == 403, path
        if verb != "HEAD":
            assert answer.json["code"] == "forbidden", path
            known = {"reason", "code", "message", "dataSets", "start_with", "count", "totalCount"}
            assert answer.json.keys() <= known, path


class TestUnauthenticatedAccessAllowed:
    """With `allow_unauthenticated_access`, Jupyter's default, each handler must require authentication itself."""

    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any]) -> dict[str, Any]:
        settings = {**jp_server_config["ServerApp"], "allow_unauthenticated_access": True}
        return {**jp_server_config, "ServerApp": settings}

    async def test_every_operation_requires_authentication(self, request_: Request):
        # A valid XSRF token is no authentication.
        headers = {"Cookie": "_xsrf=5eC8e7", "X-XSRFToken": "5eC8e7"}
        everywhere = itertools.product(VERBS, NOTHING)
        for verb, path in (*(each[:2] for each in OPERATIONS), *everywhere):
            body = {} if verb in ("POST", "PUT", "PATCH") else None
            answer = await request_(verb, path, body, headers=headers)
            assert answer.status == 403, (verb, path)


@pytest.mark.parametrize(("verb", "path"), [each[:2] for each in CHANGING])
async def test_every_change_needs_the_xsrf_token(request_: Request, cookies: str, verb: str, path: str):
    body = {} if verb in ("POST", "PUT") else None
    answer = await request_(verb, path, body, headers={"Cookie": cookies})
    assert answer.status == 403
    assert "Authorization: token" in answer.json["reason"]
    secret = {"Cookie": f"{cookies}; _xsrf=5eC8e7", "X-XSRFToken": "5eC8e7"}
    assert ((await request_(verb, path, body, headers=secret)).status == 403) == (path in TOKEN_ONLY)
    wrong = {"Cookie": f"{cookies}; _xsrf=5eC8e7", "X-XSRFToken": "other"}
    assert (await request_(verb, path, body, headers=wrong)).status == 403


async def test_every_operation_asks_the_authorizer_first(request_: Request, jp_serverapp: Any):
    authorizer = RecordingAuthorizer()
    jp_serverapp.web_app.settings["authorizer"] = authorizer
    for verb, path, handler in OPERATIONS:
        authorizer.asked = []
        answer = await request_(verb, path, {} if verb in ("POST", "PUT") else None)
        assert answer.status == 403, (verb, path)
        ((action, resource),) = authorizer.asked
        assert action == ("write" if (verb, path, handler) in CHANGING else "read"), (verb, path)
        assert resource == handler.auth_resource, (verb, path)
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
