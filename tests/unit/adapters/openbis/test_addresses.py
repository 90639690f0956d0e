import pytest

from jupyter_openbis_server.adapters.pybis.addresses import data_store_address, quoted
from jupyter_openbis_server.domain.errors import InstanceNonsense
from jupyter_openbis_server.domain.model import Instance

LAB = Instance("lab", "https://openbis.example.org:8443")


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("https://dss.example.org:8444", "https://dss.example.org:8444/datastore_server"),
        ("https://dss.example.org:8444/", "https://dss.example.org:8444/datastore_server"),
        ("https://example.org/below/a/prefix", "https://example.org/below/a/prefix/datastore_server"),
        ("https://dss.example.org/datastore_server", "https://dss.example.org/datastore_server"),
        (None, "https://openbis.example.org:8443/datastore_server"),
        ("", "https://openbis.example.org:8443/datastore_server"),
    ],
)
def test_a_data_store_is_where_openbis_says_or_else_beside_openbis(told: str | None, address: str) -> None:
    assert data_store_address(LAB, told) == address


def test_a_token_is_not_shown_to_the_network_because_openbis_says_so() -> None:
    with pytest.raises(InstanceNonsense, match="download-url"):
        data_store_address(LAB, "http://dss.example.org")


def test_a_connection_by_http_may_have_a_data_store_by_http() -> None:
    assert data_store_address(Instance("lab", "http://localhost"), "http://localhost:8444")


@pytest.mark.parametrize(
    "told", ["dss.example.org", "ftp://dss.example.org", "https://", "file:///etc", "http://[::1", "https://[no]/"]
)
def test_an_address_that_is_none_is_nonsense(told: str) -> None:
    with pytest.raises(InstanceNonsense, match="lab"):
        data_store_address(LAB, told)


def test_half_a_surrogate_pair_goes_into_a_url_like_any_other_text() -> None:
    assert quoted("a b/\ud800", safe="/") == "a%20b/%ED%A0%80"
