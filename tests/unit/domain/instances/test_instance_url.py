"""Parsing of pasted addresses of openBIS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.instance_url import host_of, normalised_url, prefix_of

LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
HOST = st.lists(LABEL, min_size=1, max_size=4).map(".".join)
PORT = st.none() | st.integers(1, 65535)


@pytest.mark.parametrize(
    ("pasted", "url"),
    [
        ("openbis.example.org", "https://openbis.example.org"),
        ("openbis.example.org:8443", "https://openbis.example.org:8443"),
        ("openbis.example.org/openbis", "https://openbis.example.org"),
        ("https://openbis.example.org", "https://openbis.example.org"),
        ("https://openbis.example.org/", "https://openbis.example.org"),
        ("https://openbis.example.org:8443/", "https://openbis.example.org:8443"),
        ("https://openbis.example.org:/", "https://openbis.example.org"),
        ("https://openbis.example.org/openbis", "https://openbis.example.org"),
        ("https://openbis.example.org/openbis/webapp/eln-lims/", "https://openbis.example.org"),
        ("https://openbis.example.org/openbis/webapp/eln-lims/?a=1#b@c:d", "https://openbis.example.org"),
        ("  https://openbis.example.org\n", "https://openbis.example.org"),
        ("HTTPS://OpenBIS.Example.ORG", "https://openbis.example.org"),
        ("localhost:8443", "https://localhost:8443"),
        ("192.0.2.7", "https://192.0.2.7"),
        ("[::1]:8443", "https://[::1]:8443"),
        ("https://[2001:db8::7]/openbis", "https://[2001:db8::7]"),
        ("https://openbis_test.example.org", "https://openbis_test.example.org"),
        ("https://zürich.example.org", "https://zürich.example.org"),
        ("https://example.org/labA", "https://example.org/labA"),
        ("https://example.org/labA/", "https://example.org/labA"),
        ("example.org/labs//b/openbis/webapp/eln-lims/?a=1#b", "https://example.org/labs/b"),
        ("https://example.org/openbis-test/openbis", "https://example.org/openbis-test"),
        ("https://example.org/labA/datastore_server", "https://example.org/labA"),
    ],
)
def test_pasted_address_is_split_into_scheme_host_port_and_prefix(pasted, url):
    assert normalised_url(pasted) == url


@pytest.mark.parametrize(
    ("pasted", "url"),
    [
        ("localhost:8888", "http://localhost:8888"),
        ("http://localhost:8888/openbis", "http://localhost:8888"),
        ("https://localhost:8443", "https://localhost:8443"),
    ],
)
def test_http_is_accepted_if_it_is_allowed(pasted, url):
    assert normalised_url(pasted, http_only=True) == url


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("", "the host name is missing"),
        ("https://", "the host name is missing"),
        ("https://:8443", "the host name is missing"),
        ("/openbis", "the host name is missing"),
        ("https://openbis.example.org:99999", "port"),
        ("https://openbis.example.org:0", "port"),
        ("https://openbis.example.org:https", "port"),
        ("http://openbis.example.org", "http_only"),
        ("ftp://openbis.example.org", "ftp"),
        ("file:///etc/passwd", "file"),
        ("https://anna:s3cret@openbis.example.org", "user name and password"),
        ("https://two words.example.org", "not a host name"),
        ("https://-.example.org", "not a host name"),
        ("https://openbis..example.org", "not a host name"),
        ("https://openbis.example.org\\@evil.example.org", "user name and password"),
        ("https://[::1", "not a URL"),
        ("https://example.org/../labA", "cannot be a path before /openbis"),
        ("https://example.org/lab A", "cannot be a path before /openbis"),
        ("https://example.org/läb/openbis", "cannot be a path before /openbis"),
        ("https://[1::2::3]", "not a (URL|host name)"),
    ],
)
def test_invalid_address_is_refused_with_the_reason(pasted, reason):
    with pytest.raises(InvalidConnection, match=reason) as caught:
        normalised_url(pasted)
    assert caught.value.field == "url"
    assert "s3cret" not in str(caught.value)


@given(HOST, PORT, st.sampled_from(["", "/", "/openbis", "/openbis/webapp/eln-lims/", "/#x"]))
def test_host_and_port_are_kept_and_other_parts_dropped(host, port, rest):
    address = host if port is None else f"{host}:{port}"
    assert normalised_url(f"https://{address}{rest}") == normalised_url(f"{address}{rest}") == f"https://{address}"


@given(st.text())
def test_normalised_url_is_normalised_to_itself(text):
    try:
        url = normalised_url(text)
    except InvalidConnection:
        return
    assert normalised_url(url) == url


@pytest.mark.parametrize(
    ("url", "prefix"), [("https://example.org:8443/labs/a", "/labs/a"), ("https://example.org", ""), ("", "")]
)
def test_prefix_is_returned(url, prefix):
    assert prefix_of(url) == prefix


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://openbis.example.org:8443", "openbis.example.org"), ("https://[::1]:8443", "::1"), ("", "")],
)
def test_host_is_returned_without_the_port(url, host):
    assert host_of(url) == host
