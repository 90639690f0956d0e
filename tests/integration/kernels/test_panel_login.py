"""Kernels that use the login of the panel: Python and R, saved and unsaved connections."""

import re
from pathlib import Path

import pytest

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.kernels.cells import COMMAND, CONNECT, TABLE, logins
from tests.integration.kernels.notebooks import ask, kernel
from tests.kernels import install_r

R_COMMAND = f"""
Sys.unsetenv("LD_LIBRARY_PATH")  # R's own libraries are not for Python
answer <- system2(Sys.getenv("JUPYTER_OPENBIS_COMMAND"), c("-c", "'my lab'", "ls", "{lab.HEAT_SHOCK}"), stdout = TRUE)
cat(answer, sep = "\n")
"""


def test_library_files_and_commands_use_the_session_of_the_panel(panel: Jupyter, openbis: FakeOpenbis) -> None:
    with kernel(panel) as python:
        for _ in range(2):
            for code, expected in ((CONNECT, "types: "), (TABLE, "rows: "), (COMMAND, lab.IMAGES)):
                output = python.run(code)
                assert output.error == []
                assert expected in output.text
        assert logins(openbis) == 1
        python.restart()
        assert "rows: " in python.run(TABLE).text
        assert "types: " in python.run(CONNECT.replace('"my lab"', "")).text
    assert logins(openbis) == 1
    assert len(openbis.sessions.of_user("alice")) == 1, "a kernel that ends does not log the panel out"


def test_r_uses_the_session_of_the_panel(panel: Jupyter, openbis: FakeOpenbis, tmp_path: Path) -> None:
    install_r(tmp_path / "data")
    with kernel(panel, "r") as r:
        output = r.run(R_COMMAND)
    assert output.error == []
    assert lab.IMAGES in output.text
    assert logins(openbis) == 1


def test_an_expired_session_is_renewed_by_the_panel(panel: Jupyter, openbis: FakeOpenbis) -> None:
    with kernel(panel) as python:
        python.run("from jupyter_openbis_server import connect\nopenbis = connect()\nprint(len(openbis.types()))")
        (token,) = openbis.sessions.of_user("alice")
        openbis.sessions.expire(token)
        output = python.run("print('spaces:', len(list(openbis.contents())))")
    assert (output.error, "spaces:" in output.text) == ([], True)
    (renewed,) = openbis.sessions.of_user("alice")
    assert renewed != token
    assert logins(openbis) == 2


def test_the_error_of_a_missing_login_is_one_line(panel: Jupyter, openbis: FakeOpenbis) -> None:
    ask(panel, "PUT", "openbis/conn/my%20lab", {"action": "logout"})
    sentence = "Not logged in to my lab: log in in the openBIS panel"
    with kernel(panel) as python:
        assert python.run(CONNECT).error == [f"NotLoggedIn: {sentence}"]
        assert python.run(TABLE).error == [f"PermissionError: {sentence}"]
        assert f"returncode=3, stdout='', stderr='Error: {sentence}\\n'" in python.run(COMMAND).text


def test_a_token_can_be_stored_for_later(panel: Jupyter, openbis: FakeOpenbis, tmp_path: Path) -> None:
    store = COMMAND.replace(f'"ls", "{lab.HEAT_SHOCK}"', '"login", "--keep", "file"')
    with kernel(panel) as python:
        assert "a personal access token is kept" in python.run(store).text
        ask(panel, "PUT", "openbis/conn/my%20lab", {"action": "logout"})
        definition = f"connections:\n  - name: my lab\n    url: {openbis.url}\n    ca_bundle: {openbis.ca_file}\n"
        (tmp_path / "config" / "openbis-connections.yaml").write_text(definition)
        assert "types: " in python.run(CONNECT).text
    assert logins(openbis) == 1


class TestSwitchedOff:
    @pytest.fixture
    def options(self) -> list[str]:
        return ["--OpenbisExtension.kernel_login=False"]

    def test_the_error_names_the_setting(self, panel: Jupyter) -> None:
        with kernel(panel) as python:
            (line,) = python.run(TABLE).error
        assert "kernel_login is False" in line
        assert "`jupyter openbis -c 'my lab' login --keep file`" in line


def test_a_server_that_does_not_answer_is_named(panel: Jupyter, tmp_path: Path) -> None:
    (tmp_path / "config" / "openbis-connections.yaml").write_text(
        "connections:\n  - name: my lab\n    url: https://127.0.0.1:9\n"
    )
    (file,) = (tmp_path / "runtime").glob("jpserver-*.json")
    with kernel(panel) as python:
        file.write_text(re.sub(r'"port": \d+', '"port": 9', file.read_text()))
        (line,) = python.run(CONNECT).error
    assert "Not logged in to my lab: the Jupyter server does not answer" in line
    assert "login --keep file" in line


def test_no_secret_is_shown_or_logged(panel: Jupyter, openbis: FakeOpenbis, tmp_path: Path) -> None:
    (token,) = openbis.sessions.of_user("alice")
    with kernel(panel) as python:
        shown = python.run(
            CONNECT + "print(openbis, repr(openbis), vars(openbis))\n"
            "program = openbis._program()\nprint(vars(program), program.use_cases.connections.list())\n"
            "print(program.use_cases.connections.sessions.session('my lab'))"
        )
        python.run(TABLE)
    assert "******" in shown.text
    assert shown.error == []
    assert token not in shown.text
    written = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert panel.log in written
    assert [each for each in written if token.encode() in each.read_bytes()] == []
