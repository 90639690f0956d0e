"""Addresses in error messages; openBIS below a path, and data stores on other hosts."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.client import HttpClient
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.instances import OpenbisInstances
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.errors import InstanceUnreachable, UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.fake_openbis.server.certificates import throwaway_certificates
from jupyter_openbis_server.fake_openbis.state.entities import DataStore

LIMITS = HttpLimits(retries=0)
ADMIN = Credentials("admin", Secret("changeit"))


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis() as openbis:
        yield openbis


@pytest.fixture
def clients() -> Clients:
    return Clients(LIMITS)


@pytest.fixture
def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return f"http://127.0.0.1:{closed.getsockname()[1]}"


def _session(clients: Clients, url: str) -> Session:
    return OpenbisSessions(clients).open(Instance("lab", url), ADMIN)


def _files(clients: Clients, session: Session) -> object:
    data_set = OpenbisDataSets(clients).get(session, sample_data.IMAGES)
    return OpenbisDataStore(clients).files(session, data_set)


def _move_data_store(openbis: FakeOpenbis, address: str) -> None:
    openbis.laboratory.put(DataStore("DSS1", address))


def test_unavailable_data_store_is_named_with_its_own_address(
    openbis: FakeOpenbis, clients: Clients, closed_port: str
) -> None:
    session = _session(clients, openbis.url)
    _move_data_store(openbis, closed_port)
    with pytest.raises(InstanceUnreachable) as caught:
        _files(clients, session)
    assert f"connection refused ({closed_port}, the data store DSS1)" in str(caught.value)
    assert openbis.url not in str(caught.value)


def test_a_data_store_on_an_unknown_host_is_named(openbis: FakeOpenbis, clients: Clients) -> None:
    session = _session(clients, openbis.url)
    _move_data_store(openbis, "http://dss.invalid:8444")
    with pytest.raises(
        InstanceUnreachable, match=r"no host of that name \(http://dss\.invalid:8444, the data store DSS1"
    ):
        _files(clients, session)


def test_data_store_address_of_another_server_is_named(openbis: FakeOpenbis, clients: Clients) -> None:
    session = _session(clients, openbis.url)
    _move_data_store(openbis, f"{openbis.url}/other")
    with pytest.raises(UnexpectedResponse, match=rf"{openbis.url}/other \(the data store DSS1\) does not answer"):
        _files(clients, session)


def test_each_data_store_is_checked_with_its_own_error(
    openbis: FakeOpenbis, clients: Clients, closed_port: str
) -> None:
    session = _session(clients, openbis.url)
    openbis.laboratory.put(DataStore("DSS2", closed_port))
    first, second = OpenbisInstances(clients).data_stores(session)
    assert (first.code, first.error) == ("DSS1", None)
    assert (second.code, second.url) == ("DSS2", closed_port)
    assert "the data store DSS2" in str(second.error)


def test_unavailable_proxy_is_named_without_its_password(
    openbis: FakeOpenbis, clients: Clients, closed_port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    port = urlsplit(closed_port).port
    monkeypatch.setenv("http_proxy", f"http://user:s3cret@127.0.0.1:{port}")
    with pytest.raises(InstanceUnreachable, match="the proxy cannot be reached: connection refused") as caught:
        _session(clients, openbis.url)
    assert f"through the proxy http://127.0.0.1:{port}" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_proxy_that_refuses_to_connect_is_named(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)

    class Refusing(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            self.send_error(407)

        def log_message(self, *args: object) -> None:
            """Print nothing."""

    with _running(Refusing) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        with pytest.raises(InstanceUnreachable, match=rf"wants a user and password \(407\).*through the proxy {proxy}"):
            _session(clients, "https://openbis.example.org")


@pytest.mark.parametrize("version", ["3.5", "3.6"])
def test_an_openbis_below_a_path_works(clients: Clients, tmp_path: Path, version: str) -> None:
    with FakeOpenbis(api_version=version) as openbis, _published_below("/labs/a", openbis) as url:
        _move_data_store(openbis, url)
        session = _session(clients, url)
        data_set = OpenbisDataSets(clients).get(session, sample_data.IMAGES)
        store = OpenbisDataStore(clients)
        files = [each for each in store.files(session, data_set) if not each.is_folder]
        into = FilesystemDownloadFolders().prepare(str(tmp_path), data_set.perm_id)
        store.fetch(session, data_set, files, into, Cancellation())
        assert OpenbisInstances(clients).facts(session).clock is not None
        assert [each.error for each in OpenbisInstances(clients).data_stores(session)] == [None]
    assert files
    assert all((tmp_path / data_set.perm_id / each.path).stat().st_size == each.size for each in files)


def test_an_early_answer_to_a_large_body_over_tls_is_read(tmp_path: Path) -> None:
    """A server that refuses a body responds and closes the connection without reading all of it."""
    files = throwaway_certificates(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(files.certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_refuse, args=(listening, context))
        thread.start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}"
        client = HttpClient(Instance("lab", url, ca_bundle=str(files.ca_file)), LIMITS)
        blocks = (bytes(2**18) for _ in range(40))
        with client.send_raw("POST", f"{url}/", body=blocks, headers={"Content-Length": str(40 * 2**18)}) as answer:
            assert answer.status == http.client.REQUEST_ENTITY_TOO_LARGE
        thread.join(60)


def _refuse(listening: socket.socket, context: ssl.SSLContext) -> None:
    raw, _ = listening.accept()
    # Else the kernel may keep the response until TLS's session tickets are acknowledged, and drop it at the end.
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with suppress(OSError), context.wrap_socket(raw, server_side=True) as connection:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 0\r\n\r\n")


@contextmanager
def _running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _published_below(prefix: str, openbis: FakeOpenbis) -> Iterator[str]:
    """Publish an openBIS below a path only, as nginx does with `location` and `proxy_pass`."""

    class Forwarding(BaseHTTPRequestHandler):
        here: ClassVar = urlsplit(openbis.url).netloc

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if not self.path.startswith(f"{prefix}/"):
                self.send_error(404)
                return
            behind = http.client.HTTPConnection(self.here)
            behind.request(self.command, self.path.removeprefix(prefix), body, dict(self.headers))
            answer = behind.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            behind.close()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Print nothing."""

    with _running(Forwarding) as url:
        yield url + prefix
