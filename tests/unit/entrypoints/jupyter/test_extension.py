"""Deprecated settings of the extension."""

import logging

import pytest
from traitlets.config import Config

from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension


@pytest.mark.parametrize(
    ("configured", "expected", "is_deprecated"),
    [
        ({}, 30.0, False),
        ({"login_timeout": 5.0}, 5.0, False),
        ({"login_patience": 7.0}, 7.0, True),
        ({"login_patience": 7.0, "login_timeout": 30.0}, 30.0, True),
    ],
)
def test_deprecated_name_of_the_login_timeout_is_read(
    configured: dict[str, float], expected: float, is_deprecated: bool, caplog: pytest.LogCaptureFixture
) -> None:
    extension = OpenbisExtension(config=Config({"OpenbisExtension": configured}), log=logging.getLogger("test"))
    assert extension._login_timeout() == expected
    assert ("login_patience is deprecated" in caplog.text) is is_deprecated
