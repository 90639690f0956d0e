"""Servers that are identified by the fingerprint of their certificate: nothing is sent to any other."""

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.session_pybis import PybisClients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.client import HttpClient
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.http.pinning import ProxyContext
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.instances import OpenbisInstances
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.errors import (
    CertificateChanged,
    CertificateNotTrusted,
    HostNotAllowed,
    UnexpectedResponse,
    UntrustedCertificate,
)
from jupyter_openbis_server.domain.instances.allowed_hosts import AllowedHosts
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis, TlsFiles
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.fake_openbis.state.entities import DataStore
from tests.contract.proxy import proxy
from tests.support.certificates import fingerprint_in, recording_server, self_signed

ADMIN = Credentials("admin", Secret("changeit"))
LIMITS = HttpLimits(retry_seconds=0.01, few_files=0)
OTHER = ":".join(["AB"] * 32)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    """A self-signed certificate for a name that is not the host's, and that has expired."""
    return self_signed(tmp_path_factory.mktemp("tls"), "old.example.org", days=-1)


@pytest.fixture(scope="module")
def https(files: TlsFiles) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version="3.7", tls=files) as fake:
        yield fake


@pytest.fixture
def instance(https: FakeOpenbis, files: TlsFiles) -> Instance:
    return Instance("lab", https.url, certificate_fingerprints=(OTHER, fingerprint_in(files)))


@pytest.fixture
def clients() -> Clients:
    return Clients(LIMITS)


def _download(clients: Clients, session: Session, folder: Path) -> int:
    data_set = OpenbisDataSets(clients).get(session, sample_data.IMAGES)
    store = OpenbisDataStore(clients)
    files = [each for each in store.files(session, data_set) if not each.is_folder]
    into = FilesystemDownloadFolders().prepare(str(folder), data_set.perm_id)
    store.fetch(session, data_set, files, into, Cancellation())
    return len(files)


def test_trusted_certificate_is_used_for_login_lists_and_downloads(
    instance: Instance, clients: Clients, tmp_path: Path
) -> None:
    session = OpenbisSessions(clients).open(instance, ADMIN)
    assert all(each.error is None for each in OpenbisInstances(clients).data_stores(session))
    assert _download(clients, session, tmp_path) > 0
    OpenbisSessions(clients).close(session)


def test_one_certificate_for_another_host_that_has_expired_is_explained(https: FakeOpenbis, clients: Clients) -> None:
    with pytest.raises(CertificateNotTrusted) as caught:
        OpenbisSessions(clients).open(Instance("lab", https.url), ADMIN)
    error = caught.value
    assert (error.code, error.trusted, error.server) == ("certificate-not-trusted", (), https.url)
    assert error.certificate.is_self_signed
    assert error.certificate.hosts == ("old.example.org",)
    assert "CN=old.example.org" in error.certificate.subject
    assert "Example Lab" in error.certificate.issuer
    assert error.certificate.not_before
    assert error.certificate.not_after
    for hint in ("ca_bundle", error.certificate.fingerprint, "jupyter openbis -c lab conn trust"):
        assert hint in str(error)


def test_the_presented_fingerprint_is_the_one_to_trust(https: FakeOpenbis, clients: Clients) -> None:
    with pytest.raises(CertificateNotTrusted) as caught:
        OpenbisSessions(clients).open(Instance("lab", https.url), ADMIN)
    trusting = Instance("lab", https.url, certificate_fingerprints=(caught.value.certificate.fingerprint,))
    assert OpenbisSessions(clients).open(trusting, ADMIN).token


def test_to_look_at_a_certificate_sends_nothing(files: TlsFiles, clients: Clients) -> None:
    with recording_server(files) as server, pytest.raises(CertificateNotTrusted):
        OpenbisSessions(clients).open(Instance("lab", server.url), ADMIN)
    assert b"".join(server.received) == b""
    assert len(server.received) == 2, "the refused connection, and the one that looks"


@pytest.mark.parametrize("verify", [True, False])
def test_nothing_is_sent_to_a_server_with_another_certificate(files: TlsFiles, clients: Clients, verify: bool) -> None:
    with recording_server(files) as server:
        instance = Instance("my lab", server.url, verify_certificates=verify, certificate_fingerprints=(OTHER,))
        with pytest.raises(CertificateChanged) as caught:
            OpenbisSessions(clients).open(instance, ADMIN)
    assert server.received == [b""]
    error = caught.value
    assert (error.code, error.trusted) == ("certificate-changed", (OTHER,))
    assert error.certificate.fingerprint == fingerprint_in(files)
    for words in (OTHER, error.certificate.fingerprint, "renewed", "jupyter openbis -c 'my lab' conn trust"):
        assert words in str(error)


