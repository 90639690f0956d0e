"""The fake openBIS writes its JSON-RPC calls to a file, if it is given one."""

import json
import stat
import subprocess
import sys

import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from tests.integration.fake_openbis.wire import AS_V3

CALL = {"jsonrpc": "2.0", "id": "2", "method": "isSessionActive", "params": ["unknown-1"]}


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def log(tmp_path):
    return tmp_path / "calls"


def test_a_call_is_written_with_its_path_and_version(log):
    with FakeOpenbis(api_version="3.7", call_log=log) as fake:
        requests.post(fake.url + AS_V3, json=CALL, timeout=30)
    (line,) = lines_of(log)
    assert json.loads(line.pop("body")) == CALL
    assert line == {"path": AS_V3, "api_version": "3.7"}


def test_only_its_owner_can_read_the_file(log):
    with FakeOpenbis(call_log=log) as fake:
        requests.post(fake.url + AS_V3, json=CALL, timeout=30)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_call_with_a_fault_is_written_too(log):
    with FakeOpenbis(call_log=log) as fake:
        fake.faults.inject(Fault(FaultKind.STATUS, status=503))
        assert requests.post(fake.url + AS_V3, json=CALL, timeout=30).status_code == 503
    assert len(lines_of(log)) == 1


def test_several_servers_write_to_one_file_also_after_a_restart(log):
    with FakeOpenbis(call_log=log) as one, FakeOpenbis(call_log=log) as other:
        for fake in (one, other):
            requests.post(fake.url + AS_V3, json=CALL, timeout=30)
        one.restart()
        requests.post(one.url + AS_V3, json=CALL, timeout=30)
    assert len(lines_of(log)) == 3


def test_the_environment_names_the_file_of_all_servers(log, monkeypatch):
    monkeypatch.setenv("FAKE_OPENBIS_CALL_LOG", str(log))
    with FakeOpenbis() as fake:
        requests.post(fake.url + AS_V3, json=CALL, timeout=30)
    assert len(lines_of(log)) == 1


def test_without_a_file_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.delenv("FAKE_OPENBIS_CALL_LOG")
    with FakeOpenbis(tmp_path / "state") as fake:
        assert requests.post(fake.url + AS_V3, json=CALL, timeout=30).status_code == 200


def test_the_command_line_takes_the_file(log):
    command = [sys.executable, "-m", "jupyter_openbis_server.fake_openbis", "--call-log", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        requests.post(url + AS_V3, json=CALL, timeout=30)
        process.terminate()
    assert len(lines_of(log)) == 1
