"""The SFTP server: authentication, host key, injected faults (openbis-protocol 8.1)."""

import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.fake_openbis.sftp_client import LOST, MOMENT, TIMEOUT, SftpClient
from tests.real_parts import need

DAY = 24 * 3600 * 1000
SPACES = ["ALICE", "MATERIALS", "YEAST_LAB"]


@pytest.fixture
def openbis(start_fake_openbis, tmp_path) -> FakeOpenbis:
    return start_fake_openbis(tmp_path / "state", sftp=True, users=sample.USERS)


@pytest.fixture
def client(openbis: FakeOpenbis) -> Iterator[SftpClient]:
    with SftpClient(openbis) as connected:
        yield connected


def personal_access_token(openbis: FakeOpenbis, days: int = 1) -> str:
    begin = openbis.laboratory.now() - 2 * DAY
    end = begin + (2 + days) * DAY
    token = e.PersonalAccessToken("$pat-alice-230317133255245x9E43", "alice", "jobs", begin, end, "alice", begin)
    return openbis.laboratory.put(token).hash


class Ends:
    """Waits for sessions to end."""

    def __init__(self, openbis: FakeOpenbis) -> None:
        self.tokens: list[str] = []
        self._ended = threading.Condition()
        openbis.sessions.on_end(self._end)

    def _end(self, token: str) -> None:
        with self._ended:
            self.tokens.append(token)
            self._ended.notify_all()

    def wait_for(self, token: str) -> bool:
        with self._ended:
            return self._ended.wait_for(lambda: token in self.tokens, TIMEOUT)


class TestLogin:
    def test_user_and_password_open_a_session_that_ends_with_the_connection(self, openbis):
        ends = Ends(openbis)
        with SftpClient(openbis) as client:
            assert client.names("/") == SPACES
            (token,) = openbis.sessions.of_user("alice")
            assert openbis.sftp.connections == 1
        assert ends.wait_for(token)
        assert openbis.sessions.of_user("alice") == []

    def test_a_lost_connection_ends_its_session(self, openbis, client):
        ends = Ends(openbis)
        (token,) = openbis.sessions.of_user("alice")
        client.connection.abort()
        client.close()
        assert ends.wait_for(token)

    def test_connections_with_the_same_password_share_a_session(self, openbis, client):
        (token,) = openbis.sessions.of_user("alice")
        ends = Ends(openbis)
        with SftpClient(openbis) as second:
            assert openbis.sessions.of_user("alice") == [token]
            client.close()
            assert second.names("/") == SPACES
            assert ends.tokens == []
        assert ends.wait_for(token)

    def test_the_session_counts_like_that_of_a_browser(self, openbis):
        browsers = [openbis.sessions.open("alice") for _ in range(5)]
        with SftpClient(openbis):
            tokens = openbis.sessions.of_user("alice")
        assert len(tokens) == 5
        assert browsers[0] not in tokens

    def test_a_session_token_with_user_question_mark_logs_in_and_stays_active(self, openbis):
        token = openbis.sessions.open("alice")
        with SftpClient(openbis, "?", token) as client:
            assert client.names("/") == SPACES
        openbis.sftp.stop()
        assert openbis.sessions.of_user("alice") == [token]

    def test_a_personal_access_token_with_user_question_mark_logs_in(self, openbis):
        with SftpClient(openbis, "?", personal_access_token(openbis)) as client:
            assert client.names("/") == SPACES
            assert openbis.sessions.of_user("alice") == [], "its session is not one of a login"

    @pytest.mark.parametrize(
        ("user", "password"),
        [("alice", "wrong"), ("unknown", "openbis-alice"), ("alice", " "), ("?", "alice-1"), ("?", "openbis-alice")],
    )
    def test_a_wrong_password_or_token_is_refused(self, openbis, user, password):
        with pytest.raises(asyncssh.PermissionDenied):
            SftpClient(openbis, user, password)
        assert openbis.sftp.logins == [(user, False)]

    def test_a_token_as_password_or_an_expired_or_quoted_token_is_refused(self, openbis):
        token = openbis.sessions.open("alice")
        for user, password in [
            ("alice", token),
            ("?", "\\" + personal_access_token(openbis)),
            ("?", personal_access_token(openbis, days=-1)),
        ]:
            with pytest.raises(asyncssh.PermissionDenied):
                SftpClient(openbis, user, password)

    def test_only_password_authentication_is_offered(self, openbis):
        where = {"host": openbis.sftp.host, "port": openbis.sftp.port}
        asked = asyncssh.get_server_auth_methods(**where, username="alice", config=None)
        assert asyncio.run(asyncio.wait_for(asked, TIMEOUT)) == ["password"]

    def test_logins_are_recorded_without_passwords(self, openbis, client):
        with pytest.raises(asyncssh.PermissionDenied):
            SftpClient(openbis, "bob", "openbis-alice")
        assert openbis.sftp.logins == [("alice", True), ("bob", False)]

    def test_after_the_session_has_ended_no_path_exists(self, openbis, client):
        openbis.sessions.end(openbis.sessions.of_user("alice")[0])
        with pytest.raises(asyncssh.SFTPNoSuchFile, match="Error when retrieving path"):
            client.names("/")
        with SftpClient(openbis) as again:
            assert again.names("/") == SPACES

    def test_after_the_personal_access_token_was_deleted_no_path_exists(self, openbis):
        token = personal_access_token(openbis)
        with SftpClient(openbis, "?", token) as client:
            assert client.names("/") == SPACES
            openbis.laboratory.remove(openbis.laboratory.personal_access_tokens.get(token))
            with pytest.raises(asyncssh.SFTPNoSuchFile):
                client.names("/")


