"""A user who downloads from a fake openBIS: what the tests about downloads share."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_openbis_server.adapters.memory import MemoryDownloadFolders
from jupyter_openbis_server.adapters.pybis import Clients, HttpLimits, PybisDataSets, PybisDataStore, PybisSessions
from jupyter_openbis_server.domain.model import Cancellation, Credentials, Instance, Secret, Session
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, sample_data
from jupyter_openbis_server.fake_openbis.additions import add_data_set
from jupyter_openbis_server.fake_openbis.entities import PhysicalData
from jupyter_openbis_server.fake_openbis.sample_files import noise, write

from .contracts.recording import RecordingFolder

MIX = "20240101120000000-9001"
"""A data set of one big file and many small ones."""
MIX_FILES = {
    "original/stack.raw": noise(7, 5 * 2**20 + 17),
    **{f"original/small/{number:03d}.txt": f"file {number}\n".encode() for number in range(200)},
}
LIMITS = HttpLimits(connect_seconds=2, read_seconds=3, retries=2, retry_seconds=0.01, few_files=0)
VERSIONS = ("3.5", "3.6", "3.7")


@dataclass
class Downloading:
    """A user who downloads from a fake openBIS."""

    fake: FakeOpenbis
    session: Session
    disk: MemoryDownloadFolders
    folder: RecordingFolder

    cancellation: Cancellation = field(default_factory=Cancellation)
    clients: Clients = field(default_factory=lambda: Clients(LIMITS))

    def __call__(self, perm_id: str) -> dict[str, bytes]:
        """Download a data set; return its files by path."""
        with self.cancellation.governs():
            data_set = PybisDataSets(self.clients).get(self.session, perm_id)
            store = PybisDataStore(self.clients)
            files = [file for file in store.files(self.session, data_set) if not file.is_folder]
        store.fetch(self.session, data_set, files, self.folder, self.cancellation)
        return self.arrived

    @property
    def arrived(self) -> dict[str, bytes]:
        return {posixpath.relpath(path, self.folder.path): content for path, content in self.disk.files.items()}

    def inject(self, kind: FaultKind, **where: object) -> Callable[[], int]:
        """Inject a fault into the transfer of files; returns a function that tells how often it has struck."""
        transfer = {"path_prefix": "/datastore_server/2"} if self.is_old else {"method": "download"}
        number = self.fake.faults.inject(Fault(kind, **(where if "path_prefix" in where else transfer | where)))
        return lambda: self.fake.faults.hits(number)

    @property
    def is_old(self) -> bool:
        return self.fake.settings.api_version == "3.5"

    def originals(self, perm_id: str, *, without: str = "//") -> dict[str, bytes]:
        """The files of a data set by path, but for those whose path ends so."""
        root = self.fake.laboratory.store_path(perm_id)
        paths = [path for path in root.rglob("*") if path.is_file() and not path.name.endswith(without)]
        return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def downloading(fake: FakeOpenbis) -> Downloading:
    session = PybisSessions(Clients(LIMITS)).open(Instance("lab", fake.url), Credentials("admin", Secret("changeit")))
    disk = MemoryDownloadFolders()
    return Downloading(fake, session, disk, RecordingFolder(disk.prepare("/downloads", "1")))


def add_mix(fake: FakeOpenbis) -> None:
    """Add the data set `MIX`."""
    size = write(fake.laboratory.store_path(MIX), dict(MIX_FILES))
    physical = PhysicalData(MIX, size=size)
    add_data_set(fake.laboratory, "RAW_DATA", perm_id=MIX, sample=sample_data.WILD_TYPE, physical_data=physical)
