"""The real program in a process of its own, against the fake openBIS."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.forked_program import PROGRAM, ForkedProgram

_SECONDS = 60.0
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Ended:
    """Exit status, standard output and standard error of a run."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer without the version of the format, which every answer has (decisions/0018)."""
        answer = json.loads(self.out)
        assert answer.pop("version") == 1
        return answer


Run = Callable[..., Ended]


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the program runs."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def configure(tmp_path: Path, openbis: FakeOpenbis) -> Callable[..., None]:
    """Return a function that writes a connection file with the connection `lab` and, by default, alice's password."""

    def write(more: str = f"    username: alice\n    password: {USERS['alice']}\n") -> None:
        file = tmp_path / "openbis-connections.yaml"
        file.write_text(
            f"connections:\n  - name: lab\n    url: {openbis.url}\n    ca_bundle: {openbis.ca_file}\n{more}"
        )
        file.chmod(0o600)

    write()
    return write


@pytest.fixture
def environment(tmp_path: Path, configure: Callable[..., None]) -> dict[str, str]:
    return os.environ | {
        "JUPYTER_CONFIG_DIR": str(tmp_path),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "NO_COLOR": "1",
    }


@pytest.fixture
def run(forked_program: ForkedProgram, environment: dict[str, str], folder: Path) -> Run:
    def invoke(*arguments: object, typed: str = "") -> Ended:
        done = forked_program.run(
            [str(each) for each in arguments],
            environment=environment,
            folder=folder,
            typed=typed.encode(),
            seconds=_SECONDS,
        )
        return Ended(done.status, done.out.decode(), done.err.decode())

    return invoke


class Terminal:
    """The program on a pseudo-terminal."""

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [PROGRAM, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=environment | {"TERM": "xterm", "COLUMNS": "160"},
            start_new_session=True,
        )
        os.close(slave)
        self.shown = ""

    def read_until(self, text: str) -> None:
        """Read until a text has appeared."""
        deadline = time.monotonic() + _SECONDS
        while text not in self.shown:
            assert self._read(deadline), f"it ended without {text!r}: {self.shown}"

    def read_to_end(self) -> int:
        """Read until the program has ended; return its exit status."""
        deadline = time.monotonic() + _SECONDS
        while self._read(deadline):
            pass
        return self.process.wait(_SECONDS)

    def interrupt_until_it_ends(self) -> int:
        """Press Ctrl-C repeatedly: Python misses it between printing a question and reading the answer."""
        deadline = time.monotonic() + _SECONDS
        os.killpg(self.process.pid, signal.SIGINT)
        while self._read(deadline):
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(_SECONDS)

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def _read(self, deadline: float) -> bool:
        assert time.monotonic() < deadline, self.shown
        if not select.select([self._master], [], [], 1.0)[0]:
            return True
        try:
            data = os.read(self._master, 65536)
        except OSError:  # on Linux: no process has the other side open
            return False
        self.shown += _COLOURS.sub("", data.decode(errors="replace"))
        return bool(data)


@pytest.fixture
def on_terminal(environment: dict[str, str], folder: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(*arguments: object) -> Terminal:
        opened.append(Terminal([str(each) for each in arguments], environment, folder))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.fixture
def run_on_terminal(
    forked_program: ForkedProgram, environment: dict[str, str], folder: Path
) -> Callable[..., tuple[int, str]]:
    """Return a function that runs a command without questions on a pseudo-terminal; it returns status and output."""

    def invoke(*arguments: str) -> tuple[int, str]:
        master, slave = pty.openpty()
        with ThreadPoolExecutor(1) as reader, os.fdopen(master, "rb", buffering=0) as screen:
            shown = reader.submit(_read_to_end, screen)
            try:
                done = forked_program.run(
                    arguments,
                    environment=environment | {"TERM": "xterm", "COLUMNS": "160"},
                    folder=folder,
                    seconds=_SECONDS,
                    terminal=os.ttyname(slave),
                )
            finally:
                os.close(slave)
            return done.status, _COLOURS.sub("", shown.result(_SECONDS).decode(errors="replace"))

    return invoke


def _read_to_end(screen: FileIO) -> bytes:
    content = b""
    with suppress(OSError):  # on Linux: no process has the other side open
        while data := screen.read(65536):
            content += data
    return content
