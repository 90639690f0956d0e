"""Check of an address before a connection is registered."""

import pytest

from jupyter_openbis_server.domain.errors import InvalidConnection, UnexpectedResponse, UntrustedCertificate
from jupyter_openbis_server.domain.registry.check_instance import CheckInstance
from jupyter_openbis_server.testing.fakes.openbis.instances import MemoryInstances


@pytest.fixture
def check(network, connections) -> CheckInstance:
    return CheckInstance(MemoryInstances(network), connections)


class Failing:
    """`Instances` whose requests fail."""

    def __init__(self, error) -> None:
        self.error = error

    def api_version(self, instance):
        raise self.error


@pytest.mark.parametrize("pasted", ["openbis.example.org", "https://openbis.example.org/openbis/webapp/eln-lims/#x"])
def test_openbis_is_found_by_any_pasted_address_without_a_login(check, openbis, pasted):
    found = check(pasted)
    assert (found.instance.url, found.api_version, found.problem) == ("https://openbis.example.org", (3, 6), None)
    assert found.is_encrypted
    assert found.is_certificate_checked
    assert openbis.login_attempts == 0


def test_unverified_certificate_is_not_reported_as_verified(check):
    found = check("openbis.example.org", verify_certificates=False)
    assert found.is_encrypted
    assert not found.is_certificate_checked


def test_http_is_a_problem_unless_it_is_allowed_and_no_request_is_sent(check, openbis):
    openbis.go_down()
    found = check("http://openbis.example.org/openbis")
    assert (found.instance.url, found.api_version, found.error.code) == (
        "http://openbis.example.org",
        None,
        "http-not-allowed",
    )
    assert "set http_only" in found.problem
    assert not found.is_encrypted
    assert not found.is_certificate_checked
    assert check("http://openbis.example.org", http_only=True).error.code == "instance-unreachable"


def test_unreachable_host_is_reported_with_a_hint(check):
    found = check("https://typo.example.org")
    assert "there is no such host" in found.problem
    assert "VPN, proxy, firewall" in found.problem


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnexpectedResponse("lab", "a login page"), "a login page; take the address from the browser"),
        (UntrustedCertificate("lab", "self-signed. Set ca_bundle."), "self-signed. Set ca_bundle."),
    ],
)
def test_each_problem_has_its_own_hint(error, words, connections):
    found = CheckInstance(Failing(error), connections)("openbis.example.org")
    assert found.problem.endswith(words) or words in found.problem
    assert found.error is error


@pytest.mark.parametrize("text", ["", "ftp://openbis.example.org", "https://anna:x@openbis.example.org", "https://a:0"])
def test_invalid_address_is_refused(check, text):
    with pytest.raises(InvalidConnection, match="url"):
        check(text)


def test_data_stores_are_checked_if_a_connection_has_a_session(check, session_manager, openbis):
    openbis.stores_down.add("DSS1")
    found = check("openbis.example.org")
    assert (found.problem, found.data_stores) == (None, ())
    session_manager.use("lab", lambda session: session)
    found = check("openbis.example.org")
    assert found.api_version
    assert [(each.code, each.error is None) for each in found.data_stores] == [("DSS1", False)]
    assert "the data store DSS1" in found.problem
    openbis.stores_down.clear()
    assert check("openbis.example.org").problem is None


def test_path_without_openbis_is_named(connections):
    check = CheckInstance(Failing(UnexpectedResponse("lab", "HTTP 404")), connections)
    assert "below the path /labA" in (check("https://example.org/labA").problem or "")
    assert "below the path" not in (check("https://example.org").problem or "")
