"""Requests that other web sites make the user's browser send: they change and disclose nothing."""

import asyncio
import itertools
import logging
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.addresses import ALL_ROUTES, NOTHING, OPERATIONS, VERBS
from tests.integration.jupyter.conftest import Answer, Request

EVIL = "https://evil.example"
FETCH = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
IMAGE = {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
LINK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

# Headers of a browser, by the action of a page of another site.
OTHER_SITES = {
    "fetch": {"Sec-Fetch-Site": "cross-site", **FETCH, "Origin": EVIL, "Referer": f"{EVIL}/"},
    "image": {"Sec-Fetch-Site": "cross-site", **IMAGE, "Referer": f"{EVIL}/"},
    "image without a referrer": {"Sec-Fetch-Site": "cross-site", **IMAGE},
    "link": {"Sec-Fetch-Site": "cross-site", **LINK, "Referer": f"{EVIL}/"},
    "image of a neighbour": {"Sec-Fetch-Site": "same-site", **IMAGE},
    "fetch in an old browser": {"Origin": EVIL},
    "image in an old browser": {"Referer": f"{EVIL}/{quote('http://127.0.0.1')}"},
    "frame without origin": {"Origin": "null"},
}


@pytest.fixture
def here(jp_base_url: str, jp_http_port: int) -> str:
    """The address of Jupyter."""
    return f"http://127.0.0.1:{jp_http_port}{jp_base_url}"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "target"


async def download(request_: Request, target: Path, headers: dict[str, str] | None = None) -> Answer:
    return await request_("GET", f"openbis/dataset/lab/{lab.IMAGES}/{quote(str(target), safe='')}", headers=headers)


def must_be_refused(answer: Answer) -> None:
    assert (answer.status, answer.json["code"]) == (403, "cross-site")
    assert "Ask from a page of this Jupyter server" in answer.json["reason"]


@pytest.mark.parametrize("other_site", OTHER_SITES.values(), ids=OTHER_SITES)
async def test_every_route_refuses_requests_of_other_sites(
    request_: Request, cookies: str, openbis: FakeOpenbis, other_site: dict[str, str]
):
    headers = {"Cookie": f"{cookies}; _xsrf=5eC8e7", "X-XSRFToken": "5eC8e7", **other_site}
    for verb, path, _ in OPERATIONS:
        answer = await request_(verb, path, {} if verb in ("POST", "PUT") else None, headers=headers)
        must_be_refused(answer)
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert openbis.requests.methods() == []


@pytest.mark.parametrize("other_site", OTHER_SITES.values(), ids=OTHER_SITES)
async def test_other_sites_cannot_start_a_download(
    logged_in: Request, cookies: str, target: Path, other_site: dict[str, str]
):
    must_be_refused(await download(logged_in, target, {"Cookie": cookies, **other_site}))
    assert not target.exists()
    assert (await logged_in("GET", "openbis/jobs")).json["jobs"] == []


@pytest.mark.parametrize(
    "how",
    [
        {"Sec-Fetch-Site": "same-origin", **IMAGE},
        {"Sec-Fetch-Site": "same-origin", **LINK},
        {"Accept": "image/avif,image/webp,*/*;q=0.8"},
        {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
    ],
    ids=["image", "link", "image by http", "link by http"],
)
async def test_images_and_links_in_a_notebook_cannot_start_a_download(
    logged_in: Request, cookies: str, target: Path, here: str, how: dict[str, str]
):
    page = {**how, "Referer": f"{here}notebooks/evil.ipynb"}
    must_be_refused(await download(logged_in, target, {"Cookie": cookies, **page}))
    assert not target.exists()


@pytest.mark.parametrize("page", [None, "/", "/user/bob/files/evil.html"])
async def test_pages_of_other_users_of_the_hub_cannot_start_a_download(
    logged_in: Request, cookies: str, target: Path, jp_http_port: int, page: str | None
):
    origin = {"Referer": f"http://127.0.0.1:{jp_http_port}{page}"} if page else {}
    headers = {"Cookie": cookies, "Sec-Fetch-Site": "same-origin", **FETCH, **origin}
    must_be_refused(await download(logged_in, target, headers))
    assert not target.exists()


async def test_a_browser_without_fetch_metadata_needs_the_xsrf_token(logged_in: Request, cookies: str, target: Path):
    must_be_refused(await download(logged_in, target, {"Cookie": cookies}))
    wrong = {"Cookie": f"{cookies}; _xsrf=5eC8e7", "X-XSRFToken": "5eC8e8"}
    must_be_refused(await download(logged_in, target, wrong))
    assert not target.exists()
    right = {"Cookie": f"{cookies}; _xsrf=5eC8e7", "X-XSRFToken": "5eC8e7"}
    assert (await download(logged_in, target, right)).status == 200


@pytest.mark.parametrize("is_old", [False, True], ids=["new browser", "old browser"])
async def test_jupyters_own_pages_download_as_before(
    logged_in: Request, cookies: str, target: Path, here: str, is_old: bool
):
    origin = {"Accept": "*/*"} if is_old else {"Sec-Fetch-Site": "same-origin", **FETCH}
    answer = await download(logged_in, target, {"Cookie": cookies, "Referer": f"{here}lab/tree/a.ipynb", **origin})
    assert answer.status == 200, answer.json
    assert (target / lab.IMAGES / "original").is_dir()


async def test_a_typed_address_starts_a_download(logged_in: Request, cookies: str, target: Path):
    answer = await download(logged_in, target, {"Cookie": cookies, "Sec-Fetch-Site": "none", **LINK})
    assert answer.status == 200, answer.json


@pytest.mark.parametrize("sender", [{}, *OTHER_SITES.values()], ids=["program", *OTHER_SITES])
async def test_requests_with_jupyters_token_are_accepted(
    logged_in: Request, target: Path, jp_auth_header: dict[str, str], sender: dict[str, str]
):
    assert (await download(logged_in, target, {**jp_auth_header, **sender})).status == 200


async def test_old_browsers_can_read(request_: Request, cookies: str):
    assert (await request_("GET", "openbis/conns", headers={"Cookie": cookies})).status == 200


async def test_plain_posts_are_refused_even_if_the_hub_allows_them(
    request_: Request, jp_serverapp: Any, cookies: str, here: str
):
    jp_serverapp.web_app.settings["disable_check_xsrf"] = True
    page = {"Sec-Fetch-Site": "same-origin", "Referer": f"{here}notebooks/evil.ipynb", **IMAGE}
    must_be_refused(await request_("POST", "openbis/jobs", {}, headers={"Cookie": cookies, **page}))


@pytest.mark.parametrize(
    ("settings", "is_allowed"),
    [
        ({"allow_origin": "https://lab.example"}, True),
        ({"allow_origin": "https://other.example"}, False),
        ({"allow_origin": "*"}, False),
        ({"allow_origin_pat": r"https://.*\.example"}, True),
        ({"allow_origin_pat": r"https://lab"}, False),
    ],
)
async def test_sites_that_the_operator_names_are_allowed_and_no_others(
    logged_in: Request, jp_serverapp: Any, cookies: str, target: Path, settings: dict[str, str], is_allowed: bool
):
    jp_serverapp.web_app.settings.update(settings)
    page = {"Origin": "https://lab.example", "Referer": "https://lab.example/", "Sec-Fetch-Site": "cross-site", **FETCH}
    secret = {"Cookie": f"{cookies}; _xsrf=5eC8e7", "X-XSRFToken": "5eC8e7"}
    answer = await download(logged_in, target, {**secret, **page})
    assert (answer.status == 200) == is_allowed
    assert target.exists() == is_allowed


async def test_a_preflight_request_grants_nothing(request_: Request):
    asked = {"Origin": EVIL, "Access-Control-Request-Method": "POST", "Sec-Fetch-Site": "cross-site"}
    for path in (*ALL_ROUTES, *NOTHING):
        answer = await request_("OPTIONS", path, headers=asked)
        assert "Access-Control-Allow-Origin" not in answer.headers, path


# --- format of all responses


@pytest.mark.parametrize("path", [*ALL_ROUTES, *NOTHING])
async def test_every_answer_is_json_that_is_not_cached_or_sniffed(request_: Request, path: str):
    for verb, headers in itertools.product([*VERBS, "OPTIONS"], [None, {}]):
        answer = await request_(verb, path, headers=headers)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"].partition(";")[0] == "application/json"
        if answer.status >= 400 and verb != "HEAD":
            assert answer.json["reason"]
            assert answer.json["code"]


async def test_an_unknown_address_is_404_in_json(request_: Request):
    for verb, path in itertools.product(["GET", "POST", "DELETE"], NOTHING):
        answer = await request_(verb, path)
        assert (answer.status, answer.json["code"]) == (404, "no-such-address"), (verb, path)


async def test_an_unsupported_verb_is_405_in_json(request_: Request):
    answer = await request_("PATCH", "openbis/conns", {})
    assert (answer.status, answer.json["code"]) == (405, "no-such-method")


async def test_a_body_that_is_too_large_is_413_with_the_reason(request_: Request):
    answer = await request_("POST", "openbis/conns", raw=b'"' + b"x" * (33 << 20) + b'"')
    assert answer.status == 413
    assert answer.json["reason"] == "body: is larger than 32 MiB"


@pytest.mark.parametrize("size", [10, 100_000, 5_000_000])
async def test_a_body_of_any_length_is_parsed(request_: Request, size: int):
    body = {"url": "openbis.example.org", "verify_certificates": "x" * size}
    answer = await request_("POST", "openbis/check", body)
    assert answer.status == 400
    assert answer.json["reason"].startswith("verify_certificates: ")


@pytest.mark.parametrize("size", [10, 100_000])
async def test_a_body_of_any_length_that_is_no_json_is_a_bad_request(request_: Request, size: int):
    for raw in (b'{"url": ' + b" " * size, b'{"url": NaN' + b" " * size + b"}", b'{"url": "\xff' + b" " * size + b'"}'):
        answer = await request_("POST", "openbis/check", raw=raw)
        assert (answer.status, answer.json["reason"]) == (400, "body: is not JSON")
        assert (await request_("POST", "openbis/nothing/there", raw=raw)).status == 404


async def test_a_body_of_too_many_values_is_413(request_: Request):
    answer = await request_("POST", "openbis/check", raw=b'{"url": [' + b"[]," * 2_000_000 + b"1]}")
    assert (answer.status, answer.json["reason"]) == (413, "body: has too many values")


async def test_a_body_above_jupyters_limit_is_refused_without_a_page(
    jp_serverapp: Any, http_server: Any, jp_http_port: int
):
    reader, writer = await asyncio.open_connection("127.0.0.1", jp_http_port)
    length = jp_serverapp.max_body_size + 1
    writer.write(f"POST /openbis/conns HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n".encode())
    assert await asyncio.wait_for(reader.read(), 10) == b"HTTP/1.1 400 Bad Request\r\n\r\n"
    writer.close()


@pytest.mark.parametrize("path", ["openbis/conn/%FF", "openbis/sample/lab/%80", "openbis/conns?x=%FF"])
async def test_an_address_that_is_no_text_is_refused_or_ignored_in_json(request_: Request, path: str):
    answer = await request_("GET", path)
    assert answer.status in (200, 400)
    assert answer.json


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b"[" * 100_000, b'{"password": "s3cret"', b"{'password': 's3cret'}", b"[]", b"1"]
)
async def test_an_invalid_body_is_400_and_not_logged(request_: Request, caplog: pytest.LogCaptureFixture, body: bytes):
    with caplog.at_level(logging.DEBUG):
        answer = await request_("PUT", "openbis/conn/lab", raw=body)
    assert answer.status == 400
    assert answer.json["reason"].startswith("body: ")
    assert "s3cret" not in caplog.text


async def test_an_internal_error_discloses_no_details(
    request_: Request, extension: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    def broken() -> None:
        raise RuntimeError("at /home/alice with s3cret")

    monkeypatch.setattr(extension.services.use_cases.jobs, "all", broken)
    answer = await request_("GET", "openbis/jobs")
    assert answer.status == 500
    assert answer.json == {
        "reason": "internal error; see Jupyter's log for details",
        "code": "internal-error",
        "message": "Internal Server Error",
    }
    assert re.search("RuntimeError: at /home/alice", caplog.text)
