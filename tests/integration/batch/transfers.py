"""The whole program, wired as scripts wire it, in front of the wire-level fake openBIS and a real disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.domain.model import Cancellation, Download, DownloadRequest
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis import sample_data as lab
from jupyter_openbis_server.fake_openbis.additions import add_data_set
from jupyter_openbis_server.fake_openbis.entities import PhysicalData
from jupyter_openbis_server.fake_openbis.sample_files import noise, write

MANIFEST = ".openbis-dataset.json"
MIX = "20240101120000000-9001"
"""A data set of one big file among small ones, in a sub-folder and beside it."""

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
    """Return the connection `lab` as a connection file would have it."""
    return {
        "name": "lab",
        "url": openbis.url,
        "http_only": True,
        "username": "alice",
        "password": lab.USERS["alice"],
    }


def program_for(openbis: FakeOpenbis, root: Path) -> Container:
    """Return the program with the connection `lab` and little patience."""
    settings = Settings(root, connections=[connection_of(openbis)], connect_timeout=2, read_timeout=3)
    program = Container(settings=settings)
    assert list(program.load_connections()()) == []
    return program


@dataclass(frozen=True)
class Downloading:
    """A download of `MIX` into a folder, and what can be seen of it afterwards."""

    openbis: FakeOpenbis
    folder: Path

    @property
    def program(self) -> Container:
        """A program that remembers nothing of an earlier one."""
        return program_for(self.openbis, self.folder.parent)

    def __call__(self, cancellation: Cancellation | None = None) -> Download:
        request = DownloadRequest((MIX,), str(self.folder))
        (done,) = self.program.download_dataset()("lab", request, cancellation)
        return done

    @property
    def is_old(self) -> bool:
        """Whether the server only knows the plain download servlet."""
        return self.openbis.settings.api_version == "3.5"

    def inject(self, kind: FaultKind, **how: object) -> int:
        """Let something go wrong with the transfer of files; how often it did tells `openbis.faults.hits`."""
        place = {"path_prefix": f"/datastore_server/{MIX}"} if self.is_old else {"method": "download"}
        return self.openbis.faults.inject(Fault(kind, **{**place, **how}))

    # --- the disk afterwards

    @property
    def target(self) -> Path:
        return self.folder / MIX

    @property
    def arrived(self) -> dict[str, bytes]:
        """All files under final names: path to content."""
        return {
            path.relative_to(self.target).as_posix(): path.read_bytes()
            for path in self.target.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }

    @property
    def left_over(self) -> list[str]:
        """Names of hidden files beside the manifest."""
        return [path.name for path in self.folder.rglob(".*") if path.name != MANIFEST]

    def assert_no_wrong_byte(self) -> None:
        """Every file under a final name is openBIS's own."""
        for path, content in self.arrived.items():
            assert content == FILES[path], path

    def assert_complete(self) -> None:
        """All files are there, and nothing else."""
        assert self.arrived == FILES
        assert self.left_over == []
        assert self.program.find_unfinished_downloads()(str(self.folder)) == ()

    def assert_server_is_fine(self) -> None:
        """No transfer was left open at the data store."""
        methods = self.openbis.requests.methods()
        assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")

    def assert_a_second_run_completes_it(self) -> None:
        """Whatever happened, asking again without faults brings everything, and tidies up."""
        self.openbis.faults.clear()
        self()
        self.assert_complete()


@contextmanager
def fake_openbis(api_version: str) -> Iterator[FakeOpenbis]:
    """Run a fake openBIS that has `MIX`."""
    with FakeOpenbis(api_version=api_version, users=lab.USERS) as openbis:
        add_mix(openbis)
        yield openbis
