"""A user who downloads from a fake openBIS, for tests of downloads."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import noise, write
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from tests.contract.contracts.recording import RecordingFolder

MIX = "20240101120000000-9001"
"""A data set of one big file and many small ones."""
MIX_FILES = {
    "original/stack.raw": noise(7, 5 * 2**20 + 17),
    **{f"original/small/{number:03d}.txt": f"file {number}\n".encode() for number in range(200)},
}
LIMITS = HttpLimits(retries=2, retry_seconds=0.01, few_files=0)
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
        with self.cancellation.as_current():
            data_set = OpenbisDataSets(self.clients).get(self.session, perm_id)
            store = OpenbisDataStore(self.clients)
            files = [file for file in store.files(self.session, data_set) if not file.is_folder]
        store.fetch(self.session, data_set, files, self.folder, self.cancellation)
        return self.arrived

    @property
    def arrived(self) -> dict[str, bytes]:
        return {posixpath.relpath(path, self.folder.path): content for path, content in self.disk.files.items()}

    def inject(self, kind: FaultKind, **where: object) -> Callable[[], int]:
        """Inject a fault into the transfer of files; return a function that returns how often it occurred."""
        transfer = {"path_prefix": "/datastore_server/2"} if self.is_old else {"method": "download"}
        number = self.fake.faults.inject(Fault(kind, **(where if "path_prefix" in where else transfer | where)))
        return lambda: self.fake.faults.hits(number)

    @property
    def is_old(self) -> bool:
        return self.fake.settings.api_version == "3.5"

    def originals(self, perm_id: str, *, without: str = "//") -> dict[str, bytes]:
        """Return the files of a data set by path, except those whose path has a suffix."""
        root = self.fake.laboratory.store_path(perm_id)
        paths = [path for path in root.rglob("*") if path.is_file() and not path.name.endswith(without)]
        return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def downloading(fake: FakeOpenbis) -> Downloading:
    session = OpenbisSessions(Clients(LIMITS)).open(Instance("lab", fake.url), Credentials("admin", Secret("changeit")))
    disk = MemoryDownloadFolders()
    return Downloading(fake, session, disk, RecordingFolder(disk.prepare("/downloads", "1")))


def add_mix(fake: FakeOpenbis) -> None:
    """Add the data set `MIX`."""
    size = write(fake.laboratory.store_path(MIX), dict(MIX_FILES))
    physical = PhysicalData(MIX, size=size)
    add_data_set(fake.laboratory, "RAW_DATA", perm_id=MIX, sample=sample_data.WILD_TYPE, physical_data=physical)
