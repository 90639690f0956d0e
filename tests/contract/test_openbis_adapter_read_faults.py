"""What is asked of the data store for a part of a file, and what comes of it when that goes wrong."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.pybis import Clients, PybisDataSets, PybisDataStore
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataNotAvailable,
    InstanceNonsense,
    InstanceUnreachable,
    IntegrityError,
    SessionExpired,
)
from jupyter_openbis_server.domain.model import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings

from .downloading import LIMITS, MIX, MIX_FILES, VERSIONS, Downloading, add_mix, downloading

MIB = 2**20
STACK = "original/stack.raw"
PART = (MIB + 10, 3 * MIB + 20)
"""Of three chunks."""

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
    """Reads a part of the big file."""
    return reader_of(download)


def reader_of(download: Downloading) -> Read:
    store = PybisDataStore(download.clients)
    data_set = PybisDataSets(download.clients).get(download.session, MIX)
    (file,) = [file for file in store.files(download.session, data_set) if file.path == STACK]
    download.fake.requests.clear()

    def read(start: int = PART[0], end: int = PART[1]) -> bytes:
        return store.read(download.session, data_set, file, start, end, download.cancellation)

    return read


def content(start: int = PART[0], end: int = PART[1]) -> bytes:
    return MIX_FILES[STACK][start:end]


def chunks_sent(fake: FakeOpenbis) -> Callable[[], int]:
    """Return a function that tells how many chunks have been sent since now."""
    number = fake.faults.inject(Fault(FaultKind.STALL, file_suffix="stack.raw", seconds=0, times=None))
    return lambda: fake.faults.hits(number)


def must_have_ended_all(download: Downloading) -> None:
    methods = download.fake.requests.methods()
    assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")


with_file_transfer = pytest.mark.parametrize("fake", VERSIONS[1:], indirect=True, scope="module")


@with_file_transfer
@pytest.mark.parametrize(
    ("start", "end", "chunks"),
    [(0, 1, 1), (MIB, 2 * MIB, 1), (MIB - 1, MIB + 1, 2), (2 * MIB, 3 * MIB + 1, 2), (5 * MIB, 5 * MIB + 17, 1)],
)
def test_only_the_chunks_come_that_cover_the_part(
    download: Downloading, read: Read, start: int, end: int, chunks: int
) -> None:
    sent = chunks_sent(download.fake)
    assert read(start, end) == content(start, end)
    assert sent() == chunks
    must_have_ended_all(download)


@pytest.mark.parametrize("after_bytes", [0, 10, 1_200_000])
def test_a_body_that_is_cut_off_is_asked_for_again(download: Downloading, read: Read, after_bytes: int) -> None:
    hits = download.inject(FaultKind.TRUNCATE, after_bytes=after_bytes)
    assert read() == content()
    assert hits() == 1
    must_have_ended_all(download)


def test_a_connection_that_is_reset_is_opened_again(download: Downloading, read: Read) -> None:
    hits = download.inject(FaultKind.RESET)
    assert read() == content()
    assert hits() == 1


def test_bodies_that_are_always_cut_off_are_said_to_break_off(download: Downloading, read: Read) -> None:
    download.inject(FaultKind.TRUNCATE, after_bytes=10, times=None)
    with pytest.raises((InstanceUnreachable, DataNotAvailable)):
        read()
    must_have_ended_all(download)


@with_file_transfer
@pytest.mark.parametrize("kind", [FaultKind.CORRUPT_PAYLOAD_CRC, FaultKind.CORRUPT_HEADER_CRC])
def test_a_damaged_chunk_is_asked_for_again(download: Downloading, read: Read, kind: FaultKind) -> None:
    hits = download.inject(kind)
    assert read() == content()
    assert hits() == 1


@with_file_transfer
def test_a_chunk_that_always_arrives_damaged_is_not_given(download: Downloading, read: Read) -> None:
    download.inject(FaultKind.CORRUPT_PAYLOAD_CRC, times=None)
    with pytest.raises(IntegrityError, match=r"stack\.raw"):
        read()
    must_have_ended_all(download)


@with_file_transfer
def test_of_a_whole_file_bytes_that_change_on_the_data_stores_side_are_noticed(
    download: Downloading, read: Read
) -> None:
    download.inject(FaultKind.CORRUPT_PAYLOAD, times=None)
    with pytest.raises(IntegrityError, match=r"stack\.raw"):
        read(0, len(MIX_FILES[STACK]))


def test_a_file_that_is_shorter_than_listed_is_not_given_to_its_end(download: Downloading) -> None:
    download.inject(FaultKind.WRONG_FILE_LENGTH, path_prefix="/", file_suffix="stack.raw")
    read, size = reader_of(download), len(MIX_FILES[STACK])
    with pytest.raises(IntegrityError, match=r"stack\.raw"):
        read(size - 10, size + 1)


@with_file_transfer
def test_a_part_that_cannot_be_read_is_said_to_be_so(download: Downloading, read: Read) -> None:
    download.inject(FaultKind.UNREADABLE_CHUNK, times=None)
    with pytest.raises(DataNotAvailable, match=r"stack\.raw"):
        read()


def test_a_session_that_has_expired_is_said_to_be_so(download: Downloading, read: Read) -> None:
    where = {} if download.is_old else {"method": "startDownloadSession"}
    download.inject(FaultKind.EXPIRE_SESSION, **where)
    with pytest.raises(SessionExpired) as caught:
        read()
    assert download.session.token.reveal() not in str(caught.value)


@pytest.mark.parametrize("kind", [FaultKind.LOGIN_PAGE, FaultKind.LOGIN_REDIRECT])
def test_a_login_page_is_no_part_of_a_file(download: Downloading, read: Read, kind: FaultKind) -> None:
    download.inject(kind)
    with pytest.raises(InstanceNonsense):
        read()


def test_a_body_that_stops_can_be_cancelled_within_a_second(download: Downloading) -> None:
    download.clients = Clients(replace(LIMITS, read_seconds=30))
    read = reader_of(download)
    stalled = download.inject(FaultKind.STALL, times=None)
    moments: list[float] = []

    def cancel() -> None:
        deadline = time.monotonic() + 20
        while not stalled() and time.monotonic() < deadline:
            time.sleep(0.005)
        moments.append(time.monotonic())
        download.cancellation.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(Cancelled):
        read()
    assert time.monotonic() - moments[0] < 1
    thread.join()
    must_have_ended_all(download)


def test_a_data_store_without_free_streams_is_asked_by_the_plain_servlet() -> None:
    with FakeOpenbis(settings=ServerSettings(stream_limit=1)) as fake:
        add_mix(fake)
        assert reader_of(downloading(fake))() == content()


def test_without_checksums_a_whole_file_is_read_all_the_same() -> None:
    with FakeOpenbis(settings=ServerSettings(compute_checksums=False)) as fake:
        add_mix(fake)
        read = reader_of(downloading(fake))
        assert read(0, len(MIX_FILES[STACK])) == MIX_FILES[STACK]


def test_the_plain_servlet_is_not_heard_to_its_end() -> None:
    size = 64 * MIB
    with FakeOpenbis(api_version="3.5") as fake:
        add_mix(fake)
        with (fake.laboratory.store_path(MIX) / STACK).open("r+b") as file:
            file.truncate(size)
        read = reader_of(downloading(fake))
        sent = chunks_sent(fake)
        assert read(10, 20) == content(10, 20)
        assert sent() < size // MIB


def test_what_is_cancelled_beforehand_asks_for_nothing(download: Downloading, read: Read) -> None:
    download.cancellation = Cancellation()
    download.cancellation.cancel()
    with pytest.raises(Cancelled):
        read()
    assert len(download.fake.requests) == 0
