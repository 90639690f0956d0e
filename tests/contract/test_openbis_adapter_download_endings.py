"""Cancelled and resumed downloads, and their requests to the data store."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.domain.errors import Cancelled, DataNotAvailable, InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from tests.contract.contracts.recording import RecordingFolder
from tests.contract.downloading import LIMITS, MIX, MIX_FILES, VERSIONS, Downloading, add_mix, downloading
from tests.support.waiting import AT_ONCE

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
    """Return a function that returns the number of chunks sent since this call."""
    number = fake.faults.inject(Fault(FaultKind.STALL, file_suffix=file_suffix, seconds=0, times=None))
    return lambda: fake.faults.hits(number)


def assert_all_finished(download: Downloading) -> None:
    methods = download.fake.requests.methods()
    assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")
    assert download.folder.left_open == []


def kept(download: Downloading) -> int:
    """Return the number of bytes of the big file that are kept for resuming."""
    return sum(partial.ranges.total for path, partial in download.disk.partials.items() if path.endswith("stack.raw"))


# --- cancelling


def cancelled_at(download: Downloading, fault: Fault, perm_id: str = MIX, *, arrived: int = 0) -> float:
    """Cancel a download when a fault has occurred; return the seconds until its end.

    Args:
        download: The download to cancel.
        fault: The fault at which it is cancelled.
        perm_id: The data set.
        arrived: Bytes of the big file that are stored before the cancellation.
    """
    number = download.fake.faults.inject(fault)
    moments: list[float] = []

    def cancel() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (
            download.fake.faults.hits(number) and download.folder.bytes_written("stack.raw") >= arrived
        ):
            time.sleep(0.005)
        moments.append(time.monotonic())
        download.cancellation.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(Cancelled):
        download(perm_id)
    seconds = time.monotonic() - moments[0]
    thread.join()
    return seconds


METADATA = ("getDataSets", "searchFiles", "getServerInformation")
FAST = ("createFastDownloadSession", "startDownloadSession", "queue", "download")


@pytest.mark.parametrize("method", METADATA)
def test_metadata_request_without_a_response_can_be_cancelled_at_once(download: Downloading, method: str) -> None:
    assert cancelled_at(download, Fault(FaultKind.HANG, method=method, times=None)) < AT_ONCE
    assert_all_finished(download)


@with_file_transfer
@pytest.mark.parametrize("method", FAST)
def test_each_step_of_a_fast_download_can_be_cancelled_at_once(download: Downloading, method: str) -> None:
    assert cancelled_at(download, Fault(FaultKind.HANG, method=method, times=None)) < AT_ONCE
    assert download.folder.left_open == []
    if method != "startDownloadSession":  # a session with an unknown id cannot be finished; it occupies no stream
        assert_all_finished(download)


def test_file_without_a_response_can_be_cancelled_at_once(download: Downloading) -> None:
    download.clients = Clients(replace(LIMITS, few_files=1000))
    assert cancelled_at(download, Fault(FaultKind.HANG, path_prefix=SERVLET, occurrence=20, times=None)) < AT_ONCE
    assert_all_finished(download)


@pytest.mark.parametrize("few_files", [0, 1000])
def test_stalled_body_can_be_cancelled_at_once(download: Downloading, few_files: int) -> None:
    download.clients = Clients(replace(LIMITS, few_files=few_files))
    fault = Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=3, times=None)
    assert cancelled_at(download, fault) < AT_ONCE
    assert_all_finished(download)


@with_file_transfer
def test_the_end_of_a_transfer_is_not_waited_for_when_it_is_cancelled(download: Downloading) -> None:
    assert cancelled_at(download, Fault(FaultKind.HANG, method="finishDownloadSession", times=None)) < AT_ONCE
    assert download.folder.left_open == []


@with_file_transfer
def test_waiting_for_streams_can_be_cancelled_at_once(fake: FakeOpenbis) -> None:
    with FakeOpenbis(api_version=fake.settings.api_version, settings=ServerSettings(stream_limit=1)) as busy:
        download = downloading(busy)
        download.clients = Clients(replace(LIMITS, retry_seconds=60))
        fault = Fault(FaultKind.LATENCY, method="startDownloadSession", seconds=0)
        assert cancelled_at(download, fault, sample_data.IMAGES) < AT_ONCE


@with_file_transfer
def test_cancelled_download_keeps_received_chunks(download: Downloading) -> None:
    fault = Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=4, times=None)
    cancelled_at(download, fault, arrived=2 * MIB)
    assert kept(download) in (2 * MIB, 3 * MIB)  # the end of a chunk may still be in the server's buffer


# --- resuming


@with_file_transfer
def test_resumed_download_requests_missing_chunks_only(download: Downloading) -> None:
    fault = Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=4, times=None)
    cancelled_at(download, fault, arrived=2 * MIB)
    download.fake.faults.clear()
    download.cancellation = Cancellation()
    present = kept(download) // MIB
    sent = chunks_sent(download.fake, "stack.raw")
    assert download(MIX) == MIX_FILES
    assert sent() == BIG_CHUNKS - present


@with_file_transfer
def test_no_chunk_is_sent_twice_without_errors(download: Downloading) -> None:
    sent = chunks_sent(download.fake)
    assert download(MIX) == MIX_FILES
    assert sent() == BIG_CHUNKS + len(MIX_FILES) - 1


def test_partial_file_of_the_plain_servlet_is_not_kept(download: Downloading) -> None:
    download.clients = Clients(replace(LIMITS, few_files=1000))
    cancelled_at(download, Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=3, times=None))
    assert download.disk.partials == {}
    assert [each.path for each in download.folder.received if each.resumable] == []


def test_download_interrupted_by_a_server_restart_can_be_resumed() -> None:
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


# --- requests to the server


def test_burst_of_refusals_by_a_proxy_is_retried(download: Downloading) -> None:
    hits = download.inject(FaultKind.STATUS, status=503, times=3)
    assert download(MIX) == MIX_FILES
    assert hits() == 3


@with_file_transfer
def test_many_files_take_few_requests(download: Downloading) -> None:
    download(MIX)
    transfers = [each for each in download.fake.requests if each.path.endswith("file-transfer")]
    assert len(transfers) < 20
    assert_all_finished(download)


@with_file_transfer
def test_number_of_connections_is_limited_to_streams_plus_one(download: Downloading) -> None:
    download(MIX)
    connections = {each.connection for each in download.fake.requests}
    assert len(connections) <= 1 + LIMITS.download_streams


def test_concurrent_requests_to_the_plain_servlet_are_limited(download: Downloading) -> None:
    download.clients = Clients(replace(LIMITS, few_files=1000, download_connections=3))
    assert download(MIX) == MIX_FILES
    connections = {each.connection for each in download.fake.requests if each.path.startswith(SERVLET)}
    assert 1 < len(connections) <= 3


@pytest.mark.parametrize("fake", ["3.7"], indirect=True)
def test_few_files_use_the_plain_servlet_and_many_use_fast_download(download: Downloading) -> None:
    download.clients = Clients(replace(LIMITS, few_files=16))
    download(sample_data.IMAGES)
    assert "startDownloadSession" not in download.fake.requests.methods()
    download(MIX)
    assert "startDownloadSession" in download.fake.requests.methods()


def test_files_without_a_checksum_are_downloaded_in_chunks_with_checksums() -> None:
    with FakeOpenbis(settings=ServerSettings(compute_checksums=False)) as fake:
        download = downloading(fake)
        download.clients = Clients(replace(LIMITS, few_files=16))
        assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)
        assert "startDownloadSession" in fake.requests.methods()


@with_file_transfer
def test_unreadable_file_among_many_does_not_affect_the_others(download: Downloading) -> None:
    download.inject(FaultKind.UNREADABLE_CHUNK, times=None, file_suffix="100.txt")
    with pytest.raises(DataNotAvailable, match=r"100\.txt"):
        download(MIX)
    assert download.arrived == {path: content for path, content in MIX_FILES.items() if not path.endswith("100.txt")}
    assert_all_finished(download)


def test_deleted_file_does_not_affect_the_others() -> None:
    for version in VERSIONS:
        with FakeOpenbis(api_version=version) as fake:
            download = downloading(fake)
            session = download.session
            data_set = OpenbisDataSets(download.clients).get(session, sample_data.IMAGES)
            store = OpenbisDataStore(download.clients)
            files = [file for file in store.files(session, data_set) if not file.is_folder]
            (fake.laboratory.store_path(sample_data.IMAGES) / "original" / "intensities.csv").unlink()
            with pytest.raises(DataNotAvailable, match=r"intensities\.csv"):
                store.fetch(session, data_set, files, download.folder, Cancellation())
            assert download.arrived == download.originals(sample_data.IMAGES)
