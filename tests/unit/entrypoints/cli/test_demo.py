"""Requirements of the demo."""

import pytest
from click.testing import CliRunner

from jupyter_openbis_server.entrypoints.cli.root import openbis


def test_missing_extra_of_the_demo_is_reported_with_the_command_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_openbis_server.entrypoints.cli.commands.demo.find_spec", lambda name: None)
    ended = CliRunner().invoke(openbis, ["demo", "--once"])
    assert ended.exit_code == 1
    assert "Missing: asyncssh, jupyterlab, trustme; pip install jupyter-openbis-server[demo]" in ended.output
