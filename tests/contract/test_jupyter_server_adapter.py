"""The contract of `PanelLogin` for a real Jupyter server, and invalid responses."""

import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import requests
import trustme

from jupyter_openbis_server.adapters.jupyter_server import JupyterPanelLogin, local_connection
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.domain.connections.panel_connections import PanelConnections
from jupyter_openbis_server.domain.errors import ConnectionFailed, NotLoggedIn
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import IMAGES, USERS
from tests.contract.contracts.panel_login import PanelLoginContract
from tests.support.certificates import fingerprint_in, self_signed
from tests.support.one_extension import ONE_EXTENSION

TOKEN = "5eC8e7"


class _Panel:
    """The panel of a real Jupyter server, where alice is logged in to the connection `lab`."""

    def __init__(self, jupyter: Jupyter, openbis: FakeOpenbis, runtime: Path) -> None:
        self.lab = Instance("lab", openbis.url, ca_bundle=str(openbis.ca_file))
        self._jupyter, self._openbis = jupyter, openbis
        self._file = runtime / f"jpserver-{jupyter.process_id}.json"
        self._content = self._file.read_bytes()
        definition = {"name": "lab", "url": openbis.url, "ca_bundle": str(openbis.ca_file)}
        self.ask("POST", "openbis/conns", {**definition, "username": "alice", "password": USERS["alice"]})

    def close(self) -> None:
        """Delete the connection, and make the server discoverable again."""
        self.ask("DELETE", "openbis/conn/lab")
        self._file.write_bytes(self._content)
        self._file.chmod(0o600)

    @property
    def token(self) -> Secret:
        (token,) = self._openbis.sessions.of_user("alice")
        return Secret(token)

    def expire(self) -> None:
        self._openbis.sessions.expire(self.token.reveal())

    def log_out(self) -> None:
        self.ask("PUT", "openbis/conn/lab", {"action": "logout"})

    def refuse(self) -> None:
        self._file.chmod(0o666)

    def stop(self) -> None:
        self._file.unlink()

    def ask(self, verb: str, path: str, body: Any = None) -> None:
        headers = {"Authorization": f"token {self._jupyter.token}"}
        requests.request(verb, self._jupyter.url + path, json=body, headers=headers, timeout=60).raise_for_status()


