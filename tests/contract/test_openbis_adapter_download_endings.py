"""Downloads that end early, those that continue them, and what both ask of the data store."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.pybis import Clients, PybisDataSets, PybisDataStore
from jupyter_openbis_server.domain.errors import Cancelled, DataNotAvailable, InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.model import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings, sample_data

from .contracts.recording import RecordingFolder
from .downloading import LIMITS, MIX, MIX_FILES, VERSIONS, Downloading, add_mix, downloading

BIG_CHUNKS = 6
MIB = 2**20
SERVLET = "/datastore_server/2"


@pytest.fixture(scope="module", params=VERSIONS)
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version=request.param) as fake:
        add_mix(fake)
        yield fake


@pytest.fixture
def download(fake: FakeOpenbis) -> Iterator[Downloading]:
    download = downloading(fake)
    fake.requests.clear()
    yield download
    fake.faults.clear()


with_file_transfer = pytest.mark.parametrize("fake", VERSIONS[1:], indirect=True, scope="module")


def chunks_sent(fake: FakeOpenbis, file_suffix: str = "") -> Callable[[], int]:
    """Return a function that tells how many chunks have been sent since now."""
    number = fake.faults.inject(Fault(FaultKind.STALL, file_suffix=file_suffix, seconds=0, times=None))
    return lambda: fake.faults.hits(number)


def must_have_ended_all(download: Downloading) -> None:
    methods = download.fake.requests.methods()
    assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")
    assert download.folder.left_open == []


def kept(download: Downloading) -> int:
    """How many bytes of the big file lie on the disk for another time."""
    return sum(partial.ranges.total for path, partial in download.disk.partials.items() if path.endswith("stack.raw"))


# --- cancelling


def cancelled_at(download: Downloading, fault: Fault, perm_id: str = MIX) -> float:
    """Cancel a download when it has run into a fault; return how many seconds later it has ended."""
    number = download.fake.faults.inject(fault)
    moments: list[float] = []

    def cancel() -> None:
        deadline = time.monotonic() + 20
        while not download.fake.faults.hits(number) and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(0.05)  # the answer's first bytes may be on their way
        moments.append(time.monotonic())
        download.cancellation.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(Cancelled):
        download(perm_id)
    seconds = time.monotonic() - moments[0]
    thread.join()
    return seconds


PATIENT = replace(LIMITS, read_seconds=30)
METADATA = ("getDataSets", "searchFiles", "getServerInformation")
FAST = ("createFastDownloadSession", "startDownloadSession", "queue", "download")


@pytest.mark.parametrize("method", METADATA)
def test_a_question_that_gets_no_answer_can_be_cancelled_within_a_second(download: Downloading, method: str) -> None:
    download.clients = Clients(PATIENT)
    assert cancelled_at(download, Fault(FaultKind.HANG, method=method, times=None)) < 1
    must_have_ended_all(download)


@with_file_transfer
@pytest.mark.parametrize("method", FAST)
def test_each_step_of_a_fast_download_can_be_cancelled_within_a_second(download: Downloading, method: str) -> None:
    download.clients = Clients(PATIENT)
    assert cancelled_at(download, Fault(FaultKind.HANG, method=method, times=None)) < 1
    assert download.folder.left_open == []
    if method != "startDownloadSession":  # what nobody was told of cannot be finished; it takes no stream either
        must_have_ended_all(download)


def test_a_file_that_does_not_begin_can_be_cancelled_within_a_second(download: Downloading) -> None:
    download.clients = Clients(replace(PATIENT, few_files=1000))
    assert cancelled_at(download, Fault(FaultKind.HANG, path_prefix=SERVLET, occurrence=20, times=None)) < 1
    must_have_ended_all(download)


@pytest.mark.parametrize("few_files", [0, 1000])
def test_a_body_that_stops_can_be_cancelled_within_a_second(download: Downloading, few_files: int) -> None:
    download.clients = Clients(replace(PATIENT, few_files=few_files))
    fault = Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=3, times=None)
    assert cancelled_at(download, fault) < 1
    must_have_ended_all(download)


@with_file_transfer
def test_the_end_of_a_transfer_is_not_waited_for_when_it_is_cancelled(download: Downloading) -> None:
    download.clients = Clients(PATIENT)
    assert cancelled_at(download, Fault(FaultKind.HANG, method="finishDownloadSession", times=None)) < 1
    assert download.folder.left_open == []


@with_file_transfer
def test_waiting_for_streams_can_be_cancelled_within_a_second(fake: FakeOpenbis) -> None:
    with FakeOpenbis(api_version=fake.settings.api_version, settings=ServerSettings(stream_limit=1)) as busy:
        download = downloading(busy)
        download.clients = Clients(replace(PATIENT, retry_seconds=30))
        fault = Fault(FaultKind.LATENCY, method="startDownloadSession", seconds=0)
        assert cancelled_at(download, fault, sample_data.IMAGES) < 1


@with_file_transfer
def test_a_cancelled_download_keeps_the_chunks_that_have_arrived(download: Downloading) -> None:
    cancelled_at(download, Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=4, times=None))
    assert kept(download) in (2 * MIB, 3 * MIB)  # the end of a chunk can be in the server's buffer still


# --- continuing


@with_file_transfer
def test_a_second_download_asks_for_the_missing_chunks_only(download: Downloading) -> None:
    cancelled_at(download, Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=4, times=None))
    download.fake.faults.clear()
    download.cancellation = Cancellation()
    present = kept(download) // MIB
    sent = chunks_sent(download.fake, "stack.raw")
    assert download(MIX) == MIX_FILES
    assert sent() == BIG_CHUNKS - present


@with_file_transfer
def test_no_chunk_is_sent_twice_when_nothing_goes_wrong(download: Downloading) -> None:
    sent = chunks_sent(download.fake)
    assert download(MIX) == MIX_FILES
    assert sent() == BIG_CHUNKS + len(MIX_FILES) - 1


def test_a_file_from_the_plain_servlet_is_never_kept_in_part(download: Downloading) -> None:
    download.clients = Clients(replace(LIMITS, few_files=1000))
    cancelled_at(download, Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=3, times=None))
    assert download.disk.partials == {}
    assert [each.path for each in download.folder.received if each.resumable] == []


def test_a_server_that_restarts_half_way_leaves_a_download_that_can_be_continued() -> None:
    with FakeOpenbis(api_version="3.6") as fake:
        add_mix(fake)
        download = downloading(fake)
        is_time = threading.Event()
        restarting = threading.Thread(target=lambda: is_time.wait(20) and fake.restart())
        restarting.start()

        def before_write() -> None:
            is_time.set()
            restarting.join(20)

        download.folder = RecordingFolder(download.disk.prepare("/downloads", "1"), before_write)
        with pytest.raises((SessionExpired, InstanceUnreachable)):
            download(MIX)
        assert download.folder.left_open == []
        assert MIX_FILES.items() >= download.arrived.items()
        again = downloading(fake)
        again.disk, again.folder = download.disk, RecordingFolder(download.disk.prepare("/downloads", "1"))
        assert again(MIX) == MIX_FILES


# --- what is asked of the server


def test_a_burst_of_refusals_by_a_proxy_is_waited_for(download: Downloading) -> None:
    hits = download.inject(FaultKind.STATUS, status=503, times=3)
    assert download(MIX) == MIX_FILES
    assert hits() == 3


@with_file_transfer
def test_many_files_are_few_requests(download: Downloading) -> None:
    download(MIX)
    transfers = [each for each in download.fake.requests if each.path.endswith("file-transfer")]
    assert len(transfers) < 20
    must_have_ended_all(download)


@with_file_transfer
def test_no_more_connections_are_used_than_there_are_streams_and_one(download: Downloading) -> None:
    download(MIX)
    connections = {each.connection for each in download.fake.requests}
    assert len(connections) <= 1 + LIMITS.download_streams


def test_the_plain_servlet_is_not_asked_for_more_files_at_a_time_than_allowed(download: Downloading) -> None:
    download.clients = Clients(replace(LIMITS, few_files=1000, download_connections=3))
    assert download(MIX) == MIX_FILES
    connections = {each.connection for each in download.fake.requests if each.path.startswith(SERVLET)}
    assert 1 < len(connections) <= 3


@pytest.mark.parametrize("fake", ["3.7"], indirect=True)
def test_few_files_are_taken_from_the_plain_servlet_and_many_by_fast_download(download: Downloading) -> None:
    download.clients = Clients(replace(LIMITS, few_files=16))
    download(sample_data.IMAGES)
    assert "startDownloadSession" not in download.fake.requests.methods()
    download(MIX)
    assert "startDownloadSession" in download.fake.requests.methods()


def test_files_without_a_checksum_come_in_chunks_that_have_one() -> None:
    with FakeOpenbis(settings=ServerSettings(compute_checksums=False)) as fake:
        download = downloading(fake)
        download.clients = Clients(replace(LIMITS, few_files=16))
        assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)
        assert "startDownloadSession" in fake.requests.methods()


@with_file_transfer
def test_an_unreadable_file_among_many_does_not_take_its_neighbours_along(download: Downloading) -> None:
    download.inject(FaultKind.UNREADABLE_CHUNK, times=None, file_suffix="100.txt")
    with pytest.raises(DataNotAvailable, match=r"100\.txt"):
        download(MIX)
    assert download.arrived == {path: content for path, content in MIX_FILES.items() if not path.endswith("100.txt")}
    must_have_ended_all(download)


def test_a_file_that_has_vanished_does_not_keep_the_others_away() -> None:
    for version in VERSIONS:
        with FakeOpenbis(api_version=version) as fake:
            download = downloading(fake)
            session = download.session
            data_set = PybisDataSets(download.clients).get(session, sample_data.IMAGES)
            store = PybisDataStore(download.clients)
            files = [file for file in store.files(session, data_set) if not file.is_folder]
            (fake.laboratory.store_path(sample_data.IMAGES) / "original" / "intensities.csv").unlink()
            with pytest.raises(DataNotAvailable, match=r"intensities\.csv"):
                store.fetch(session, data_set, files, download.folder, Cancellation())
            assert download.arrived == download.originals(sample_data.IMAGES)
