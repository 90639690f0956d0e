"""The demo that Binder starts."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def configured(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Run the script that `binder/start` calls; return the environment of Jupyter. The server ends after the test."""
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, ROOT / "binder" / "demo_connection.py"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    (process,) = re.findall(r"process (\d+)", done.stdout)
    yield environment
    os.kill(int(process), signal.SIGTERM)


def test_the_saved_connection_can_log_in(configured: dict[str, str]) -> None:
    command = [Path(sys.executable).with_name("jupyter-openbis"), "--json", "-c", "demo", "ls"]
    done = subprocess.run(command, env=configured, stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    assert "YEAST_LAB" in json.dumps(json.loads(done.stdout))


def test_scripts_are_executable_and_start_jupyter_last() -> None:
    assert os.access(ROOT / "binder" / "start", os.X_OK)
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)
    assert (ROOT / "binder" / "start").read_text().rstrip().endswith('exec "$@"')
