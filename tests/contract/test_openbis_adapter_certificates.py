"""Verification of certificates by the openBIS adapter."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.errors import UntrustedCertificate
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis

ADMIN = Credentials("admin", Secret("changeit"))


@pytest.fixture(scope="module")
def https() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version="3.7", tls=True) as fake:
        yield fake


@pytest.fixture
def sessions() -> OpenbisSessions:
    return OpenbisSessions(Clients(HttpLimits(retry_seconds=0.01)))


def test_unknown_authority_is_refused_with_the_relevant_settings(https: FakeOpenbis, sessions: OpenbisSessions) -> None:
    with pytest.raises(UntrustedCertificate) as caught:
        sessions.open(Instance("lab", https.url), ADMIN)
    for hint in ("lab", https.url, "ca_bundle", "verify_certificates", "CA file in use: /"):
        assert hint in str(caught.value)


def test_ca_of_the_connection_overrides_the_environment(
    https: FakeOpenbis, sessions: OpenbisSessions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    assert sessions.open(Instance("lab", https.url, ca_bundle=str(https.ca_file)), ADMIN).token


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_ca_of_the_environment_is_the_default(
    https: FakeOpenbis, sessions: OpenbisSessions, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for each in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(variable, str(https.ca_file))
    assert sessions.open(Instance("lab", https.url), ADMIN).token


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_disabled_verification_overrides_the_environment(
    https: FakeOpenbis, sessions: OpenbisSessions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    assert sessions.open(Instance("lab", https.url, verify_certificates=False), ADMIN).token


@pytest.mark.filterwarnings("always::urllib3.exceptions.InsecureRequestWarning")
def test_disabled_verification_keeps_process_wide_warnings(https: FakeOpenbis, sessions: OpenbisSessions) -> None:
    with pytest.warns(match="Unverified HTTPS request"):
        sessions.open(Instance("lab", https.url, verify_certificates=False), ADMIN)


@pytest.mark.parametrize("content", [None, "this is no certificate"])
def test_a_ca_file_that_cannot_be_used_is_named(
    https: FakeOpenbis, sessions: OpenbisSessions, tmp_path: Path, content: str | None
) -> None:
    ca_file = tmp_path / "ca.pem"
    if content:
        ca_file.write_text(content)
    with pytest.raises(UntrustedCertificate, match=str(ca_file)):
        sessions.open(Instance("lab", https.url, ca_bundle=str(ca_file)), ADMIN)


def test_pipe_as_ca_file_is_refused_without_blocking(
    https: FakeOpenbis, sessions: OpenbisSessions, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "ca.pem")
    instance = Instance("lab", https.url, ca_bundle=str(tmp_path / "ca.pem"))
    for _ in range(2):
        with pytest.raises(UntrustedCertificate, match=r"this is not a file.*CA file in use: .*ca\.pem"):
            sessions.open(instance, ADMIN)


def test_ca_file_that_is_added_later_is_used(https: FakeOpenbis, sessions: OpenbisSessions, tmp_path: Path) -> None:
    instance = Instance("lab", https.url, ca_bundle=str(tmp_path / "ca.pem"))
    with pytest.raises(UntrustedCertificate, match="no such file"):
        sessions.open(instance, ADMIN)
    (tmp_path / "ca.pem").write_bytes(https.ca_file.read_bytes())
    assert sessions.open(instance, ADMIN).token
