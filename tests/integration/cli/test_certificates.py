"""Certificates that are trusted by fingerprint, on the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.cli.conftest import Run, Terminal
from tests.support.certificates import fingerprint_in

OTHER = ":".join(["AB"] * 32)


@pytest.fixture
def file(tmp_path: Path, openbis: FakeOpenbis, configure: Callable[..., None]) -> Path:
    """The connection file with the connection `lab`, without CA file."""
    file = tmp_path / "openbis-connections.yaml"
    login = f"    username: alice\n    password: {USERS['alice']}\n"
    file.write_text(f"connections:\n  - name: lab\n    url: {openbis.url}\n{login}")
    return file


@pytest.fixture
def fingerprint(openbis: FakeOpenbis) -> str:
    return fingerprint_in(openbis.tls_files)


def test_without_a_terminal_the_error_has_the_fingerprint_and_the_command(
    run: Run, file: Path, fingerprint: str, openbis: FakeOpenbis
) -> None:
    for command in (["conn", "test"], ["conn", "trust"]):
        ended = run(*command)
        assert ended.status != 0
        assert fingerprint in ended.err
        assert "jupyter openbis -c lab conn trust" in ended.err
    assert not openbis.requests.counts()
    assert run("--json", "conn", "test").json["error"]["certificate"]["fingerprint"] == fingerprint


def test_the_named_fingerprint_is_saved_if_openbis_presents_it(run: Run, file: Path, fingerprint: str) -> None:
    before = file.read_text()
    refused = run("conn", "trust", OTHER)
    assert refused.status != 0
    assert fingerprint in refused.err
    assert run("conn", "trust", "AB:CD").status == 2
    assert file.read_text() == before
    ended = run("--json", "conn", "trust", f"sha256:{fingerprint.lower()}")
    assert (ended.status, ended.json) == (0, {"name": "lab", "fingerprints": [fingerprint]})
    assert fingerprint in file.read_text()
    assert USERS["alice"] in file.read_text()
    assert run("conn", "test").status == 0
    assert "is trusted already" in run("conn", "trust").err
    doctor = run("doctor")
    assert "the certificate has a trusted fingerprint" in doctor.out


def test_a_changed_certificate_replaces_the_trusted_one_after_a_decision(
    run: Run, file: Path, fingerprint: str, openbis: FakeOpenbis
) -> None:
    file.write_text(f"{file.read_text()}    certificate_fingerprints: ['{OTHER}']\n")
    ended = run("conn", "test")
    assert ended.status != 0
    assert OTHER in ended.err
    assert fingerprint in ended.err
    assert not openbis.requests.counts()
    assert run("--json", "conn", "trust", fingerprint).json["fingerprints"] == [fingerprint]


@pytest.mark.parametrize("answer", ["y", "n"])
def test_on_a_terminal_the_certificate_is_shown_and_asked_for(
    on_terminal: Callable[..., Terminal], file: Path, fingerprint: str, answer: str
) -> None:
    shown = on_terminal("conn", "trust")
    shown.read_until("Trust this certificate?")
    assert fingerprint[:47] in shown.shown
    assert fingerprint[48:] in shown.shown
    assert "trustme" in shown.shown
    shown.type(f"{answer}\n")
    assert (shown.read_to_end() == 0) == (answer == "y")
    assert (fingerprint in file.read_text()) == (answer == "y")


def test_a_new_connection_asks_for_it(
    on_terminal: Callable[..., Terminal], file: Path, fingerprint: str, openbis: FakeOpenbis
) -> None:
    options = ["--verify", "--https", "-u", "alice", "-p", USERS["alice"], "-d", str(file.parent)]
    shown = on_terminal("conn", "add", "-n", "new", "-h", openbis.url, *options)
    shown.read_until("Trust this certificate?")
    shown.type("y\n")
    assert shown.read_to_end() == 0
    assert fingerprint in file.read_text()


def test_a_new_connection_takes_fingerprints_without_asking(run: Run, file: Path, fingerprint: str) -> None:
    options = ["--verify", "--https", "-u", "", "-p", "", "-d", file.parent]
    ended = run("conn", "add", "-n", "new", "-h", "x.org", *options, "--trust-certificate", fingerprint.lower())
    assert ended.status == 0, ended.err
    assert fingerprint.lower() in file.read_text()
    wrong = run("conn", "add", "-n", "wrong", "-h", "x.org", *options, "--trust-certificate", "AB")
    assert wrong.status == 2
    assert "--trust-certificate" in wrong.err