class TestHostKey:
    def test_clients_identify_the_server_by_its_key(self, openbis):
        key = asyncssh.import_public_key(openbis.sftp.host_key)
        with SftpClient(openbis, known_hosts=([key], [], [])) as client:
            assert client.connection.get_server_host_key().get_fingerprint() == openbis.sftp.fingerprint

    def test_only_the_owner_can_read_the_stored_key(self, openbis, tmp_path):
        file = tmp_path / "state/sftp/host_key"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert asyncssh.read_private_key(file).get_fingerprint() == openbis.sftp.fingerprint
        assert openbis.sftp.host_key.startswith("ssh-ed25519 AAAA")
        assert openbis.sftp.fingerprint.startswith("SHA256:")

    def test_port_and_key_survive_a_restart(self, openbis):
        before = (openbis.sftp.port, openbis.sftp.host_key)
        openbis.restart()
        assert (openbis.sftp.port, openbis.sftp.host_key) == before
        with SftpClient(openbis) as client:
            assert client.names("/") == SPACES
        openbis.sftp.stop()
        openbis.sftp.start()
        assert (openbis.sftp.port, openbis.sftp.host_key) == before
        with SftpClient(openbis) as client:
            assert client.names("/") == SPACES

    def test_a_new_server_on_the_same_folder_has_the_same_key(self, openbis, start_fake_openbis, tmp_path):
        openbis.stop()
        assert start_fake_openbis(tmp_path / "state", sftp=True).sftp.host_key == openbis.sftp.host_key

    def test_a_new_key_is_used_on_the_same_port(self, openbis, client):
        port, old = openbis.sftp.port, openbis.sftp.host_key
        openbis.sftp.change_host_key()
        assert openbis.sftp.port == port
        assert openbis.sftp.host_key != old
        with pytest.raises(asyncssh.HostKeyNotVerifiable):
            SftpClient(openbis, known_hosts=([asyncssh.import_public_key(old)], [], []))
        with SftpClient(openbis, known_hosts=([asyncssh.import_public_key(openbis.sftp.host_key)], [], [])):
            assert client.names("/") == SPACES, "the existing connection continues"
        openbis.restart()
        assert openbis.sftp.host_key != old

    def test_openssh_knows_it_and_reads(self, openbis, tmp_path):
        need("sftp")
        (tmp_path / "known_hosts").write_text(f"[{openbis.sftp.host}]:{openbis.sftp.port} {openbis.sftp.host_key}\n")
        password = tmp_path / "password"
        password.write_text("#!/bin/sh\necho openbis-alice\n")
        password.chmod(0o700)
        file = f"{sample.HEAT_SHOCK}/{sample.ODD_NAMES}/original/odd names/Größe_µm.txt"
        known = ["-o", f"UserKnownHostsFile={tmp_path}/known_hosts", "-o", "StrictHostKeyChecking=yes"]
        subprocess.run(
            ["sftp", "-F", "none", *known, "-P", str(openbis.sftp.port), f"alice@{openbis.sftp.host}"],
            env=os.environ | {"SSH_ASKPASS": str(password), "SSH_ASKPASS_REQUIRE": "force"},
            input=f'get "{file}" "{tmp_path}/copy"\n',
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=True,
        )
        assert (tmp_path / "copy").read_text() == "The file is called Größe_µm.txt\n"