def test_a_certificate_of_a_trusted_authority_is_refused_if_it_is_not_the_pinned_one(
    clients: Clients, tmp_path: Path
) -> None:
    with FakeOpenbis(tls=True) as fake:
        instance = Instance("lab", fake.url, ca_bundle=str(fake.ca_file), certificate_fingerprints=(OTHER,))
        with pytest.raises(CertificateChanged):
            OpenbisSessions(clients).open(instance, ADMIN)
        assert not fake.requests.counts()


def test_the_ca_file_is_not_read_with_fingerprints(instance: Instance, clients: Clients, tmp_path: Path) -> None:
    pinned = Instance("lab", instance.url, True, str(tmp_path / "missing.pem"), instance.certificate_fingerprints)
    assert OpenbisSessions(clients).open(pinned, ADMIN).token


def test_certificate_that_changes_while_connections_are_open_gets_no_request(
    files: TlsFiles, clients: Clients, tmp_path: Path
) -> None:
    fake = FakeOpenbis(tls=files)
    fake.start()
    try:
        instance = Instance("lab", fake.url, certificate_fingerprints=(fingerprint_in(files),))
        session = OpenbisSessions(clients).open(instance, ADMIN)
    finally:
        fake.stop()
    with recording_server(self_signed(tmp_path / "new"), urlsplit(fake.url).port or 0) as server:
        for _ in range(2):
            with pytest.raises(CertificateChanged):
                OpenbisDataSets(clients).get(session, sample_data.IMAGES)
            with pytest.raises(CertificateChanged):
                clients.of(session).http.send_raw(
                    "POST", f"{instance.url}/datastore_server/x?sessionID=secret", body=b"secret", headers={}
                )
    assert server.received
    assert set(server.received) == {b""}


def test_connections_of_other_fingerprints_are_not_reused(
    https: FakeOpenbis, files: TlsFiles, clients: Clients
) -> None:
    trusted = Instance("lab", https.url, certificate_fingerprints=(fingerprint_in(files),))
    session = OpenbisSessions(clients).open(trusted, ADMIN)
    unverified = Instance("lab", https.url, verify_certificates=False)
    with pytest.warns(match="Unverified HTTPS"):
        OpenbisSessions(clients).open(unverified, ADMIN)
    count = sum(https.requests.counts().values())
    other = Instance("lab", https.url, certificate_fingerprints=(OTHER,))
    with pytest.raises(CertificateChanged):
        OpenbisDataSets(clients).get(Session(other, session.token, "admin"), sample_data.IMAGES)
    assert sum(https.requests.counts().values()) == count


def test_tls_sessions_are_not_resumed(files: TlsFiles, clients: Clients) -> None:
    with recording_server(files) as server:
        instance = Instance("lab", server.url, certificate_fingerprints=(fingerprint_in(files),))
        http = HttpClient(instance, HttpLimits())
        for _ in range(3):
            with pytest.raises(Exception, match="lab"):
                http.send("GET", f"{server.url}/x")
    assert server.resumed == [False] * 3
    assert all(each.startswith(b"GET /x") for each in server.received)


def test_disabled_verification_without_fingerprints_is_unaffected(https: FakeOpenbis, clients: Clients) -> None:
    with pytest.warns(match="Unverified HTTPS request"):
        assert OpenbisSessions(clients).open(Instance("lab", https.url, verify_certificates=False), ADMIN).token


