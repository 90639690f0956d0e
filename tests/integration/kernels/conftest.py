"""A Jupyter server in a process of its own, in front of the fake openBIS; the panel is logged in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.kernels.notebooks import ask
from tests.support.one_extension import ONE_EXTENSION


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS) as server:
        yield server


@pytest.fixture
def options() -> list[str]:
    """Additional options of the server."""
    return []


@pytest.fixture
def jupyter(tmp_path: Path, options: list[str]) -> Iterator[Jupyter]:
    for name in ("work", "config"):
        (tmp_path / name).mkdir()
    with jupyter_server(tmp_path, tmp_path / "work", tmp_path / "config", [*ONE_EXTENSION, *options]) as server:
        yield server


@pytest.fixture
def panel(jupyter: Jupyter, openbis: FakeOpenbis) -> Jupyter:
    """The server, after alice has added the connection `my lab` in the panel and logged in. It is not saved."""
    connection = {"name": "my lab", "url": openbis.url, "ca_bundle": str(openbis.ca_file)}
    ask(jupyter, "POST", "openbis/conns", {**connection, "username": "alice", "password": USERS["alice"]})
    assert len(openbis.sessions.of_user("alice")) == 1
    return jupyter
