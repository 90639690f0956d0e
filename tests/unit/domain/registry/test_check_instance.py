"""An address is tried before it becomes a connection."""

import pytest

from jupyter_openbis_server.adapters.memory import MemoryInstances
from jupyter_openbis_server.domain.errors import InstanceNonsense, InvalidConnection, UntrustedCertificate
from jupyter_openbis_server.domain.use_cases import CheckInstance


@pytest.fixture
def check(network) -> CheckInstance:
    return CheckInstance(MemoryInstances(network))


class Failing:
    """`Instances` of which none can be asked."""

    def __init__(self, error) -> None:
        self.error = error

    def api_version(self, instance):
        raise self.error


@pytest.mark.parametrize("pasted", ["openbis.example.org", "https://openbis.example.org/openbis/webapp/eln-lims/#x"])
def test_an_openbis_is_found_by_whatever_was_pasted_without_a_login(check, openbis, pasted):
    found = check(pasted)
    assert (found.instance.url, found.api_version, found.problem) == ("https://openbis.example.org", (3, 6), None)
    assert found.is_encrypted
    assert found.is_certificate_checked
    assert openbis.login_attempts == 0


def test_a_certificate_that_is_not_to_be_checked_is_not_said_to_be(check):
    found = check("openbis.example.org", verify_certificates=False)
    assert found.is_encrypted
    assert not found.is_certificate_checked


def test_http_is_a_problem_unless_it_is_allowed_and_nobody_is_asked(check, openbis):
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


def test_a_host_that_is_not_there_is_told_with_what_to_do(check):
    found = check("https://typo.example.org")
    assert "there is no such host" in found.problem
    assert "VPN, proxy, firewall" in found.problem


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InstanceNonsense("lab", "a login page"), "a login page; take the address from the browser"),
        (UntrustedCertificate("lab", "self-signed. Set ca_bundle."), "self-signed. Set ca_bundle."),
    ],
)
def test_each_problem_has_its_own_advice(error, words):
    found = CheckInstance(Failing(error))("openbis.example.org")
    assert found.problem.endswith(words) or words in found.problem
    assert found.error is error


@pytest.mark.parametrize("text", ["", "ftp://openbis.example.org", "https://anna:x@openbis.example.org", "https://a:0"])
def test_what_is_no_address_is_refused(check, text):
    with pytest.raises(InvalidConnection, match="url"):
        check(text)
