"""Lines for operators: one for each action, whatever users have typed."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.logs import LoggedActions, one_line
from jupyter_openbis_server.adapters.logs.lines import key_values
from jupyter_openbis_server.domain.errors import Cancelled, WrongCredentials
from jupyter_openbis_server.domain.model import Action, ActionKind

ANY = st.text(st.characters())


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> logging.Logger:
    caplog.set_level(logging.INFO)
    return logging.getLogger("test_logged_actions")


def test_a_transfer_has_a_line_with_all_that_operators_ask_for(log: logging.Logger, caplog: pytest.LogCaptureFixture):
    LoggedActions(log).acted(
        Action(ActionKind.DOWNLOAD, "my lab", "jo", "alice", 1.23456, files=3, bytes=1024, job_id="7f3c")
    )
    (line,) = caplog.messages
    assert line == (
        'openBIS: action=download result=ok connection="my lab" user=jo openbis_user=alice seconds=1.235 '
        "files=3 bytes=1024 job=7f3c"
    )
    assert caplog.records[0].levelno == logging.INFO


def test_a_failure_is_a_warning_with_its_code_and_reason(log: logging.Logger, caplog: pytest.LogCaptureFixture):
    LoggedActions(log).acted(Action(ActionKind.LOGIN, "lab", "jo", "alice", 0.1, WrongCredentials("lab")))
    assert caplog.messages[0].startswith("openBIS: action=login result=wrong-credentials connection=lab user=jo")
    assert f'reason="{WrongCredentials("lab")}"' in caplog.messages[0]
    assert caplog.records[0].levelno == logging.WARNING


def test_what_was_cancelled_is_no_warning(log: logging.Logger, caplog: pytest.LogCaptureFixture):
    LoggedActions(log).acted(Action(ActionKind.UPLOAD, "lab", error=Cancelled()))
    assert caplog.records[0].levelno == logging.INFO


def test_a_name_cannot_forge_a_line_nor_a_key(log: logging.Logger, caplog: pytest.LogCaptureFixture):
    LoggedActions(log).acted(Action(ActionKind.LOGIN, 'x" user=root\n[I] openBIS: action=login user=root', "jo"))
    (line,) = caplog.messages
    assert line == (
        r'openBIS: action=login result=ok connection="x\" user=root\n[I] openBIS: action=login user=root" '
        "user=jo seconds=0.000"
    )


@given(ANY)
def test_a_line_stays_one_and_can_be_printed(text: str):
    assert one_line(text).isprintable()
    assert key_values({"name": text}).isprintable()


@given(ANY.filter(lambda text: len(text) < 250))
def test_a_value_ends_where_it_says(text: str):
    line = key_values({"name": text, "next": "plain"})
    value, _, rest = line.removeprefix("name=").rpartition(" next=")
    assert rest == "plain"
    inner = value.removeprefix('"').removesuffix('"') if value.startswith('"') else value
    assert '"' not in inner.replace("\\\\", "").replace('\\"', "")


def test_a_long_text_is_cut():
    assert len(one_line("x" * 10_000)) == 500
