"""Nobody gets in who is not authenticated, and Jupyter's authorizer is asked before anything happens."""

import re
from typing import Any

import pytest
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler

from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES
from tests.integration.jupyter.conftest import Request

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
EXAMPLES = {
    "name": "lab",
    "identifier": "%2FA%2FB",
    "permId": "20200101000000000-1",
    "path": "%2Ftmp%2Fx",
    "job": "7f3c",
}

ALL_ROUTES = [re.sub(r"{(\w+)}", lambda match: EXAMPLES[match[1]], route.template).lstrip("/") for route in ROUTES]
OPERATIONS = [
    (verb.upper(), path, route.handler)
    for route, path in zip(ROUTES, ALL_ROUTES, strict=True)
    for verb in route.handler.operations
]


class RecordingAuthorizer(Authorizer):
    """Refuses everything and remembers what it was asked."""

    asked: list[tuple[str, str]]

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        del handler, user
        self.asked.append((action, resource))
        return False


@pytest.mark.parametrize("path", ALL_ROUTES)
@pytest.mark.parametrize("verb", VERBS)
async def test_no_verb_of_any_route_answers_strangers(request_: Request, path: str, verb: str):
    answer = await request_(verb, path, {} if verb in ("POST", "PUT", "PATCH") else None, headers={})
    assert answer.status in (403, 405)
    if answer.json:
        assert "connections" not in answer.json


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
    downloads = path.startswith("openbis/dataset/")
    assert action == ("read" if verb == "GET" and not downloads else "write")
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
