"""Explanations of the output of programs: OpenSSH 9.2, sshfs 3.7 and fuse 3.14."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs import diagnosis
from jupyter_openbis_server.adapters.sshfs.diagnosis import failure_of
from jupyter_openbis_server.adapters.sshfs.known_hosts import KnownHosts
from jupyter_openbis_server.adapters.sshfs.program import Outcome
from jupyter_openbis_server.adapters.sshfs.source import Source
from jupyter_openbis_server.domain.errors import MountFailed, MountingUnavailable

SOURCE = Source("openbis.example.org", 2222, "/")
_END = "\r\nread: Connection reset by peer"


def diagnosed(text: str, status: int | None = 1) -> MountFailed:
    return failure_of(Outcome(status, text), SOURCE, KnownHosts(Path("/data/known_hosts")), 30.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("alice@h: Permission denied (password).", "does not accept user name and password"),
        ("ssh: connect to host h port 2222: Connection refused", "(connection refused)"),
        ("ssh: connect to host h port 2222: No route to host", "(no route to host)"),
        ("ssh: connect to host h port 2222: Connection timed out", "(connection timed out)"),
        ("Connection closed by 10.0.0.1 port 2222", "(connection closed)"),
        ("kex_exchange_identification: read: Connection reset by peer", "(kex_exchange_identification)"),
        ("ssh: Could not resolve hostname h: Name or service not known", "there is no host openbis.example.org"),
        ("subsystem request failed on channel 0", "is not openBIS's SFTP server"),
        ("alice@h:/: No such file or directory", "there is no folder /"),
        ("Unable to negotiate with h: no matching cipher found. Their offer: 3des-cbc,x", "'Ciphers=+3des-cbc'"),
        (
            "Unable to negotiate with h: no matching host key type found. Their offer: ssh-rsa",
            "'HostKeyAlgorithms=+ssh",
        ),
        ("Unable to negotiate with h: no matching MAC found. Their offer: hmac-md5", "'MACs=+hmac-md5'"),
        ("Unable to negotiate: no matching oddity found. Their offer: x", "have no encryption in common"),
        ("Warning: Permanently added 'h'\r\nsomething else", "sshfs says: something else / read"),
    ],
)
def test_failures_are_explained(text: str, words: str) -> None:
    assert words in str(diagnosed(text + _END))


@pytest.mark.parametrize(
    "text",
    [
        "fusermount3: mount failed: Operation not permitted",
        "fusermount3: failed to open /dev/fuse: Permission denied",
        "fuse: device not found, try 'modprobe fuse' first: /dev/fuse",
    ],
)
@pytest.mark.parametrize(
    ("device", "flags"),
    [
        ("there", "needs --cap-add SYS_ADMIN for it and, where AppArmor is used"),
        ("missing", "needs --device /dev/fuse and --cap-add SYS_ADMIN"),
    ],
)
def test_error_of_a_host_without_mounts_names_the_container_flags(
    text: str, device: str, flags: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "there").touch()
    monkeypatch.setattr(diagnosis, "_DEVICE", tmp_path / device)
    error = diagnosed(text)
    assert isinstance(error, MountingUnavailable)
    assert flags in str(error)


@pytest.mark.parametrize(
    ("text", "package"),
    [("fuse: failed to exec fusermount3: No such file or directory", "fuse3"), ("failed to execute 'ssh'", "openssh")],
)
def test_missing_programs_are_named_by_their_package(text: str, package: str) -> None:
    error = diagnosed(text)
    assert isinstance(error, MountingUnavailable)
    assert package in str(error)


def test_missing_output_is_reported() -> None:
    assert "no answer from openbis.example.org:2222 within 30 seconds" in str(diagnosed("", None))
    assert "ended with status 3 and said nothing" in str(diagnosed("", 3))


def test_long_output_is_truncated() -> None:
    assert len(str(diagnosed("x" * 10_000))) < 400
