import pytest

from jupyter_openbis_server.adapters.openbis.api.addresses import data_store_address, quoted
from jupyter_openbis_server.domain.errors import UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Instance

LAB = Instance("lab", "https://openbis.example.org:8443")


@pytest.mark.parametrize(
    ("announced", "address"),
    [
        ("https://dss.example.org:8444", "https://dss.example.org:8444/datastore_server"),
        ("https://dss.example.org:8444/", "https://dss.example.org:8444/datastore_server"),
        ("https://example.org/below/a/prefix", "https://example.org/below/a/prefix/datastore_server"),
        ("https://dss.example.org/datastore_server", "https://dss.example.org/datastore_server"),
        (None, "https://openbis.example.org:8443/datastore_server"),
        ("", "https://openbis.example.org:8443/datastore_server"),
    ],
)
def test_data_store_address_is_the_announced_one_or_that_of_openbis(announced: str | None, address: str) -> None:
    assert data_store_address(LAB, announced) == address


def test_http_address_of_a_data_store_is_refused_for_https_connections() -> None:
    with pytest.raises(UnexpectedResponse, match="download-url"):
        data_store_address(LAB, "http://dss.example.org")


def test_http_address_of_a_data_store_is_accepted_for_http_connections() -> None:
    assert data_store_address(Instance("lab", "http://localhost"), "http://localhost:8444")


@pytest.mark.parametrize(
    "announced", ["dss.example.org", "ftp://dss.example.org", "https://", "file:///etc", "http://[::1", "https://[no]/"]
)
def test_invalid_address_is_an_unexpected_response(announced: str) -> None:
    with pytest.raises(UnexpectedResponse, match="lab"):
        data_store_address(LAB, announced)


def test_lone_surrogate_is_percent_encoded() -> None:
    assert quoted("a b/\ud800", safe="/") == "a%20b/%ED%A0%80"
