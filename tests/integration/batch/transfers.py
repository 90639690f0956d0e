"""The library's program against the wire-level fake openBIS, with a real disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import noise, write
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData

MANIFEST = ".openbis-dataset.json"
MIX = "20240101120000000-9001"
"""A data set with one big and several small files, in two folders."""

BIG_FILE = "original/run/stack.raw"
BIG_SIZE = 12 * 2**20 + 17
FILES = {
    "original/run/first.csv": b"a,b\n1,2\n",
    BIG_FILE: noise(7, BIG_SIZE),
    **{f"original/run/small/{number:03d}.txt": f"file {number}\n".encode() for number in range(60)},
    "original/empty.txt": b"",
}


def add_mix(openbis: FakeOpenbis) -> None:
    """Add the data set `MIX`."""
    size = write(openbis.laboratory.store_path(MIX), dict(FILES))
    physical = PhysicalData(MIX, size=size)
    add_data_set(openbis.laboratory, "RAW_DATA", perm_id=MIX, sample=lab.WILD_TYPE, physical_data=physical)


def connection_of(openbis: FakeOpenbis) -> dict[str, object]:
    """Return the connection `lab` in the form of a connection file."""
    return {
        "name": "lab",
        "url": openbis.url,
        "http_only": True,
        "username": "alice",
        "password": lab.USERS["alice"],
    }


def program_for(openbis: FakeOpenbis, root: Path, *, read_timeout: float = 60) -> UseCases:
    """Return the program with the connection `lab` and a timeout in seconds for what a silent server does not send."""
    settings = Settings(root, connections=[connection_of(openbis)], read_timeout=read_timeout)
    program: UseCases = Container(settings=settings).use_cases()
    assert list(program.connections.load()) == []
    return program


@dataclass(frozen=True)
class Downloading:
    """A download of `MIX` into a folder, and assertions about its result."""

    openbis: FakeOpenbis
    folder: Path
    read_timeout: float = 60

    @property
    def program(self) -> UseCases:
        """A new program without state of an earlier one."""
        return program_for(self.openbis, self.folder.parent, read_timeout=self.read_timeout)

    def __call__(self, cancellation: Cancellation | None = None) -> Download:
        request = DownloadRequest((MIX,), str(self.folder))
        (done,) = self.program.downloads.download("lab", request, cancellation)
        return done

    @property
    def is_old(self) -> bool:
        """Whether the server only knows the plain download servlet."""
        return self.openbis.settings.api_version == "3.5"

    def inject(self, kind: FaultKind, **how: object) -> int:
        """Inject a fault into the transfer of files; return its number for `openbis.faults.hits`."""
        request = {"path_prefix": f"/datastore_server/{MIX}"} if self.is_old else {"method": "download"}
        return self.openbis.faults.inject(Fault(kind, **{**request, **how}))

    # --- files on the disk

    @property
    def target(self) -> Path:
        return self.folder / MIX

    @property
    def downloaded(self) -> dict[str, bytes]:
        """All files under final names: path to content."""
        return {
            path.relative_to(self.target).as_posix(): path.read_bytes()
            for path in self.target.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }

    @property
    def hidden_files(self) -> list[str]:
        """Names of hidden files beside the manifest."""
        return [path.name for path in self.folder.rglob(".*") if path.name != MANIFEST]

    def assert_no_wrong_byte(self) -> None:
        """Every file with a final name has the content of openBIS."""
        for path, content in self.downloaded.items():
            assert content == FILES[path], path

    def assert_complete(self) -> None:
        """All files exist, and no others."""
        assert self.downloaded == FILES
        assert self.hidden_files == []
        assert self.program.downloads.local.unfinished(str(self.folder)) == ()

    def assert_server_is_fine(self) -> None:
        """No transfer was left open at the data store."""
        methods = self.openbis.requests.methods()
        assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")

    def assert_second_run_completes(self) -> None:
        """A second run without faults completes the download and removes partial files."""
        self.openbis.faults.clear()
        self()
        self.assert_complete()


@contextmanager
def fake_openbis(api_version: str) -> Iterator[FakeOpenbis]:
    """Run a fake openBIS that has `MIX`."""
    with FakeOpenbis(api_version=api_version, users=lab.USERS) as openbis:
        add_mix(openbis)
        yield openbis
