"""A user who uploads to a fake openBIS, for tests of uploads."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace
from tests.support.recorded_progress import RecordedProgress

LIMITS = HttpLimits(retries=2, retry_seconds=0.002)
ADMIN = Credentials("admin", Secret("changeit"))
UPLOAD_PATH = "/datastore_server/session_workspace_file_upload"
REGISTRATIONS = ("createUploadedDataSet", "createReportFromAggregationService")


@dataclass
class Uploading:
    """Uploads files of a workspace: a call with their paths returns the permId."""

    fake: FakeOpenbis
    session: Session
    store: OpenbisDataStore
    workspace: MemoryWorkspace = field(default_factory=MemoryWorkspace)
    progress: RecordedProgress = field(default_factory=RecordedProgress)

    def __call__(self, *paths: str, cancellation: Cancellation | None = None, **draft: object) -> str:
        wanted = replace(self.draft(*paths), **draft)
        return self.store.register(self.session, wanted, cancellation or Cancellation(), self.progress)

    def draft(self, *paths: str) -> DataSetDraft:
        files = tuple(source for path in paths for source in self.workspace.sources(path))
        return DataSetDraft("RAW_DATA", self.owner, files)

    @property
    def owner(self) -> Entity:
        sample = next(iter(self.fake.laboratory.samples.find("identifier", sample_data.EMPTY_BENCH)))
        return Entity(EntityKind.SAMPLE, sample.perm_id, sample.identifier)

    def registered(self, perm_id: str) -> dict[str, bytes]:
        """Path in the data set to content."""
        root = self.fake.laboratory.store_path(perm_id)
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def folders(self, perm_id: str) -> set[str]:
        root = self.fake.laboratory.store_path(perm_id)
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_dir()}

    def inject(self, kind: FaultKind, **where: object) -> Callable[[], int]:
        """Inject a fault; return a function that returns how often it occurred."""
        number = self.fake.faults.inject(Fault(kind, **where))
        return lambda: self.fake.faults.hits(number)

    def inject_into_registration(self, kind: FaultKind, **where: object) -> None:
        for method in REGISTRATIONS:
            self.inject(kind, method=method, **where)

    @property
    def data_sets(self) -> set[str]:
        """PermIds of all data sets of the owner."""
        return {each.perm_id for each in self.fake.laboratory.data_sets.find("sample", self.owner.perm_id)}

    @property
    def registrations(self) -> int:
        """Number of requested registrations."""
        return sum(method in REGISTRATIONS for method in self.fake.requests.methods())

    @property
    def requests(self) -> int:
        """Number of requests with files."""
        return sum(request.path == UPLOAD_PATH for request in self.fake.requests)


def uploading(
    fake: FakeOpenbis,
    files: dict[str, bytes] | None = None,
    limits: HttpLimits = LIMITS,
    credentials: Credentials = ADMIN,
) -> Uploading:
    """Log in to a fake openBIS as a user whose workspace has these files."""
    clients = Clients(limits)
    session = OpenbisSessions(clients).open(Instance("lab", fake.url), credentials)
    fake.requests.clear()
    return Uploading(fake, session, OpenbisDataStore(clients), MemoryWorkspace(files))
