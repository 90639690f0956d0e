"""The demo says what it needs."""

import pytest
from click.testing import CliRunner

from jupyter_openbis_server.entrypoints.cli.main import openbis


def test_without_its_extra_the_demo_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_openbis_server.entrypoints.cli.demo.find_spec", lambda name: None)
    ended = CliRunner().invoke(openbis, ["demo", "--once"])
    assert ended.exit_code == 1
    assert "Missing: asyncssh, jupyterlab, trustme; pip install jupyter-openbis-server[demo]" in ended.output
