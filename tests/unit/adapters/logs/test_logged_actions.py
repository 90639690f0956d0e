"""Log lines for operators: one per action, with any user input."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.logs import LoggedActions, one_line
from jupyter_openbis_server.adapters.logs.lines import key_values
from jupyter_openbis_server.domain.diagnostics.action import Action, ActionKind
from jupyter_openbis_server.domain.errors import Cancelled, WrongCredentials

ANY = st.text(st.characters())


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> logging.Logger:
    caplog.set_level(logging.INFO)
    return logging.getLogger("test_logged_actions")


def test_transfer_is_logged_in_one_line_with_all_fields(log: logging.Logger, caplog: pytest.LogCaptureFixture):
    LoggedActions(log).on_action(
        Action(ActionKind.DOWNLOAD, "my lab", "jo", "alice", 1.23456, files=3, bytes=1024, job_id="7f3c")
    )
    (line,) = caplog.messages
    assert line == (
        'openBIS: action=download result=ok connection="my lab" user=jo openbis_user=alice seconds=1.235 '
        "files=3 bytes=1024 job=7f3c"
    )
    assert caplog.records[0].levelno == logging.INFO


def test_a_failure_is_a_warning_with_its_code_and_reason(log: logging.Logger, caplog: pytest.LogCaptureFixture):
    LoggedActions(log).on_action(Action(ActionKind.LOGIN, "lab", "jo", "alice", 0.1, WrongCredentials("lab")))
    assert caplog.messages[0].startswith("openBIS: action=login result=wrong-credentials connection=lab user=jo")
    assert f'reason="{WrongCredentials("lab")}"' in caplog.messages[0]
    assert caplog.records[0].levelno == logging.WARNING


def test_cancellation_is_no_warning(log: logging.Logger, caplog: pytest.LogCaptureFixture):
    LoggedActions(log).on_action(Action(ActionKind.UPLOAD, "lab", error=Cancelled()))
    assert caplog.records[0].levelno == logging.INFO


def test_a_name_cannot_forge_a_line_nor_a_key(log: logging.Logger, caplog: pytest.LogCaptureFixture):
    LoggedActions(log).on_action(Action(ActionKind.LOGIN, 'x" user=root\n[I] openBIS: action=login user=root', "jo"))
    (line,) = caplog.messages
    assert line == (
        r'openBIS: action=login result=ok connection="x\" user=root\n[I] openBIS: action=login user=root" '
        "user=jo seconds=0.000"
    )


@given(ANY)
def test_line_is_printable_and_has_no_line_breaks(text: str):
    assert one_line(text).isprintable()
    assert key_values({"name": text}).isprintable()


@given(ANY.filter(lambda text: len(text) < 250))
def test_quoted_values_can_be_parsed(text: str):
    line = key_values({"name": text, "next": "plain"})
    value, _, rest = line.removeprefix("name=").rpartition(" next=")
    assert rest == "plain"
    inner = value.removeprefix('"').removesuffix('"') if value.startswith('"') else value
    assert '"' not in inner.replace("\\\\", "").replace('\\"', "")


def test_long_text_is_truncated():
    assert len(one_line("x" * 10_000)) == 500
