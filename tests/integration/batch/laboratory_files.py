"""Fake openBIS with tables and a big file, and a connection to it, for tests of the file system."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import noise, write
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData

MIB = 2**20
TABLES = "20240101120000000-9101"
BIG = "20240101120000000-9102"
BIG_FILE = f"lab/{BIG}/original/stack.raw"
STACK = noise(11, 30 * MIB + 17)
ROWS = 400
PARTS = {
    f"original/parts/part {number}.csv": "number,square\n" + "".join(f"{n},{n * n}\n" for n in range(number, ROWS, 4))
    for number in range(4)
}


def add_files(openbis: FakeOpenbis, perm_id: str, files: Mapping[str, bytes], sample: str = lab.WILD_TYPE) -> None:
    """Add a data set with these files to a sample; paths that end with a slash are folders."""
    size = write(openbis.laboratory.store_path(perm_id), dict(files))
    physical = PhysicalData(perm_id, size=size)
    add_data_set(openbis.laboratory, "RAW_DATA", perm_id=perm_id, sample=sample, physical_data=physical)


@contextmanager
def laboratory(api_version: str = "3.7") -> Iterator[FakeOpenbis]:
    """Run a fake openBIS with the data sets `TABLES` and `BIG`."""
    with FakeOpenbis(api_version=api_version, users=lab.USERS) as openbis:
        tables = {path: text.encode() for path, text in PARTS.items()}
        add_files(openbis, TABLES, {**tables, "original/notes.txt": "Größe\n".encode(), "original/empty/": b""})
        add_files(openbis, BIG, {"original/stack.raw": STACK})
        yield openbis


def write_connection(openbis: FakeOpenbis, folder: Path, name: str = "lab", *, credentials: bool = True) -> None:
    """Write a connection file as Jupyter's configuration folder has it."""
    login = f"    username: alice\n    password: {lab.USERS['alice']}\n" if credentials else ""
    file = folder / "openbis-connections.yaml"
    file.write_text(f"connections:\n  - name: {name}\n    url: {openbis.url}\n    http_only: true\n{login}")
    file.chmod(0o600)


def chunks_sent(openbis: FakeOpenbis) -> Callable[[], int]:
    """Return a function that returns the number of chunks of the big file sent since this call."""
    number = openbis.faults.inject(Fault(FaultKind.STALL, file_suffix="stack.raw", seconds=0, times=None))
    return lambda: openbis.faults.hits(number)
