"""Who has sent a request: what browsers tell, old and new, on one host and behind proxies."""

import pytest
from tornado.httputil import HTTPHeaders

from jupyter_openbis_server.entrypoints.jupyter.senders import Sender, sender_of

HOST = "hub.example.org:8000"
OURS, ELSEWHERE, UNKNOWN = Sender.OURS, Sender.ELSEWHERE, Sender.UNKNOWN


def sender(base_url: str = "/user/alice/", allowed: str = "", **headers: str | None) -> Sender:
    told = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    return sender_of(HTTPHeaders(told), base_url, lambda origin: origin == allowed)


@pytest.mark.parametrize(
    ("site", "page", "expected"),
    [
        ("same-origin", f"https://{HOST}/user/alice/lab/tree/a.ipynb", OURS),
        ("same-origin", "https://inside:1/user/alice/lab", OURS),  # a proxy has changed the Host
        ("same-origin", f"https://{HOST}/user/alice", OURS),
        ("same-origin", f"https://{HOST}/user/bob/files/evil.html", ELSEWHERE),
        ("same-origin", f"https://{HOST}/user/alice2/lab", ELSEWHERE),
        ("same-origin", f"https://{HOST}/user/alice%2F../bob", ELSEWHERE),
        ("same-origin", f"https://{HOST}/", UNKNOWN),
        ("same-origin", None, UNKNOWN),
        ("same-site", f"https://{HOST}/user/alice/lab", ELSEWHERE),
        ("cross-site", "https://evil.example/", ELSEWHERE),
        ("cross-site", None, ELSEWHERE),
        ("something-new", None, ELSEWHERE),
        ("none", None, OURS),
        (None, f"https://{HOST}/user/alice/lab", OURS),
        (None, f"https://{HOST.upper()}/user/alice/lab", OURS),
        (None, f"https://{HOST}/user/bob/evil.html", ELSEWHERE),
        (None, f"https://{HOST}/", UNKNOWN),
        (None, f"https://{HOST}.evil.example/user/alice/lab", ELSEWHERE),
        (None, f"https://evil.example/{HOST}/user/alice/lab", ELSEWHERE),
        (None, "https://hub.example.org/user/alice/lab", ELSEWHERE),
        (None, "http://[", ELSEWHERE),
        (None, "nonsense", ELSEWHERE),
        (None, None, UNKNOWN),
    ],
)
def test_a_server_that_shares_its_host_knows_its_own_pages(site: str | None, page: str | None, expected: Sender):
    assert sender(Sec_Fetch_Site=site, Referer=page) is expected


@pytest.mark.parametrize(
    ("site", "page", "expected"),
    [
        ("same-origin", None, OURS),
        ("same-origin", f"https://{HOST}/", OURS),
        (None, f"https://{HOST}/lab", OURS),
        (None, f"https://{HOST}", OURS),
        (None, None, UNKNOWN),
        ("cross-site", None, ELSEWHERE),
    ],
)
def test_a_server_alone_on_its_host_need_not_be_told_the_page(site: str | None, page: str | None, expected: Sender):
    assert sender("/", Sec_Fetch_Site=site, Referer=page) is expected


def test_a_page_is_found_below_the_base_url_however_that_is_encoded():
    for base, path in (("/a%40b/", "/a@b/lab"), ("/a@b/", "/a%40b/lab"), ("/a@b", "/a@b/lab")):
        assert sender(base, Sec_Fetch_Site="same-origin", Referer=f"https://{HOST}{path}") is OURS


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"https://{HOST}.evil.example", "http://["])
def test_in_old_browsers_the_origin_tells_as_much(origin: str):
    assert sender(Origin=origin) is ELSEWHERE
    assert sender(Origin=origin, Referer=f"https://{HOST}/user/alice/lab") is ELSEWHERE
    assert sender(Origin=f"https://{HOST}", Referer=f"https://{HOST}/user/alice/lab") is OURS


def test_pages_that_the_operator_allows_are_ours():
    for headers in ({"Origin": "https://Lab.example"}, {"Referer": "https://lab.example/x"}):
        for site in ("cross-site", "same-site", None):
            assert sender(allowed="https://lab.example", Sec_Fetch_Site=site, **headers) is OURS
            assert sender(allowed="https://lab.example.evil", Sec_Fetch_Site=site, **headers) is ELSEWHERE


def test_an_origin_counts_more_than_the_page():
    headers = {"Origin": "https://evil.example", "Referer": "https://lab.example/x"}
    assert sender(allowed="https://lab.example", Sec_Fetch_Site="cross-site", **headers) is ELSEWHERE


def test_what_tells_nothing_is_not_allowed_by_a_pattern_for_all():
    assert sender_of(HTTPHeaders({"Host": HOST}), "/", lambda _: True) is UNKNOWN
