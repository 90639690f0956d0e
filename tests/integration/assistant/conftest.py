"""One fake openBIS, one folder, and two servers for each module: one that only reads, and one that may write."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.assistant.hostile_data import add_hostile_data
from tests.integration.assistant.sessions import Session, serving, use_cases_for


class Trap:
    """A port that no program may connect to."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/collect?data="

    def was_visited(self) -> bool:
        try:
            self._socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.close()


@pytest.fixture(scope="module")
def openbis(trap: Trap) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=USERS) as server:
        add_hostile_data(server, trap.url)
        yield server


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a secret and the allowed folder `work`."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "secret.txt").write_text("secret of the user")
    (folder / "work").mkdir()
    return folder


@pytest.fixture(scope="module")
def allowed(outside: Path) -> Path:
    return outside / "work"


@pytest.fixture(scope="module")
def audit_log(outside: Path) -> Path:
    return outside / "log" / "audit.jsonl"


@pytest.fixture(scope="module")
def reading_session(openbis: FakeOpenbis, allowed: Path, audit_log: Path) -> Iterator[Session]:
    with serving(use_cases_for(openbis, allowed, write=False, audit_log=audit_log), allowed) as session:
        yield session


@pytest.fixture(scope="module")
def writing_session(openbis: FakeOpenbis, allowed: Path, audit_log: Path) -> Iterator[Session]:
    with serving(use_cases_for(openbis, allowed, write=True, audit_log=audit_log), allowed) as session:
        yield session


@pytest.fixture
def folder(allowed: Path) -> Iterator[Path]:
    """The allowed folder, empty again after the test."""
    yield allowed
    for each in allowed.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
