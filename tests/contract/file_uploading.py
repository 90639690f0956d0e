"""A user who stores files with a sample of a fake openBIS that has a file server (AFS)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.adapters.openbis.upload.afs.object_files import OpenbisObjectFiles
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.object_files.object_files import FileToStore, StoredFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace
from tests.support.recorded_progress import RecordedProgress

LIMITS = HttpLimits(retries=2, retry_seconds=0.002)
ADMIN = Credentials("admin", Secret("changeit"))
TEMPORARY = ".jupyter-openbis-upload-"
_PROJECT = "/YEAST_LAB/GROWTH"


@dataclass
class FileUploading:
    """Stores files of a workspace: a call with their paths replaces those that exist."""

    fake: FakeOpenbis
    session: Session
    object_files: OpenbisObjectFiles
    owner: str
    workspace: MemoryWorkspace = field(default_factory=MemoryWorkspace)
    progress: RecordedProgress = field(default_factory=RecordedProgress)

    def __call__(self, *paths: str, cancellation: Cancellation | None = None) -> tuple[StoredFile, ...]:
        return self.store(self.files(*paths), cancellation)

    def store(self, files: list[FileToStore], cancellation: Cancellation | None = None) -> tuple[StoredFile, ...]:
        return self.object_files.store(self.session, self.owner, files, cancellation or Cancellation(), self.progress)

    def files(self, *paths: str) -> list[FileToStore]:
        known = {each.path: each for each in self.object_files.list_files(self.session, self.owner)}
        sources = [source for path in paths for source in self.workspace.sources(path)]
        return [FileToStore(source, source.name, known.get(source.name)) for source in sources]

    @property
    def folder(self) -> Path:
        return self.fake.laboratory.afs_path(self.owner)

    @property
    def stored(self) -> dict[str, bytes | None]:
        """Path to content, None for folders, without those of the server itself and of unfinished uploads."""
        return {
            path: content
            for path, content in self.everything.items()
            if not any(name.startswith((".afs", TEMPORARY)) for name in path.split("/"))
        }

    @property
    def everything(self) -> dict[str, bytes | None]:
        found = sorted(self.folder.rglob("*"))
        return {str(each.relative_to(self.folder)): each.read_bytes() if each.is_file() else None for each in found}

    @property
    def trash(self) -> dict[str, bytes]:
        begin = ".afs.trash/"
        found = {path[len(begin) :]: each for path, each in self.everything.items() if path.startswith(begin)}
        return {path: content for path, content in found.items() if content and not path.startswith(".afs")}

    @property
    def unfinished(self) -> list[str]:
        """Paths of unfinished uploads."""
        return [path for path in self.everything if path.startswith(TEMPORARY)]

    def requests(self, method: str | None = None) -> int:
        """Number of requests to the file server."""
        asked = [each.method for each in self.fake.requests if each.path.startswith("/afs-server")]
        return len(asked) if method is None else asked.count(method)

    def inject(self, kind: FaultKind, **where: object) -> Callable[[], int]:
        """Inject a fault; return a function that returns how often it occurred."""
        number = self.fake.faults.inject(Fault(kind, **where))
        return lambda: self.fake.faults.hits(number)


def file_uploading(
    fake: FakeOpenbis, files: dict[str, bytes] | None = None, limits: HttpLimits = LIMITS, *, immutable: bool = False
) -> FileUploading:
    """Log in to a fake openBIS as a user whose workspace has these files, with a new sample."""
    sample = add_sample(fake.laboratory, f"S{fake.laboratory.new_perm_id()}", "ENTRY", project=_PROJECT)
    if immutable:
        fake.laboratory.put(replace(sample, immutable_data=True))
    clients = Clients(limits)
    session = OpenbisSessions(clients).open(Instance("lab", fake.url), ADMIN)
    object_files = OpenbisObjectFiles(clients)
    object_files.list_files(session, sample.perm_id)  # finds the address of the file server
    fake.requests.clear()
    return FileUploading(fake, session, object_files, sample.perm_id, MemoryWorkspace(files))
