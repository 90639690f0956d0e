"""A user who reads files of openBIS's file server (AFS) from the wire-level fake, for tests."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from tests.contract.contracts.recording import RecordingFolder

API = "/afs-server/api"
LIMITS = HttpLimits(retries=2, retry_seconds=0.01)


def add_owner(fake: FakeOpenbis, code: str, files: Mapping[str, bytes]) -> str:
    """Add a sample with files in AFS, and return its permId; paths that end with a slash are empty folders."""
    sample = add_sample(fake.laboratory, code, "ENTRY", project="/YEAST_LAB/GROWTH")
    write(fake.laboratory.afs_path(sample.perm_id), dict(files))
    add_afs_files(fake.laboratory, sample)
    return sample.perm_id


@dataclass
class AfsDownloading:
    """The data store of the fake in one session, and a download folder in memory."""

    fake: FakeOpenbis
    clients: Clients = field(default_factory=lambda: Clients(LIMITS))
    cancellation: Cancellation = field(default_factory=Cancellation)
    disk: MemoryDownloadFolders = field(default_factory=MemoryDownloadFolders)

    def __post_init__(self) -> None:
        self.session = self.new_session()
        self.folder = RecordingFolder(self.disk.prepare("/downloads", "1"))
        self.store = OpenbisDataStore(self.clients)

    def new_session(self) -> Session:
        instance = Instance("lab", self.fake.url)
        return Session(instance, Secret(self.fake.sessions.open("admin")), "admin")

    def data_set(self, owner: str) -> DataSet:
        return OpenbisDataSets(self.clients).get(self.session, owner)

    def listed(self, owner: str) -> tuple[DataSetFile, ...]:
        return self.store.files(self.session, self.data_set(owner))

    def files(self, owner: str, *suffixes: str) -> list[DataSetFile]:
        """Return the files of an owner without folders; with suffixes, only those whose paths end with one."""
        found = [each for each in self.listed(owner) if not each.is_folder]
        return [each for each in found if each.path.endswith(suffixes)] if suffixes else found

    def fetch(self, owner: str, files: list[DataSetFile] | None = None) -> dict[str, bytes]:
        """Download files, all of them by default; return all files of the folder by path."""
        wanted = self.files(owner) if files is None else files
        self.store.fetch(self.session, self.data_set(owner), wanted, self.folder, self.cancellation)
        return self.arrived

    @property
    def arrived(self) -> dict[str, bytes]:
        return {posixpath.relpath(path, self.folder.path): content for path, content in self.disk.files.items()}

    def inject(self, kind: FaultKind, method: str = "read", **where: object) -> Callable[[], int]:
        """Inject a fault of AFS; return a function that returns how often it occurred."""
        number = self.fake.faults.inject(Fault(kind, path_prefix=API, method=method, **where))  # type: ignore[arg-type]
        return lambda: self.fake.faults.hits(number)

    @property
    def requests(self) -> list[str]:
        """The methods of AFS that were requested."""
        return [each.method or "" for each in self.fake.requests if each.path == API]
