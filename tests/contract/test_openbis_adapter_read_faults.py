"""Requests for byte ranges of a file, and faults of the data store."""

import threading
from collections.abc import Callable, Iterator

import pytest

from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataNotAvailable,
    InstanceUnreachable,
    IntegrityError,
    SessionExpired,
    UnexpectedResponse,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from tests.contract.downloading import MIX, MIX_FILES, VERSIONS, Downloading, add_mix, downloading
from tests.support.waiting import at_once, until

MIB = 2**20
STACK = "original/stack.raw"
PART = (MIB + 10, 3 * MIB + 20)
"""A range of three chunks."""

Read = Callable[..., bytes]


@pytest.fixture(scope="module", params=VERSIONS)
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version=request.param) as fake:
        add_mix(fake)
        yield fake


@pytest.fixture
def download(fake: FakeOpenbis) -> Iterator[Downloading]:
    yield downloading(fake)
    fake.faults.clear()


@pytest.fixture
def read(download: Downloading) -> Read:
    """Return a function that reads a part of the big file."""
    return reader_of(download)


def reader_of(download: Downloading) -> Read:
    store = OpenbisDataStore(download.clients)
    data_set = OpenbisDataSets(download.clients).get(download.session, MIX)
    (file,) = [file for file in store.files(download.session, data_set) if file.path == STACK]
    download.fake.requests.clear()

    def read(start: int = PART[0], end: int = PART[1]) -> bytes:
        return store.read(download.session, data_set, file, start, end, download.cancellation)

    return read


def content(start: int = PART[0], end: int = PART[1]) -> bytes:
    return MIX_FILES[STACK][start:end]


def chunks_sent(fake: FakeOpenbis) -> Callable[[], int]:
    """Return a function that returns the number of chunks sent since this call."""
    number = fake.faults.inject(Fault(FaultKind.STALL, file_suffix="stack.raw", seconds=0, times=None))
    return lambda: fake.faults.hits(number)


def assert_all_finished(download: Downloading) -> None:
    methods = download.fake.requests.methods()
    assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")


with_file_transfer = pytest.mark.parametrize("fake", VERSIONS[1:], indirect=True, scope="module")


@with_file_transfer
@pytest.mark.parametrize(
    ("start", "end", "chunks"),
    [(0, 1, 1), (MIB, 2 * MIB, 1), (MIB - 1, MIB + 1, 2), (2 * MIB, 3 * MIB + 1, 2), (5 * MIB, 5 * MIB + 17, 1)],
)
def test_only_chunks_that_cover_the_range_are_requested(
    download: Downloading, read: Read, start: int, end: int, chunks: int
) -> None:
    sent = chunks_sent(download.fake)
    assert read(start, end) == content(start, end)
    assert sent() == chunks
    assert_all_finished(download)


@pytest.mark.parametrize("after_bytes", [0, 10, 1_200_000])
def test_interrupted_body_is_requested_again(download: Downloading, read: Read, after_bytes: int) -> None:
    hits = download.inject(FaultKind.TRUNCATE, after_bytes=after_bytes)
    assert read() == content()
    assert hits() == 1
    assert_all_finished(download)


def test_reset_connection_is_opened_again(download: Downloading, read: Read) -> None:
    hits = download.inject(FaultKind.RESET)
    assert read() == content()
    assert hits() == 1


def test_permanently_interrupted_bodies_are_an_error(download: Downloading, read: Read) -> None:
    download.inject(FaultKind.TRUNCATE, after_bytes=10, times=None)
    with pytest.raises((InstanceUnreachable, DataNotAvailable)):
        read()
    assert_all_finished(download)


@with_file_transfer
@pytest.mark.parametrize("kind", [FaultKind.CORRUPT_PAYLOAD_CRC, FaultKind.CORRUPT_HEADER_CRC])
def test_damaged_chunk_is_requested_again(download: Downloading, read: Read, kind: FaultKind) -> None:
    hits = download.inject(kind)
    assert read() == content()
    assert hits() == 1


@with_file_transfer
def test_permanently_damaged_chunk_is_an_error(download: Downloading, read: Read) -> None:
    download.inject(FaultKind.CORRUPT_PAYLOAD_CRC, times=None)
    with pytest.raises(IntegrityError, match=r"stack\.raw"):
        read()
    assert_all_finished(download)


@with_file_transfer
def test_bytes_changed_in_the_data_store_are_detected_for_whole_files(download: Downloading, read: Read) -> None:
    download.inject(FaultKind.CORRUPT_PAYLOAD, times=None)
    with pytest.raises(IntegrityError, match=r"stack\.raw"):
        read(0, len(MIX_FILES[STACK]))


def test_file_shorter_than_listed_is_an_error(download: Downloading) -> None:
    download.inject(FaultKind.WRONG_FILE_LENGTH, path_prefix="/", file_suffix="stack.raw")
    read, size = reader_of(download), len(MIX_FILES[STACK])
    with pytest.raises(IntegrityError, match=r"stack\.raw"):
        read(size - 10, size + 1)


@with_file_transfer
def test_unreadable_range_is_an_error(download: Downloading, read: Read) -> None:
    download.inject(FaultKind.UNREADABLE_CHUNK, times=None)
    with pytest.raises(DataNotAvailable, match=r"stack\.raw"):
        read()


def test_expired_session_is_an_error(download: Downloading, read: Read) -> None:
    where = {} if download.is_old else {"method": "startDownloadSession"}
    download.inject(FaultKind.EXPIRE_SESSION, **where)
    with pytest.raises(SessionExpired) as caught:
        read()
    assert download.session.token.reveal() not in str(caught.value)


@pytest.mark.parametrize("kind", [FaultKind.LOGIN_PAGE, FaultKind.LOGIN_REDIRECT])
def test_a_login_page_is_no_part_of_a_file(download: Downloading, read: Read, kind: FaultKind) -> None:
    download.inject(kind)
    with pytest.raises(UnexpectedResponse):
        read()


def test_stalled_body_can_be_cancelled(download: Downloading) -> None:
    read = reader_of(download)
    stalled = download.inject(FaultKind.STALL, times=None)

    def cancel() -> None:
        until(stalled)
        download.cancellation.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    with at_once(), pytest.raises(Cancelled):
        read()
    thread.join()
    assert_all_finished(download)


def test_plain_servlet_is_used_without_free_streams() -> None:
    with FakeOpenbis(settings=ServerSettings(stream_limit=1)) as fake:
        add_mix(fake)
        assert reader_of(downloading(fake))() == content()


def test_whole_file_without_a_checksum_is_read() -> None:
    with FakeOpenbis(settings=ServerSettings(compute_checksums=False)) as fake:
        add_mix(fake)
        read = reader_of(downloading(fake))
        assert read(0, len(MIX_FILES[STACK])) == MIX_FILES[STACK]


def test_response_of_the_plain_servlet_is_not_read_to_its_end() -> None:
    size = 64 * MIB
    with FakeOpenbis(api_version="3.5") as fake:
        add_mix(fake)
        with (fake.laboratory.store_path(MIX) / STACK).open("r+b") as file:
            file.truncate(size)
        read = reader_of(downloading(fake))
        sent = chunks_sent(fake)
        assert read(10, 20) == content(10, 20)
        assert sent() < size // MIB


def test_cancelled_read_sends_no_request(download: Downloading, read: Read) -> None:
    download.cancellation = Cancellation()
    download.cancellation.cancel()
    with pytest.raises(Cancelled):
        read()
    assert len(download.fake.requests) == 0
