"""Upgrades of published versions in place, with the configuration that they left behind."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from jupyter_openbis_server.entrypoints.demo.jupyter_process import jupyter_server
from tests.e2e.wheels import FRONT_END, INSTALL, project_wheel
from tests.real_parts import NO_FRONT_END, missing

pytestmark = pytest.mark.timeout(300)

OLD_LINE = 'c.ServerApp.jpserver_extensions = {"jupyter-openbis-server.server": True, "jupyter_openbis_server": True}\n'
"""A line that 0.4 and 0.5 needed, with what the same user may have added since."""
OLD_CONNECTIONS = """\
connections:
- name: old lab
  url: openbis.example.org
  username: alice
  verify_certificates: true
"""
"""As `jupyter-openbis-conn` of 0.5.0 wrote it."""


def install(environment: Path, *arguments: str | Path) -> None:
    command = [sys.executable, INSTALL, environment, *arguments]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=250)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with what both versions need."""
    if not (FRONT_END / "package.json").is_file():
        missing(NO_FRONT_END)
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    install(folder, project_wheel(), "jsonschema<4.25")  # why jsonschema is limited is said in pyproject.toml
    return folder


@pytest.mark.parametrize("version", ["0.4.2", "0.5.0"])
def test_an_old_version_is_replaced_and_its_configuration_does_no_harm(
    environment: Path, version: str, tmp_path: Path
) -> None:
    install(environment, "--no-deps", "--force-reinstall", f"jupyter-openbis-server=={version}")
    old_extension = environment / "etc" / "jupyter" / "jupyter_server_config.d" / "jupyter_openbis_extension.json"
    assert "jupyter-openbis-server.server" in old_extension.read_text()
    install(environment, "--no-deps", "--upgrade", project_wheel())
    assert not old_extension.exists()

    config, root = tmp_path / "config", tmp_path / "notebooks"
    config.mkdir()
    root.mkdir()
    (config / "jupyter_server_config.py").write_text(OLD_LINE)
    (config / "openbis-connections.yaml").write_text(OLD_CONNECTIONS)
    (config / "openbis-connections.yaml").chmod(0o600)
    python = environment / "bin" / "python"
    with jupyter_server(tmp_path, root, config, module="jupyter_server", python=python) as jupyter:
        url = f"{jupyter.url}openbis/conns?token={jupyter.token}"
        with urllib.request.urlopen(url, timeout=30) as answer:
            connections = json.load(answer)["connections"]
    assert [(each["name"], each["username"]) for each in connections] == [("old lab", "alice")]
    listed = subprocess.run(
        [environment / "bin" / "jupyter-openbis", "conn", "list"],
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(config)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "old lab" in listed.stdout
