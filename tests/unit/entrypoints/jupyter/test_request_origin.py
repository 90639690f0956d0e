"""Origin of requests: headers of old and new browsers, shared hosts and proxies."""

import pytest
from tornado.httputil import HTTPHeaders

from jupyter_openbis_server.entrypoints.jupyter.request_origin import RequestOrigin, request_origin

HOST = "hub.example.org:8000"
SAME, CROSS_SITE, UNKNOWN = RequestOrigin.SAME, RequestOrigin.CROSS_SITE, RequestOrigin.UNKNOWN


def sender(base_url: str = "/user/alice/", allowed: str = "", **headers: str | None) -> RequestOrigin:
    sent = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    return request_origin(HTTPHeaders(sent), base_url, lambda origin: origin == allowed)


@pytest.mark.parametrize(
    ("site", "page", "expected"),
    [
        ("same-origin", f"https://{HOST}/user/alice/lab/tree/a.ipynb", SAME),
        ("same-origin", "https://inside:1/user/alice/lab", SAME),  # a proxy has changed the Host
        ("same-origin", f"https://{HOST}/user/alice", SAME),
        ("same-origin", f"https://{HOST}/user/bob/files/evil.html", CROSS_SITE),
        ("same-origin", f"https://{HOST}/user/alice2/lab", CROSS_SITE),
        ("same-origin", f"https://{HOST}/user/alice%2F../bob", CROSS_SITE),
        ("same-origin", f"https://{HOST}/", UNKNOWN),
        ("same-origin", None, UNKNOWN),
        ("same-site", f"https://{HOST}/user/alice/lab", CROSS_SITE),
        ("cross-site", "https://evil.example/", CROSS_SITE),
        ("cross-site", None, CROSS_SITE),
        ("something-new", None, CROSS_SITE),
        ("none", None, SAME),
        (None, f"https://{HOST}/user/alice/lab", SAME),
        (None, f"https://{HOST.upper()}/user/alice/lab", SAME),
        (None, f"https://{HOST}/user/bob/evil.html", CROSS_SITE),
        (None, f"https://{HOST}/", UNKNOWN),
        (None, f"https://{HOST}.evil.example/user/alice/lab", CROSS_SITE),
        (None, f"https://evil.example/{HOST}/user/alice/lab", CROSS_SITE),
        (None, "https://hub.example.org/user/alice/lab", CROSS_SITE),
        (None, "http://[", CROSS_SITE),
        (None, "nonsense", CROSS_SITE),
        (None, None, UNKNOWN),
    ],
)
def test_server_on_a_shared_host_accepts_pages_below_its_base_url_only(
    site: str | None, page: str | None, expected: RequestOrigin
):
    assert sender(Sec_Fetch_Site=site, Referer=page) is expected


@pytest.mark.parametrize(
    ("site", "page", "expected"),
    [
        ("same-origin", None, SAME),
        ("same-origin", f"https://{HOST}/", SAME),
        (None, f"https://{HOST}/lab", SAME),
        (None, f"https://{HOST}", SAME),
        (None, None, UNKNOWN),
        ("cross-site", None, CROSS_SITE),
    ],
)
def test_server_alone_on_its_host_needs_no_referer(site: str | None, page: str | None, expected: RequestOrigin):
    assert sender("/", Sec_Fetch_Site=site, Referer=page) is expected


def test_encoded_base_url_is_matched():
    for base, path in (("/a%40b/", "/a@b/lab"), ("/a@b/", "/a%40b/lab"), ("/a@b", "/a@b/lab")):
        assert sender(base, Sec_Fetch_Site="same-origin", Referer=f"https://{HOST}{path}") is SAME


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"https://{HOST}.evil.example", "http://["])
def test_origin_header_of_old_browsers_is_used(origin: str):
    assert sender(Origin=origin) is CROSS_SITE
    assert sender(Origin=origin, Referer=f"https://{HOST}/user/alice/lab") is CROSS_SITE
    assert sender(Origin=f"https://{HOST}", Referer=f"https://{HOST}/user/alice/lab") is SAME


def test_pages_allowed_by_the_operator_are_accepted():
    for headers in ({"Origin": "https://Lab.example"}, {"Referer": "https://lab.example/x"}):
        for site in ("cross-site", "same-site", None):
            assert sender(allowed="https://lab.example", Sec_Fetch_Site=site, **headers) is SAME
            assert sender(allowed="https://lab.example.evil", Sec_Fetch_Site=site, **headers) is CROSS_SITE


def test_origin_takes_precedence_over_the_referer():
    headers = {"Origin": "https://evil.example", "Referer": "https://lab.example/x"}
    assert sender(allowed="https://lab.example", Sec_Fetch_Site="cross-site", **headers) is CROSS_SITE


def test_request_without_origin_headers_is_not_allowed_by_a_wildcard():
    assert request_origin(HTTPHeaders({"Host": HOST}), "/", lambda _: True) is UNKNOWN
