"""An openBIS whose credentials are marked, and the folders in which they might be found."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from tests.integration.secrets.marks import MARKS, PASSWORD, USER
from tests.watching import Watcher


@pytest.fixture
def openbis(tmp_path: Path) -> Iterator[FakeOpenbis]:
    settings = ServerSettings("3.7", afs="listed")
    with FakeOpenbis(tmp_path / "openbis", tls=True, users={USER: PASSWORD}, settings=settings) as server:
        yield server


@pytest.fixture
def config(tmp_path: Path, openbis: FakeOpenbis) -> Path:
    """A configuration folder with the connection `lab` and its password."""
    folder = tmp_path / "config"
    folder.mkdir()
    file = folder / "openbis-connections.yaml"
    file.write_text(
        f"connections:\n  - name: lab\n    url: {openbis.url}\n    ca_bundle: {openbis.ca_file}\n"
        f'    username: {USER}\n    password: "{PASSWORD}"\n'
    )
    file.chmod(0o600)
    return folder


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    """Watches all processes during the test."""
    watcher = Watcher(MARKS)
    watcher.start()
    yield watcher
    watcher.end()
    assert watcher.found == []


@pytest.fixture
def places(tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all files that the program writes, including temporary ones."""
    places = tmp_path / "places"
    for name in ("work", "temporary", "home", "data"):
        (places / name).mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(places / "temporary"))
    return places