class TestJupyterPanelLogin(PanelLoginContract):
    @pytest.fixture(scope="class")
    @classmethod
    def openbis(cls) -> Iterator[FakeOpenbis]:
        with FakeOpenbis(tls=True, users=USERS) as server:
            yield server

    @pytest.fixture(scope="class")
    @classmethod
    def folder(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """Return the folder of the Jupyter server."""
        return tmp_path_factory.mktemp("jupyter")

    @pytest.fixture(scope="class")
    @classmethod
    def jupyter(cls, folder: Path) -> Iterator[Jupyter]:
        for name in ("work", "config"):
            (folder / name).mkdir()
        with jupyter_server(folder, folder / "work", folder / "config", ONE_EXTENSION) as server:
            yield server

    @pytest.fixture
    def panel(self, openbis: FakeOpenbis, jupyter: Jupyter, folder: Path) -> Iterator[_Panel]:
        openbis.sessions.expire()
        panel = _Panel(jupyter, openbis, folder / "runtime")
        yield panel
        panel.close()

    @pytest.fixture
    def panel_login(self, panel: _Panel, jupyter: Jupyter, folder: Path) -> JupyterPanelLogin:
        return JupyterPanelLogin({"JPY_PARENT_PID": str(jupyter.process_id)}, lambda: folder / "runtime")

    def test_fingerprints_of_certificates_are_those_of_the_connection(
        self, panel: _Panel, panel_login: JupyterPanelLogin, tmp_path: Path
    ) -> None:
        files = self_signed(tmp_path, "old.example.org", days=-1)
        with FakeOpenbis(tls=files, users=USERS) as openbis:
            pinned = Instance("pinned", openbis.url, certificate_fingerprints=(fingerprint_in(files),))
            body = {"name": "pinned", "url": openbis.url, "certificate_fingerprints": [fingerprint_in(files)]}
            panel.ask("POST", "openbis/conns", {**body, "username": "alice", "password": USERS["alice"]})
            try:
                assert pinned in [each.instance for each in panel_login.connections().definitions]
                session = panel_login.session("pinned")
                assert (session.instance, [session.token.reveal()]) == (pinned, openbis.sessions.of_user("alice"))
                assert OpenbisDataSets(Clients()).get(session, IMAGES).perm_id == IMAGES
            finally:
                panel.ask("DELETE", "openbis/conn/pinned")


class _Handler(BaseHTTPRequestHandler):
    """Sends the configured response to each request, and records the requests."""

    server: "_Server"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.received.append((self.path, dict(self.headers)))
        Event().wait(self.server.delay)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    do_GET = do_POST  # noqa: N815 - as http.server has it

    def log_message(self, *args: Any) -> None:
        """Log nothing."""


class _Server(ThreadingHTTPServer):
    status = 200
    delay = 0.0
    body = b"{}"
    headers: Mapping[str, str] = {}

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[tuple[str, dict[str, str]]] = []


@contextmanager
def serving(folder: Path, tls: ssl.SSLContext | None = None) -> Iterator[_Server]:
    """Run a server that is found as the parent of this process."""
    with _Server() as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        write_runtime_file(folder, port=server.server_port, secure=bool(tls))
        yield server
        server.shutdown()


def write_runtime_file(folder: Path, **changes: Any) -> None:
    content = {"pid": os.getpid(), "base_url": "/base/", "hostname": "localhost", "token": TOKEN, "url": "http://x/"}
    file = folder / f"jpserver-{os.getpid()}.json"
    file.write_text(json.dumps({**content, **changes}))
    file.chmod(0o600)


def login_with(folder: Path, **timeouts: float) -> JupyterPanelLogin:
    return JupyterPanelLogin({"JPY_PARENT_PID": str(os.getpid())}, lambda: folder, **timeouts)


@pytest.fixture
def login(tmp_path: Path) -> JupyterPanelLogin:
    return login_with(tmp_path)


def reason(login: JupyterPanelLogin, name: str = "lab") -> str:
    with pytest.raises(NotLoggedIn) as caught:
        login.session(name)
    text = str(caught.value)
    assert TOKEN not in text
    assert caught.value.__cause__ is None
    return text


def test_token_is_sent_in_a_header_and_in_no_url(login: JupyterPanelLogin, tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        reason(login)
    ((path, headers),) = server.received
    assert path == "/base/openbis/kernel/login"
    assert headers["Authorization"] == f"token {TOKEN}"
    assert headers["Host"].startswith("127.0.0.1:")
    expected = {"Accept", "Accept-Encoding", "Authorization", "Content-Length", "Content-Type", "Host", "User-Agent"}
    assert headers.keys() <= expected


def test_proxies_are_not_used(login: JupyterPanelLogin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        with serving(tmp_path) as server:
            reason(login)
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(login: JupyterPanelLogin, tmp_path: Path, status: int) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with serving(other) as target, serving(tmp_path) as server:
        server.status, server.headers = status, {"Location": f"http://127.0.0.1:{target.server_port}/"}
        assert f"Jupyter answered {status}" in reason(login)
    assert target.received == []


def test_server_with_a_self_signed_certificate_is_reached(login: JupyterPanelLogin, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("jupyter.example.org").configure_cert(context)
    with serving(tmp_path, context) as server:
        server.body = json.dumps({"name": "lab", "url": "https://lab.example.org", "token": "alice-1"}).encode()
        assert login.session("lab").token == Secret("alice-1")


def test_a_server_on_a_unix_socket_is_reached(login: JupyterPanelLogin, tmp_path: Path) -> None:
    path = tmp_path / "jupyter.sock"
    body = b'{"name": "lab", "url": "https://lab.example.org", "token": "alice-1"}'
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                while not connection.recv(1 << 16).endswith(b"}"):  # the headers come first
                    continue
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

        Thread(target=answer, daemon=True).start()
        write_runtime_file(tmp_path, sock=str(path), port=0)
        assert login.session("lab").token == Secret("alice-1")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"[" * 100000,
        b'{"token": ""}',
        b'{"token": 5, "name": "lab", "url": "https://lab.example.org"}',
        b'{"token": "alice-1", "name": "lab", "url": "ftp://lab.example.org"}',
        b'{"token": "alice-1", "name": "", "url": "https://lab.example.org"}',
    ],
)
def test_invalid_responses_are_no_session(login: JupyterPanelLogin, tmp_path: Path, body: bytes) -> None:
    with serving(tmp_path) as server:
        server.body = body
        assert "Jupyter answered 200" in reason(login)
        assert login.connections() == PanelConnections.none("Jupyter answered 200")


def test_silent_server_times_out(tmp_path: Path) -> None:
    login = login_with(tmp_path, timeout=1, response_timeout=1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        write_runtime_file(tmp_path, port=silent.getsockname()[1])
        sentence = "the Jupyter server does not answer (TimeoutError)"
        assert f"{sentence}: openBIS or Jupyter is slow; try again" in reason(login)
        assert login.connections().problem == f"{sentence}: Jupyter is slow; try again"


def test_slow_openbis_is_waited_for(tmp_path: Path) -> None:
    login = login_with(tmp_path, timeout=1)
    with serving(tmp_path) as server:
        server.body = b'{"name": "lab", "url": "https://lab.example.org", "token": "alice-1"}'
        server.delay = 1.5
        assert login.session("lab").token == Secret("alice-1")


def test_slow_response_times_out(tmp_path: Path) -> None:
    login = login_with(tmp_path, response_timeout=1)
    ended = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while not ended.wait(0.1):
                    connection.sendall(b" ")

        Thread(target=answer, daemon=True).start()
        write_runtime_file(tmp_path, port=listening.getsockname()[1])
        assert "(TimeoutError)" in reason(login)
        ended.set()


@pytest.mark.parametrize(
    ("status", "problem"),
    [(401, "refuses the token"), (403, "refuses the token"), (404, "without the openBIS extension"), (500, "500")],
)
def test_a_refusal_is_explained(login: JupyterPanelLogin, tmp_path: Path, status: int, problem: str) -> None:
    with serving(tmp_path) as server:
        server.status = status
        answer = login.connections()
    assert problem in answer.problem
    assert not answer.is_answered


def test_stopped_server_is_named(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    login = JupyterPanelLogin({"JPY_PARENT_PID": str(ended.pid)}, lambda: tmp_path)
    sentence = "the Jupyter server of this kernel has ended; restart the kernel"
    assert login.connections().problem == sentence
    assert sentence in reason(login)
    with pytest.raises(NotLoggedIn, match=f"^Not logged in to lab: {sentence}$"):
        login.session("lab", is_saved=False)


def test_the_port_of_another_user_is_named(
    login: JupyterPanelLogin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path) as server:
        monkeypatch.setattr(local_connection, "_is_own_listener", lambda *_: False)
        assert "the Jupyter server does not answer: another user listens there" in reason(login)
    assert server.received == []


def test_invalid_token_is_not_shown(login: JupyterPanelLogin, tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        write_runtime_file(tmp_path, port=server.server_port, token=f"{TOKEN}\nX: y")
        assert "the Jupyter server does not answer (ValueError)" in reason(login)


def test_error_for_a_server_without_a_token_has_a_hint(login: JupyterPanelLogin, tmp_path: Path) -> None:
    write_runtime_file(tmp_path, port=1, token="")
    assert "this Jupyter server has no token; set one" in reason(login)


def test_runtime_file_of_another_user_is_named(login: JupyterPanelLogin, tmp_path: Path) -> None:
    write_runtime_file(tmp_path, port=1)
    (tmp_path / f"jpserver-{os.getpid()}.json").chmod(0o666)
    assert "others can write it" in reason(login)


def test_error_outside_of_jupyter_names_the_command(tmp_path: Path) -> None:
    login = JupyterPanelLogin({}, lambda: tmp_path)
    assert reason(login, "my lab") == (
        "Not logged in to my lab: run `jupyter openbis -c 'my lab' login --keep file` (or `keyring`), or set a token "
        "or password for the connection"
    )
    assert login.connections() == PanelConnections.none()


def test_an_openbis_that_the_server_cannot_reach_is_named(login: JupyterPanelLogin, tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        text = "connection to lab could not be established: time-out"
        server.status, server.body = 500, json.dumps({"reason": text, "code": "instance-unreachable"}).encode()
        with pytest.raises(ConnectionFailed) as caught:
            login.session("lab")
    assert str(caught.value) == text


def test_server_without_the_extension_has_no_login(login: JupyterPanelLogin, tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.status, server.body = 404, b'{"message": "Not Found"}'
        assert "Jupyter answered 404" in reason(login)
