"""Log lines about kept folders."""

import datetime as dt
import logging

import pytest

from jupyter_openbis_server.adapters.logs import LoggedKeeping
from jupyter_openbis_server.domain.errors import InternalError, NotLoggedIn
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder, KeptStatus

SINCE = dt.datetime(2026, 5, 17, tzinfo=dt.timezone.utc)
KEPT = KeptFolder("/data/my\nlab", "/data/my\nlab", "lab", "1-1", "/A/B", SINCE)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> logging.Logger:
    caplog.set_level(logging.INFO)
    return logging.getLogger("test_logged_keeping")


def test_an_error_and_its_end_are_one_line_each(log: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    logged = LoggedKeeping(log)
    logged.changed(KeptStatus(KEPT, error=NotLoggedIn("lab")))
    logged.changed(KeptStatus(KEPT))
    failed, again = caplog.records
    expected = r'openBIS: action=keep-folder result=not-logged-in connection=lab folder="/data/my\nlab" reason='
    assert failed.getMessage().startswith(expected)
    assert again.getMessage() == r'openBIS: action=keep-folder result=ok connection=lab folder="/data/my\nlab"'
    assert [each.levelno for each in caplog.records] == [logging.WARNING, logging.INFO]


def test_the_place_of_a_defect_is_logged(log: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    try:
        {}["secret"]
    except KeyError as error:
        LoggedKeeping(log).changed(KeptStatus(KEPT, error=InternalError(error)))
    assert "test_the_place_of_a_defect_is_logged" in caplog.text
    assert "secret" not in caplog.records[0].getMessage()