class TestFaults:
    def test_connections_are_refused_until_they_are_accepted_again(self, openbis, client):
        openbis.sftp.refuse()
        with pytest.raises(ConnectionRefusedError):
            SftpClient(openbis)
        assert client.names("/") == SPACES, "existing connections continue"
        openbis.sftp.accept()
        with SftpClient(openbis) as second:
            assert second.names("/") == SPACES

    def test_a_hanging_server_answers_after_it_is_released(self, openbis, client):
        openbis.sftp.hang()
        question = client.ask(client.sftp.listdir("/"))
        assert not question.done()
        openbis.sftp.go_on()
        assert set(SPACES) < set(client.wait(question))

    def test_a_hanging_server_accepts_connections_and_sends_nothing(self, openbis):
        openbis.sftp.hang()
        with socket.create_connection((openbis.sftp.host, openbis.sftp.port), timeout=MOMENT) as newcomer:
            with pytest.raises(TimeoutError):
                newcomer.recv(100)
            openbis.sftp.go_on()
            newcomer.settimeout(TIMEOUT)
            assert newcomer.recv(100).startswith(b"SSH-2.0-")

    def test_a_server_that_hangs_can_be_stopped_and_restarted(self, openbis):
        openbis.sftp.hang()
        openbis.restart()
        with SftpClient(openbis) as client:
            assert client.names("/") == SPACES

    def test_dropped_connections_and_their_sessions_end_at_once(self, openbis, client):
        openbis.sftp.drop()
        assert openbis.sftp.connections == 0
        assert openbis.sessions.of_user("alice") == []
        with pytest.raises(LOST):
            client.names("/")
        with SftpClient(openbis) as again:
            assert again.names("/") == SPACES

    def test_connections_can_be_dropped_while_the_server_hangs(self, openbis, client):
        openbis.sftp.hang()
        question = client.ask(client.sftp.listdir("/"))
        openbis.sftp.drop()
        with pytest.raises(LOST):
            client.wait(question)

    @pytest.mark.filterwarnings("ignore:Diffie-Hellman")
    def test_an_old_key_exchange_is_too_old_for_clients_that_do_not_allow_it(self, openbis):
        openbis.sftp.old_key_exchange()
        # Both sides find no common algorithm; the error depends on which side disconnects first.
        with pytest.raises((asyncssh.KeyExchangeFailed, asyncssh.ConnectionLost)):
            SftpClient(openbis, kex_algs=["curve25519-sha256"])
        with SftpClient(openbis, kex_algs=["diffie-hellman-group14-sha1"]) as client:
            assert client.names("/") == SPACES
        openbis.sftp.old_key_exchange(old=False)
        with SftpClient(openbis, kex_algs=["curve25519-sha256"]) as client:
            assert client.names("/") == SPACES

    def test_openssh_says_that_the_key_exchange_is_too_old(self, openbis):
        need("ssh")
        openbis.sftp.old_key_exchange()
        where = ["-p", str(openbis.sftp.port), "-l", "alice", openbis.sftp.host]
        modern = ["-o", "BatchMode=yes", "-o", "KexAlgorithms=curve25519-sha256"]
        command = ["ssh", "-F", "none", *modern, *where, "-s", "sftp"]
        failed = subprocess.run(
            command, capture_output=True, text=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL, check=False
        )
        assert failed.returncode == 255
        assert "no matching key exchange method" in failed.stderr

    def test_a_server_that_does_not_run_has_no_faults(self, openbis):
        openbis.sftp.stop()
        for fault in (openbis.sftp.refuse, openbis.sftp.accept, openbis.sftp.hang, openbis.sftp.drop):
            with pytest.raises(RuntimeError, match="does not run"):
                fault()
        openbis.sftp.change_host_key()


class TestLife:
    def test_without_asyncssh_only_sftp_is_missing(self, monkeypatch, start_fake_openbis):
        monkeypatch.setitem(sys.modules, "asyncssh", None)
        monkeypatch.delitem(sys.modules, "jupyter_openbis_server.fake_openbis.sftp.server", raising=False)
        plain = start_fake_openbis(sample_data=False)
        with pytest.raises(ValueError, match="no SFTP"):
            _ = plain.sftp
        with pytest.raises(ModuleNotFoundError, match=r"pip install 'jupyter-openbis-server\[demo\]'"):
            FakeOpenbis(sftp=True)

    def test_a_taken_port_is_an_error_and_leaves_nothing_running(self, openbis):
        second = FakeOpenbis(sample_data=False, sftp=True, sftp_port=openbis.sftp.port)
        with pytest.raises(OSError, match="in use"):
            second.start()
        with pytest.raises(requests.ConnectionError):
            requests.get(second.url, timeout=TIMEOUT)

    @pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
    def test_the_program_prints_where_it_is_and_ends_cleanly(self, tmp_path: Path, ending):
        command = [sys.executable, "-m", "jupyter_openbis_server.fake_openbis", "--sftp", "--folder", str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout.readline().startswith("http://")
                name, _, address = process.stdout.readline().strip().partition(": ")
                host, _, port = address.partition(":")
                with socket.create_connection((host, int(port)), timeout=TIMEOUT) as client:
                    assert client.recv(100).startswith(b"SSH-2.0-")
            finally:
                os.kill(process.pid, ending)
            assert process.wait(timeout=TIMEOUT) == 0
            assert process.stderr.read() == ""
        assert name == "sftp"
