import pytest

from jupyter_openbis_server.adapters.openbis.http.error_pages import EXPIRED, download_error, text_of


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<html><body>Download session expired.</body></html>", EXPIRED),
        (
            "<html><body><h1>Error</h1>\nResource 'a &amp; b' does not exist.\n</body></html>",
            "Resource 'a & b' does not exist.",
        ),
        ("Error:\nIllegal character in path at index 3", "Illegal character in path at index 3"),
        ("", "the data store gives no reason"),
        ("<html><head><title>Sign in</title></head><body><h1>Welcome</h1></body></html>", None),
    ],
)
def test_error_pages_of_the_download_servlet_are_recognised(page: str, message: str | None) -> None:
    assert download_error(page) == message


def test_text_of_a_page_is_the_visible_text() -> None:
    page = "<html><head><title>Error 500</title></head><style>p {}</style><p>a &lt; b</p>\n<pre>c</pre></html>"
    assert text_of(page) == "a < b c"


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", ["<", "<style ", "<h1>Error</h1>", "<h1>Error", "<h1>          "])
def test_unclosed_tags_are_parsed_in_linear_time(piece: str) -> None:
    page = piece * 200_000
    text_of(page)
    download_error(page)


def test_error_is_read_from_a_truncated_page() -> None:
    assert download_error("<html><body><h1>Error</h1>No such file") == "No such file"
