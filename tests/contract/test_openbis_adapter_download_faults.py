"""What a download makes of a data store in trouble."""

import time
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.adapters.pybis import Clients, PybisDataSets, PybisDataStore, PybisSessions
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InstanceNonsense,
    InstanceUnreachable,
    IntegrityError,
    SessionExpired,
)
from jupyter_openbis_server.domain.model import Cancellation, Secret, Session
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind, ServerSettings, sample_data

from .contracts.recording import RecordingFolder
from .downloading import LIMITS, VERSIONS, Downloading, downloading
from .pybis_world import access_token


@pytest.fixture(scope="module", params=VERSIONS)
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version=request.param) as fake:
        yield fake


@pytest.fixture
def download(fake: FakeOpenbis) -> Iterator[Downloading]:
    fake.requests.clear()
    yield downloading(fake)
    fake.faults.clear()


with_file_transfer = pytest.mark.parametrize("fake", VERSIONS[1:], indirect=True, scope="module")


@pytest.mark.parametrize(
    "perm_id", [sample_data.IMAGES, sample_data.ODD_NAMES, sample_data.EMPTY_PARTS, sample_data.BIG]
)
def test_everything_arrives_byte_for_byte(download: Downloading, perm_id: str) -> None:
    assert download(perm_id) == download.originals(perm_id)


@with_file_transfer
def test_a_personal_access_token_is_enough(download: Downloading) -> None:
    token = Secret(access_token(download.fake, "admin"))
    download.session = Session(download.session.instance, token, "admin")
    assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)


@pytest.mark.parametrize("after_bytes", [0, 10, 30_000, 1_500_000])
def test_a_body_that_is_cut_off_is_asked_for_again(download: Downloading, after_bytes: int) -> None:
    hits = download.inject(FaultKind.TRUNCATE, after_bytes=after_bytes)
    assert download(sample_data.BIG) == download.originals(sample_data.BIG)
    assert hits() == 1


def test_a_connection_that_is_reset_is_opened_again(download: Downloading) -> None:
    hits = download.inject(FaultKind.RESET)
    assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)
    assert hits() == 1


def test_bodies_that_are_always_cut_off_are_said_to_break_off(download: Downloading) -> None:
    download.inject(FaultKind.TRUNCATE, after_bytes=10, times=None)
    with pytest.raises((InstanceUnreachable, DataNotAvailable)):
        download(sample_data.BIG)
    assert download.arrived == {}
    assert download.folder.left_open == []


@with_file_transfer
@pytest.mark.parametrize("kind", [FaultKind.CORRUPT_PAYLOAD_CRC, FaultKind.CORRUPT_HEADER_CRC])
def test_a_damaged_chunk_is_asked_for_again(download: Downloading, kind: FaultKind) -> None:
    hits = download.inject(kind)
    assert download(sample_data.BIG) == download.originals(sample_data.BIG)
    assert hits() == 1


@with_file_transfer
def test_a_chunk_that_always_arrives_damaged_is_no_file(download: Downloading) -> None:
    download.inject(FaultKind.CORRUPT_PAYLOAD_CRC, times=None, file_suffix="stack.raw")
    with pytest.raises(IntegrityError, match=r"stack.raw"):
        download(sample_data.BIG)
    assert download.arrived == download.originals(sample_data.BIG, without="stack.raw")
    assert download.folder.left_open == []


@with_file_transfer
def test_bytes_that_change_on_the_data_stores_side_are_noticed(download: Downloading) -> None:
    download.inject(FaultKind.CORRUPT_PAYLOAD, times=None, file_suffix="stack.raw")
    with pytest.raises(IntegrityError, match=r"stack.raw"):
        download(sample_data.BIG)
    assert "original/default/stack.raw" not in download.arrived


@pytest.mark.parametrize("kind", [FaultKind.WRONG_FILE_CRC, FaultKind.WRONG_FILE_LENGTH])
def test_a_file_that_differs_from_the_listing_is_not_kept(download: Downloading, kind: FaultKind) -> None:
    download.inject(kind, path_prefix="/", file_suffix="intensities.csv", times=None)
    with pytest.raises(IntegrityError, match=r"intensities.csv"):
        download(sample_data.IMAGES)
    assert download.arrived == download.originals(sample_data.IMAGES, without="intensities.csv")
    assert download.folder.left_open == []


