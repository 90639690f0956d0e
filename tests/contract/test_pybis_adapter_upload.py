"""What an upload promises, and what it makes of an openBIS in trouble."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.memory import MemoryWorkspace
from jupyter_openbis_server.adapters.pybis import Clients, HttpLimits, PybisDataStore, PybisSessions
from jupyter_openbis_server.domain.errors import Cancelled, SessionExpired, SourceNotReadable, UploadFailed
from jupyter_openbis_server.domain.model import (
    Cancellation,
    Credentials,
    DataSetDraft,
    Entity,
    EntityKind,
    Instance,
    Secret,
    Session,
)
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings, entities, sample_data

LIMITS = HttpLimits(connect_seconds=2, read_seconds=5, retries=2, retry_seconds=0.01)
UPLOAD_PATH = "/datastore_server/session_workspace_file_upload"
REGISTRATIONS = ("createUploadedDataSet", "createReportFromAggregationService")
BIG = os.urandom(25 * 1024 * 1024)  # three slices


@dataclass
class Uploading:
    """A user who uploads to a fake openBIS."""

    fake: FakeOpenbis
    session: Session
    store: PybisDataStore
    workspace: MemoryWorkspace

    def __call__(self, *names: str, cancellation: Cancellation | None = None, **draft: object) -> str:
        sample = next(iter(self.fake.laboratory.samples.find("identifier", sample_data.EMPTY_BENCH)))
        owner = Entity(EntityKind.SAMPLE, sample.perm_id, sample.identifier)
        files = tuple(self.workspace.source(name) for name in names)
        wanted = replace(DataSetDraft("RAW_DATA", owner, files), **draft)
        return self.store.register(self.session, wanted, cancellation or Cancellation())

    def registered(self, perm_id: str) -> dict[str, bytes]:
        root = self.fake.laboratory.store_path(perm_id)
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def inject(self, kind: FaultKind, **where: object) -> Callable[[], int]:
        number = self.fake.faults.inject(Fault(kind, **where))
        return lambda: self.fake.faults.hits(number)

    @property
    def registrations(self) -> int:
        return sum(method in REGISTRATIONS for method in self.fake.requests.methods())

    @property
    def slices(self) -> int:
        return sum(request.path == UPLOAD_PATH for request in self.fake.requests)


def _uploading(fake: FakeOpenbis) -> Uploading:
    clients = Clients(LIMITS)
    session = PybisSessions(clients).open(Instance("lab", fake.url), Credentials("admin", Secret("changeit")))
    files = {"small.txt": b"small", "big.raw": BIG, "a & b+c #1 100%.txt": b"odd", "empty.txt": b""}
    return Uploading(fake, session, PybisDataStore(clients), MemoryWorkspace(files))


@pytest.fixture(scope="module", params=["3.5", "3.6", "3.7"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version=request.param) as fake:
        yield fake


@pytest.fixture
def upload(fake: FakeOpenbis) -> Iterator[Uploading]:
    fake.requests.clear()
    yield _uploading(fake)
    fake.faults.clear()


def test_a_big_file_is_sent_in_slices_and_arrives_whole(upload: Uploading) -> None:
    assert upload.registered(upload("big.raw")) == {"original/big.raw": BIG}
    assert upload.slices == 3


def test_several_files_with_odd_names_lie_in_one_folder(upload: Uploading) -> None:
    registered = upload.registered(upload("small.txt", "a & b+c #1 100%.txt", "empty.txt"))
    folder = "DEFAULT" if upload.fake.settings.api_version == "3.5" else "default"
    assert registered == {
        f"original/{folder}/small.txt": b"small",
        f"original/{folder}/a & b+c #1 100%.txt": b"odd",
        f"original/{folder}/empty.txt": b"",
    }


def test_an_experiment_can_be_the_owner(upload: Uploading) -> None:
    experiment = next(iter(upload.fake.laboratory.experiments.find("identifier", sample_data.CALIBRATIONS)))
    owner = Entity(EntityKind.EXPERIMENT, experiment.perm_id, experiment.identifier)
    data_set = upload.fake.laboratory.data_set(upload("small.txt", owner=owner, parents=(sample_data.IMAGES,)))
    assert data_set is not None
    assert (data_set.experiment, data_set.sample, data_set.parents) == (
        experiment.perm_id, None, [sample_data.IMAGES],
    )  # fmt: skip


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS])
def test_a_slice_that_is_lost_is_sent_again(upload: Uploading, kind: FaultKind) -> None:
    hits = upload.inject(kind, path_prefix=UPLOAD_PATH, occurrence=2)
    assert upload.registered(upload("big.raw")) == {"original/big.raw": BIG}
    assert hits() == 1


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS, FaultKind.BAD_JSON])
def test_a_registration_without_an_answer_is_not_repeated_and_said_to_be_uncertain(
    upload: Uploading, kind: FaultKind
) -> None:
    for method in REGISTRATIONS:
        upload.inject(kind, method=method)
    with pytest.raises(UploadFailed, match=r"did not confirm the registration .* may have registered"):
        upload("small.txt")
    assert upload.registrations == 1


def test_what_openbis_says_about_a_refusal_reaches_the_user(upload: Uploading) -> None:
    with pytest.raises(UploadFailed, match="NO_SUCH_TYPE") as caught:
        upload("small.txt", type_code="NO_SUCH_TYPE")
    assert "Context" not in str(caught.value)
    assert upload.session.token.reveal() not in str(caught.value)


def test_a_missing_mandatory_property_is_named(upload: Uploading) -> None:
    with pytest.raises(UploadFailed, match="MAGNIFICATION"):
        upload("small.txt", type_code="MICROSCOPY")


def test_a_session_that_expires_between_two_slices_is_said_to_be_expired(upload: Uploading) -> None:
    upload.inject(FaultKind.EXPIRE_SESSION, path_prefix=UPLOAD_PATH, occurrence=2)
    with pytest.raises(SessionExpired):
        upload("big.raw")
    assert upload.registrations == 0


def test_a_file_that_becomes_shorter_while_it_is_sent_registers_nothing(upload: Uploading) -> None:
    source = upload.workspace.source("big.raw")

    class Shrinking:
        name, size = "big.raw", source.size + 1

        def open(self) -> object:
            return source.open()

    with pytest.raises(SourceNotReadable, match="shorter"):
        upload(files=(Shrinking(),))
    assert upload.registrations == 0


def test_an_upload_is_cancelled_between_two_reads(upload: Uploading) -> None:
    cancellation = Cancellation()
    source = upload.workspace.source("big.raw")

    class Watched:
        name, size = source.name, source.size

        def open(self) -> object:
            stream = source.open()
            read = stream.read
            stream.read = lambda size: (cancellation.cancel(), read(size))[1]  # type: ignore[method-assign]
            return stream

    with pytest.raises(Cancelled):
        upload(files=(Watched(),), cancellation=cancellation)
    assert upload.registrations == 0


@pytest.mark.parametrize("place", ["first", "last"])
def test_openbis_file_system_is_no_data_store_for_uploads(place: str) -> None:
    with FakeOpenbis(settings=ServerSettings(api_version="3.7", afs_row=place)) as fake:  # type: ignore[arg-type]
        upload = _uploading(fake)
        assert upload.registered(upload("small.txt")) == {"original/small.txt": b"small"}


def test_without_a_data_store_the_reason_is_told() -> None:
    with FakeOpenbis() as fake:
        upload = _uploading(fake)
        for row in list(fake.laboratory.data_stores):
            fake.laboratory.remove(row)
        with pytest.raises(UploadFailed, match="no data store"):
            upload("small.txt")


def test_an_old_openbis_never_mixes_a_file_with_the_remains_of_a_failed_upload() -> None:
    with FakeOpenbis(api_version="3.5") as fake:
        upload = _uploading(fake)
        with pytest.raises(UploadFailed):
            upload("small.txt", type_code="NO_SUCH_TYPE")
        upload.workspace.files["small.txt"] = b"s"
        with pytest.raises(UploadFailed, match=r"small.txt runs or has failed"):
            upload("small.txt")
        assert upload.registrations == 1


def test_an_old_openbis_takes_a_name_again_after_a_success() -> None:
    with FakeOpenbis(api_version="3.5") as fake:
        upload = _uploading(fake)
        assert upload("small.txt") != upload("small.txt")


def test_a_data_store_elsewhere_is_found_by_its_address(tmp_path: Path) -> None:
    with FakeOpenbis(api_version="3.7") as fake:
        upload = _uploading(fake)
        fake.laboratory.put(entities.DataStore("DSS1", download_url=fake.url.replace("127.0.0.1", "localhost")))
        upload("small.txt")
        hosts = {request.headers["host"].partition(":")[0] for request in fake.requests if request.path == UPLOAD_PATH}
        assert hosts == {"localhost"}
