"""Runtime files of servers: used only if written by a server of the same user on this computer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.adapters.jupyter_server.running_server import (
    RunningServer,
    ServerEnded,
    UnsafeRuntimeFile,
    find_server,
)
from jupyter_openbis_server.domain.shared.secret import Secret

PID = os.getpid()
CONTENT = {
    "base_url": "/base/",
    "hostname": "localhost",
    "pid": PID,
    "port": 8888,
    "secure": False,
    "sock": "",
    "token": "5eC8e7",
    "url": "http://localhost:8888/base/",
}
PARENT = {"JPY_PARENT_PID": str(PID)}


def write(folder: Path, mode: int = 0o600, **changes: Any) -> Path:
    content = {**CONTENT, **changes}
    file = folder / f"jpserver-{content['pid']}.json"
    file.write_text(json.dumps(content))
    file.chmod(mode)
    return file


def test_the_server_that_has_started_a_kernel_is_found(tmp_path: Path) -> None:
    write(tmp_path)
    expected = RunningServer("localhost", 8888, "", False, "/base/", Secret("5eC8e7"), "http://localhost:8888/base/")
    assert find_server(PARENT, tmp_path) == expected
    assert "5eC8e7" not in repr(expected)


def test_a_server_with_tls_or_a_unix_socket_is_found(tmp_path: Path) -> None:
    write(tmp_path, secure=True, hostname="")
    found = find_server(PARENT, tmp_path)
    assert (found and found.is_tls, found and found.host) == (True, "")
    write(tmp_path, sock="/run/user/1000/jupyter.sock", port=0)
    found = find_server(PARENT, tmp_path)
    assert (found and found.sock, found and found.port) == ("/run/user/1000/jupyter.sock", 0)


def test_server_is_found_among_the_ancestors_in_any_environment(tmp_path: Path) -> None:
    write(tmp_path)
    script = (
        "import sys; from pathlib import Path\n"
        "from jupyter_openbis_server.adapters.jupyter_server.running_server import find_server\n"
        "print(find_server({'JPY_PARENT_PID': '1'}, Path(sys.argv[1])).port)"
    )
    shell = ["sh", "-c", '"$@"; true', "sh", sys.executable, "-c", script, str(tmp_path)]
    assert subprocess.run(shell, capture_output=True, check=True, text=True).stdout == "8888\n"


def test_terminals_know_the_address_of_their_server(tmp_path: Path) -> None:
    write(tmp_path)
    assert find_server({"JUPYTER_SERVER_URL": CONTENT["url"]}, tmp_path)
    assert find_server({"JUPYTER_SERVER_URL": "http://localhost:8889/"}, tmp_path) is None


@pytest.mark.parametrize("environ", [{}, {"JPY_PARENT_PID": "1"}, {"JPY_PARENT_PID": "../x"}, {"JPY_PARENT_PID": "²"}])
def test_other_processes_have_no_server(tmp_path: Path, environ: dict[str, str]) -> None:
    write(tmp_path)
    assert find_server(environ, tmp_path) is None


def test_on_a_hub_the_token_is_that_of_the_environment(tmp_path: Path) -> None:
    write(tmp_path, token="")
    hub = {**PARENT, "JUPYTERHUB_API_TOKEN": "h7b", "JUPYTERHUB_SERVICE_PREFIX": "/base/"}
    found = find_server(hub, tmp_path)
    assert found
    assert found.token == Secret("h7b")


def test_token_of_a_hub_is_not_sent_to_another_server_of_the_user(tmp_path: Path) -> None:
    write(tmp_path, token="")
    hub = {**PARENT, "JUPYTERHUB_API_TOKEN": "h7b", "JUPYTERHUB_SERVICE_PREFIX": "/user/alice/"}
    found = find_server(hub, tmp_path)
    assert found
    assert not found.token


@pytest.mark.parametrize("mode", [0o660, 0o602, 0o666])
def test_a_file_that_others_can_write_is_not_used(tmp_path: Path, mode: int) -> None:
    write(tmp_path, mode)
    with pytest.raises(UnsafeRuntimeFile, match="others can write"):
        find_server(PARENT, tmp_path)


def test_the_file_of_another_user_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(UnsafeRuntimeFile, match="another user"):
        find_server(PARENT, tmp_path)


def test_links_and_pipes_are_not_used(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    original = write(tmp_path / "other")
    file = tmp_path / original.name
    file.symlink_to(original)
    assert find_server(PARENT, tmp_path) is None
    file.unlink()
    os.mkfifo(file, 0o600)
    with pytest.raises(UnsafeRuntimeFile, match="regular file"):
        find_server(PARENT, tmp_path)


def test_the_file_of_a_process_that_does_not_run_here_is_not_used(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    write(tmp_path, pid=ended.pid)
    with pytest.raises(ServerEnded):
        find_server({"JPY_PARENT_PID": str(ended.pid)}, tmp_path)


def test_a_file_that_names_another_process_is_not_used(tmp_path: Path) -> None:
    write(tmp_path).rename(tmp_path / "jpserver-1.json")
    assert find_server({"JPY_PARENT_PID": "1"}, tmp_path) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"port": 0},
        {"port": 65536},
        {"port": "8888"},
        {"base_url": "base"},
        {"base_url": None},
        {"token": 5},
        {"url": None},
    ],
)
def test_incomplete_files_are_not_used(tmp_path: Path, changes: dict[str, Any]) -> None:
    write(tmp_path, **changes)
    assert find_server(PARENT, tmp_path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"pid": 1}', "[" * 100000])
def test_files_in_another_format_are_not_used(tmp_path: Path, text: str) -> None:
    write(tmp_path).write_text(text)
    assert find_server(PARENT, tmp_path) is None
