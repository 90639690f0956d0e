"""Links from openBIS (`openbis/open`): they lead to JupyterLab, and change nothing."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse

from jupyter_openbis_server.fake_openbis import FakeOpenbis

Open = Callable[..., Awaitable[HTTPResponse]]
FROM_THE_ELN = {
    "Referer": "https://openbis.example.org/openbis/webapp/eln-lims/",
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}


@pytest.fixture
def open_(
    jp_serverapp: Any, http_server: Any, jp_base_url: str, jp_http_port: int, jp_auth_header: dict[str, str]
) -> Open:
    """Open a link, as a browser does by a click on another site."""

    async def send(query: str, headers: dict[str, str] | None = None, method: str = "GET") -> HTTPResponse:
        request = HTTPRequest(
            f"http://127.0.0.1:{jp_http_port}{jp_base_url}openbis/open{query}",
            method=method,
            headers=FROM_THE_ELN | (jp_auth_header if headers is None else headers),
            follow_redirects=False,
            allow_nonstandard_methods=True,
        )
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    return send


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?permId=20250101-7", {"openbis-permid": ["20250101-7"]}),
        ("?permId=1&kind=object", {"openbis-permid": ["1"], "openbis-kind": ["sample"]}),
        ("?permId=1&kind=dataSet&connection=lab", {"openbis-kind": ["dataSet"], "openbis-connection": ["lab"]}),
        ("?permId=1&next=https://evil.example&kind=", {"openbis-permid": ["1"]}),
    ],
)
async def test_links_lead_to_jupyterlab(open_: Open, openbis: FakeOpenbis, jp_base_url: str, query, expected):
    answer = await open_(query)
    assert answer.code == 302
    target = urlsplit(answer.headers["Location"])
    assert (target.scheme, target.netloc, target.path) == ("", "", f"{jp_base_url}lab")
    assert parse_qs(target.query).items() >= expected.items()
    assert "evil" not in target.query
    assert len(openbis.requests) == 0


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("", 400, "is no permId of openBIS"),
        ("?permId=", 400, "is no permId of openBIS"),
        ("?permId=..%2F..%2Fetc", 400, "is no permId"),
        ("?permId=1%0d%0aX-Evil:%201", 400, "is no permId"),
        ("?permId=" + "1" * 5000, 400, "1…”"),
        ("?permId=1&kind=folder", 400, "“folder” is no kind"),
        ("?permId=1&connection=other", 404, "no openBIS connection of the name “other”"),
    ],
)
async def test_wrong_links_are_explained(open_: Open, query: str, status: int, message: str):
    answer = await open_(query)
    assert answer.code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert message in answer.body.decode()
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("parameter", ["permId=", "permId=1&kind=", "permId=1&connection="])
async def test_wrong_links_cannot_bring_scripts_into_the_page(open_: Open, parameter: str):
    answer = await open_(f"?{parameter}%3Cscript%3Ealert(1)%3C/script%3E%22%27%26")
    page = answer.body.decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_links_need_the_login_to_jupyter(open_: Open, jp_base_url: str):
    answer = await open_("?permId=1", headers={})
    assert answer.code == 302
    assert answer.headers["Location"].startswith(f"{jp_base_url}login?next=")
    assert "permId" in answer.headers["Location"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_links_can_only_be_opened(open_: Open, method: str):
    assert (await open_("?permId=1", method=method)).code in (403, 405)
