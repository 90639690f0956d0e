"""``python -m jupyter_openbis_server.fake_openbis``: the server as a program."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from jupyter_openbis_server.fake_openbis import Laboratory
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.fake_openbis.wire import AS_V3

COMMAND = [sys.executable, "-m", "jupyter_openbis_server.fake_openbis"]


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The program; SIGTERM ends it, without an error."""
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            os.kill(process.pid, signal.SIGTERM)
        assert process.wait(timeout=60) == 0


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def call(url: str, method: str, *params: str, verify: str | bool = True) -> Any:
    content = {"id": 1, "method": method, "params": list(params)}
    return requests.post(url + AS_V3, json=content, timeout=30, verify=verify).json()["result"]


def test_the_url_is_printed_first_and_sigterm_ends_the_program(tmp_path: Path):
    with running("--folder", str(tmp_path), "--api-version", "3.7", "--sample-data") as process:
        url = first_line(process)
        token = call(url, "login", "admin", "changeit")
        assert call(url, "getServerInformation", token)["api-version"] == "3.7"
    assert len(Laboratory(tmp_path).data_sets) > 0


def test_json_is_one_line_with_url_and_users(tmp_path: Path):
    with running("--folder", str(tmp_path), "--json", "--sample-data") as process:
        ready = json.loads(first_line(process))
        assert set(ready) == {"url", "users"}
        assert ready["users"] == dict(USERS)
        for user, password in ready["users"].items():
            assert call(ready["url"], "login", user, password).startswith(f"{user}-")
        process.terminate()
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_json_names_the_certificate_to_trust_and_the_address_of_sftp(tmp_path: Path):
    pytest.importorskip("asyncssh")
    with running("--folder", str(tmp_path), "--json", "--tls", "--sftp") as process:
        ready = json.loads(first_line(process))
    assert set(ready) == {"url", "users", "certificate", "sftp"}
    assert ready["users"] == {"admin": "changeit"}
    assert Path(ready["certificate"]).read_text().startswith("-----BEGIN CERTIFICATE-----")
    host, _, port = ready["sftp"].rpartition(":")
    assert host == "127.0.0.1"
    assert 0 < int(port) < 65536


@pytest.mark.parametrize(("option", "is_listed"), [("--afs", True), ("--afs-unlisted", False)])
def test_afs_makes_the_api_a_newer_one_and_json_names_its_url(option: str, is_listed: bool):
    with running("--json", option) as process:
        ready = json.loads(first_line(process))
        token = call(ready["url"], "login", "admin", "changeit")
        information = call(ready["url"], "getServerInformation", token)
        valid = {"method": "isSessionValid", "sessionToken": token}
        assert requests.get(ready["afsUrl"] + "/api", params=valid, timeout=30).text == "true"
    assert set(ready) == {"url", "users", "afsUrl"}
    assert information["api-version"] == "3.7"
    assert (information.get("server-public-information.afs-server.url") == ready["afsUrl"]) is is_listed


def test_people_see_the_url_of_afs():
    with running("--afs") as process:
        url = first_line(process)
        assert first_line(process) == f"afs: {url}/afs-server"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--afs", "--api-version", "3.6"), "AFS needs API 3.7, not 3.6"),
        (("--afs", "--afs-unlisted"), "not allowed with"),
    ],
)
def test_options_of_afs_that_do_not_fit_are_refused(arguments: tuple[str, ...], reason: str):
    done = subprocess.run([*COMMAND, *arguments], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert reason in done.stderr


@pytest.mark.parametrize(("limit", "first_is_alive"), [("0", True), ("2", False)])
def test_the_number_of_sessions_of_a_user_can_be_limited(limit: str, first_is_alive: bool):
    with running("--json", "--sessions-per-user", limit) as process:
        url = json.loads(first_line(process))["url"]
        tokens = [call(url, "login", "admin", "changeit") for _ in range(8)]
        assert call(url, "isSessionActive", tokens[0]) is first_is_alive
        assert call(url, "isSessionActive", tokens[-1]) is True


def test_a_negative_number_of_sessions_is_refused():
    done = subprocess.run(
        [*COMMAND, "--sessions-per-user", "-1"], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "must not be negative" in done.stderr
