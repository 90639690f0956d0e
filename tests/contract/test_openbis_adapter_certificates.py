"""Whom the pyBIS adapter trusts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.pybis import Clients, HttpLimits, PybisSessions
from jupyter_openbis_server.domain.errors import UntrustedCertificate
from jupyter_openbis_server.domain.model import Credentials, Instance, Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis

ADMIN = Credentials("admin", Secret("changeit"))


@pytest.fixture(scope="module")
def https() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version="3.7", tls=True) as fake:
        yield fake


@pytest.fixture
def sessions() -> PybisSessions:
    return PybisSessions(Clients(HttpLimits(connect_seconds=2, read_seconds=2, retry_seconds=0.01)))


def test_an_unknown_authority_is_refused_and_the_settings_that_help_are_named(
    https: FakeOpenbis, sessions: PybisSessions
) -> None:
    with pytest.raises(UntrustedCertificate) as caught:
        sessions.open(Instance("lab", https.url), ADMIN)
    for hint in ("lab", https.url, "ca_bundle", "verify_certificates", "CA file in use: /"):
        assert hint in str(caught.value)


def test_the_connections_own_ca_counts_whatever_the_environment_says(
    https: FakeOpenbis, sessions: PybisSessions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    assert sessions.open(Instance("lab", https.url, ca_bundle=str(https.ca_file)), ADMIN).token


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_without_an_own_ca_the_environments_counts(
    https: FakeOpenbis, sessions: PybisSessions, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for each in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(variable, str(https.ca_file))
    assert sessions.open(Instance("lab", https.url), ADMIN).token


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_checking_can_be_switched_off_whatever_the_environment_says(
    https: FakeOpenbis, sessions: PybisSessions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    assert sessions.open(Instance("lab", https.url, verify_certificates=False), ADMIN).token


@pytest.mark.filterwarnings("always::urllib3.exceptions.InsecureRequestWarning")
def test_switching_it_off_leaves_the_process_wide_warnings_alone(https: FakeOpenbis, sessions: PybisSessions) -> None:
    with pytest.warns(match="Unverified HTTPS request"):
        sessions.open(Instance("lab", https.url, verify_certificates=False), ADMIN)


@pytest.mark.parametrize("content", [None, "this is no certificate"])
def test_a_ca_file_that_cannot_be_used_is_named(
    https: FakeOpenbis, sessions: PybisSessions, tmp_path: Path, content: str | None
) -> None:
    ca_file = tmp_path / "ca.pem"
    if content:
        ca_file.write_text(content)
    with pytest.raises(UntrustedCertificate, match=str(ca_file)):
        sessions.open(Instance("lab", https.url, ca_bundle=str(ca_file)), ADMIN)
