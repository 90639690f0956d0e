"""The list of allowed hosts."""

import pytest

from jupyter_openbis_server.domain.errors import HostNotAllowed
from jupyter_openbis_server.domain.instances.allowed_hosts import AllowedHosts


def allows(patterns: list[str], url: str) -> bool:
    try:
        AllowedHosts.of(patterns).check_url("lab", url)
    except HostNotAllowed:
        return False
    return True


@pytest.mark.parametrize(
    ("pattern", "url", "is_allowed"),
    [
        ("openbis.example.org", "https://openbis.example.org/openbis", True),
        ("openbis.example.org", "https://openbis.example.org:8443/x", True),
        ("openbis.example.org", "https://OPENBIS.example.org.", True),
        (" Openbis.Example.org ", "https://openbis.example.org", True),
        ("openbis.example.org", "https://evil-openbis.example.org", False),
        ("openbis.example.org", "https://openbis.example.org.evil.com", False),
        ("openbis.example.org:443", "https://openbis.example.org", True),
        ("openbis.example.org:443", "https://openbis.example.org:8443", False),
        ("openbis.example.org:443", "http://openbis.example.org", False),
        ("*.example.org", "https://a.b.example.org", True),
        ("*.example.org", "https://example.org", False),
        ("*.example.org", "https://evilexample.org", False),
        ("*.example.org:8443", "https://a.example.org:8443", True),
        ("*.example.org:8443", "https://a.example.org", False),
        ("10.0.0.1", "http://10.0.0.1:8080", True),
        ("10.0.0.1", "http://169.254.169.254/latest/meta-data", False),
        ("[::1]", "https://[::1]:8443", True),
        ("[::1]:8443", "https://[::1]:8443", True),
        ("[::1]:443", "https://[::1]:8443", False),
        ("[::1]", "https://[::2]", False),
        ("openbis.example.org", "https://openbis.example.org@evil.com", False),
    ],
)
def test_a_host_has_to_be_on_the_list(pattern: str, url: str, is_allowed: bool) -> None:
    assert allows([pattern, "other.example.com"], url) == is_allowed


def test_an_empty_list_allows_all() -> None:
    assert allows([], "https://anything.example.org:1")
    assert allows(["", " "], "https://anything.example.org:1")


def test_the_error_names_the_host_and_the_setting() -> None:
    with pytest.raises(HostNotAllowed, match=r"lab.*evil\.example\.com:443.*allowed_hosts") as caught:
        AllowedHosts.of(["a.org"]).check_url("lab", "https://evil.example.com/x?token=secret")
    assert "secret" not in str(caught.value)