@with_file_transfer
def test_a_file_that_cannot_be_read_does_not_keep_the_others_away(download: Downloading) -> None:
    download.inject(FaultKind.UNREADABLE_CHUNK, times=None, file_suffix="field_02.png")
    with pytest.raises(DataNotAvailable, match=r"field_02.png"):
        download(sample_data.IMAGES)
    assert download.arrived == download.originals(sample_data.IMAGES, without="field_02.png")
    assert download.folder.left_open == []


def test_a_data_store_that_falls_silent_is_given_up_in_time(download: Downloading) -> None:
    download.inject(FaultKind.HANG, times=None)
    begun = time.monotonic()
    with pytest.raises(InstanceUnreachable, match=f"no answer within {LIMITS.read_seconds} second"):
        download(sample_data.IMAGES)
    assert time.monotonic() - begun < 3 * LIMITS.read_seconds
    assert download.arrived == {}
    assert download.folder.left_open == []


def test_a_session_that_expires_half_way_is_said_to_be_expired(download: Downloading) -> None:
    where = {"occurrence": 2} if download.is_old else {"method": "startDownloadSession"}
    download.inject(FaultKind.EXPIRE_SESSION, **where)
    with pytest.raises(SessionExpired) as caught:
        download(sample_data.IMAGES)
    assert download.session.token.reveal() not in str(caught.value)
    assert download.folder.left_open == []


@with_file_transfer
def test_a_transfer_that_openbis_ends_with_the_session_is_said_to_be_expired(download: Downloading) -> None:
    session, sessions = download.session, PybisSessions(Clients(LIMITS))
    download.inject(FaultKind.TRUNCATE, after_bytes=1_500_000)
    download.folder = RecordingFolder(
        download.disk.prepare("/downloads", "2"),
        before_write=lambda: sessions.close(session),
    )
    with pytest.raises(SessionExpired):
        download(sample_data.BIG)
    assert download.folder.left_open == []


@pytest.mark.parametrize("kind", [FaultKind.LOGIN_PAGE, FaultKind.LOGIN_REDIRECT])
def test_a_login_page_is_no_file(download: Downloading, kind: FaultKind) -> None:
    download.inject(kind)
    with pytest.raises(InstanceNonsense):
        download(sample_data.IMAGES)
    assert download.arrived.items() <= download.originals(sample_data.IMAGES).items()
    assert "/fake/login" not in [request.path for request in download.fake.requests]


def test_without_checksums_the_files_arrive_all_the_same() -> None:
    with FakeOpenbis(settings=ServerSettings(compute_checksums=False)) as fake:
        download = downloading(fake)
        assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)


def test_a_data_store_without_free_streams_is_asked_by_the_plain_servlet() -> None:
    with FakeOpenbis(settings=ServerSettings(stream_limit=1)) as fake:
        download = downloading(fake)
        assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)


def test_an_empty_error_page_is_said_to_be_no_data() -> None:
    with FakeOpenbis(settings=ServerSettings(api_version="3.5", empty_error_pages=True)) as fake:
        download = downloading(fake)
        gone = fake.laboratory.store_path(sample_data.IMAGES) / "original" / "intensities.csv"
        files = PybisDataStore(Clients(LIMITS))
        data_set = PybisDataSets(Clients(LIMITS)).get(download.session, sample_data.IMAGES)
        listed = [file for file in files.files(download.session, data_set) if not file.is_folder]
        gone.unlink()
        with pytest.raises(DataNotAvailable):
            files.fetch(download.session, data_set, listed, download.folder, Cancellation())


def test_the_data_store_is_offered_no_compression_and_gets_no_cookie_back(download: Downloading) -> None:
    download(sample_data.IMAGES)
    requests = list(download.fake.requests)
    transfers = [each for each in requests if each.method in ("download", None)]
    assert transfers
    assert {each.headers.get("accept-encoding") for each in transfers} == {"identity"}
    assert [each for each in requests if "cookie" in each.headers] == []