class TestDataStores:
    @pytest.fixture(scope="class")
    @classmethod
    def store_files(cls, tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
        return self_signed(tmp_path_factory.mktemp("dss"))

    @pytest.fixture
    def moved(self, https: FakeOpenbis, store_files: TlsFiles) -> Iterator[FakeOpenbis]:
        """Let the data store have an address, and a certificate, of its own; return its server."""
        here = next(iter(https.laboratory.data_stores))
        with FakeOpenbis(tls=store_files) as store:
            https.laboratory.put(DataStore("DSS1", download_url=store.url))
            yield store
            https.laboratory.put(here)

    def test_data_store_with_another_certificate_is_refused_and_named(
        self, instance: Instance, clients: Clients, moved: FakeOpenbis, store_files: TlsFiles
    ) -> None:
        session = OpenbisSessions(clients).open(instance, ADMIN)
        data_set = OpenbisDataSets(clients).get(session, sample_data.IMAGES)
        with pytest.raises(CertificateNotTrusted) as caught:
            OpenbisDataStore(clients).files(session, data_set)
        assert not isinstance(caught.value, CertificateChanged)
        assert caught.value.server == f"{moved.url} (the data store DSS1)"
        assert caught.value.certificate.fingerprint == fingerprint_in(store_files)
        assert not moved.requests.counts()
        (check,) = OpenbisInstances(clients).data_stores(session)
        assert isinstance(check.error, CertificateNotTrusted)

    def test_data_store_whose_certificate_is_in_the_list_is_used(
        self, instance: Instance, clients: Clients, moved: FakeOpenbis, store_files: TlsFiles
    ) -> None:
        trusted = (*instance.certificate_fingerprints, fingerprint_in(store_files))
        both = Instance("lab", instance.url, certificate_fingerprints=trusted)
        session = OpenbisSessions(clients).open(both, ADMIN)
        (check,) = OpenbisInstances(clients).data_stores(session)
        assert check.error is None
        assert moved.requests.counts()

    def test_server_without_encryption_gets_no_request(self, instance: Instance) -> None:
        http = HttpClient(instance, LIMITS)
        with pytest.raises(UnexpectedResponse, match="has no certificate to compare"):
            http.send("GET", "http://127.0.0.1:9/datastore_server")


class TestProxies:
    @pytest.fixture(autouse=True)
    def _no_proxies(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)

    def test_trusted_certificate_behind_a_proxy_is_used(
        self, instance: Instance, clients: Clients, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        parts = urlsplit(instance.url)
        with proxy({parts.netloc: ("127.0.0.1", parts.port or 0)}) as running:
            monkeypatch.setenv("https_proxy", running.url)
            session = OpenbisSessions(clients).open(instance, ADMIN)
            assert _download(clients, session, tmp_path)
            assert {each.split()[0] for each in running.asked} == {"CONNECT"}

    def test_other_certificate_behind_a_proxy_gets_no_request(
        self, files: TlsFiles, clients: Clients, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with recording_server(files) as server:
            parts = urlsplit(server.url)
            with proxy({parts.netloc: ("127.0.0.1", parts.port or 0)}) as running:
                monkeypatch.setenv("https_proxy", running.url)
                with pytest.raises(CertificateChanged, match="through the proxy"):
                    OpenbisSessions(clients).open(Instance("lab", server.url, certificate_fingerprints=(OTHER,)), ADMIN)
                with pytest.raises(CertificateNotTrusted, match="through the proxy"):
                    OpenbisSessions(clients).open(Instance("lab", server.url), ADMIN)
                assert len(running.asked) == 3
        assert set(server.received) == {b""}

    def test_a_proxy_with_tls_is_verified_by_authorities(
        self, files: TlsFiles, instance: Instance, clients: Clients, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with recording_server(files) as server:
            monkeypatch.setenv("https_proxy", server.url.replace("https://", "https://user:s3cret@"))
            with pytest.raises(UntrustedCertificate) as caught:
                OpenbisSessions(clients).open(instance, ADMIN)
        assert "s3cret" not in str(caught.value)
        assert set(server.received) == {b""}

    def test_verification_of_proxies_cannot_be_switched_off(self) -> None:
        context = ProxyContext.new()
        context.check_hostname = False
        context.verify_mode = 0
        assert context.verify_mode == 2


def test_allowed_hosts_are_checked_before_a_certificate_is_looked_at(files: TlsFiles) -> None:
    with recording_server(files) as server:
        clients = Clients(HttpLimits(allowed_hosts=AllowedHosts.of(["openbis.example.org"])))
        with pytest.raises(HostNotAllowed):
            OpenbisSessions(clients).open(Instance("lab", server.url), ADMIN)
    assert server.received == []


def test_silent_server_does_not_block_the_look_at_its_certificate(files: TlsFiles) -> None:
    cancellation = Cancellation()
    timer = threading.Timer(0.3, cancellation.cancel)
    with proxy({}) as silent:  # it answers no handshake
        instance = Instance("lab", silent.url.replace("http:", "https:"), certificate_fingerprints=(OTHER,))
        http = HttpClient(instance, HttpLimits())
        timer.start()
        with pytest.raises(Exception, match=r"[Cc]ancelled|could not be established"):
            http.send("GET", f"{instance.url}/x", cancellation=cancellation)
    timer.join()


@pytest.mark.uses_pybis
def test_pybis_sends_no_files_by_itself_where_it_could_not_compare_fingerprints(
    instance: Instance, clients: Clients
) -> None:
    session = OpenbisSessions(clients).open(instance, ADMIN)
    pybis = PybisClients(clients).client(session, lambda action, *arguments: action(session, *arguments))
    assert pybis.get_sample(sample_data.WILD_TYPE).identifier == sample_data.WILD_TYPE
    with pytest.raises(UntrustedCertificate, match="pyBIS cannot compare fingerprints"):
        _ = pybis.verify_certificates
