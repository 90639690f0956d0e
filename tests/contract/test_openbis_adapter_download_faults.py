"""Downloads with faults of the data store."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InstanceUnreachable,
    IntegrityError,
    SessionExpired,
    UnexpectedResponse,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from tests.contract.contracts.recording import RecordingFolder
from tests.contract.downloading import LIMITS, VERSIONS, Downloading, downloading
from tests.support.openbis_world import access_token
from tests.support.waiting import at_once


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
def test_all_files_are_equal_to_the_originals(download: Downloading, perm_id: str) -> None:
    assert download(perm_id) == download.originals(perm_id)


@with_file_transfer
def test_a_personal_access_token_is_enough(download: Downloading) -> None:
    token = Secret(access_token(download.fake, "admin"))
    download.session = Session(download.session.instance, token, "admin")
    assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)


@pytest.mark.parametrize("after_bytes", [0, 10, 30_000, 1_500_000])
def test_interrupted_body_is_requested_again(download: Downloading, after_bytes: int) -> None:
    hits = download.inject(FaultKind.TRUNCATE, after_bytes=after_bytes)
    assert download(sample_data.BIG) == download.originals(sample_data.BIG)
    assert hits() == 1


def test_reset_connection_is_opened_again(download: Downloading) -> None:
    hits = download.inject(FaultKind.RESET)
    assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)
    assert hits() == 1


def test_permanently_interrupted_bodies_are_an_error(download: Downloading) -> None:
    download.inject(FaultKind.TRUNCATE, after_bytes=10, times=None)
    with pytest.raises((InstanceUnreachable, DataNotAvailable)):
        download(sample_data.BIG)
    assert download.arrived == {}
    assert download.folder.left_open == []


@with_file_transfer
@pytest.mark.parametrize("kind", [FaultKind.CORRUPT_PAYLOAD_CRC, FaultKind.CORRUPT_HEADER_CRC])
def test_damaged_chunk_is_requested_again(download: Downloading, kind: FaultKind) -> None:
    hits = download.inject(kind)
    assert download(sample_data.BIG) == download.originals(sample_data.BIG)
    assert hits() == 1


@with_file_transfer
def test_permanently_damaged_chunk_is_an_error(download: Downloading) -> None:
    download.inject(FaultKind.CORRUPT_PAYLOAD_CRC, times=None, file_suffix="stack.raw")
    with pytest.raises(IntegrityError, match=r"stack.raw"):
        download(sample_data.BIG)
    assert download.arrived == download.originals(sample_data.BIG, without="stack.raw")
    assert download.folder.left_open == []


@with_file_transfer
def test_bytes_changed_in_the_data_store_are_detected(download: Downloading) -> None:
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
def test_unreadable_file_does_not_affect_the_others(download: Downloading) -> None:
    download.inject(FaultKind.UNREADABLE_CHUNK, times=None, file_suffix="field_02.png")
    with pytest.raises(DataNotAvailable, match=r"field_02.png"):
        download(sample_data.IMAGES)
    assert download.arrived == download.originals(sample_data.IMAGES, without="field_02.png")
    assert download.folder.left_open == []


def test_silent_data_store_times_out(download: Downloading) -> None:
    download.clients = Clients(replace(LIMITS, read_seconds=1))
    download.inject(FaultKind.HANG, times=None)
    with at_once(), pytest.raises(InstanceUnreachable, match="no answer within 1 second"):
        download(sample_data.IMAGES)
    assert download.arrived == {}
    assert download.folder.left_open == []


def test_session_that_expires_during_the_download_is_an_error(download: Downloading) -> None:
    where = {"occurrence": 2} if download.is_old else {"method": "startDownloadSession"}
    download.inject(FaultKind.EXPIRE_SESSION, **where)
    with pytest.raises(SessionExpired) as caught:
        download(sample_data.IMAGES)
    assert download.session.token.reveal() not in str(caught.value)
    assert download.folder.left_open == []


@with_file_transfer
def test_transfer_ended_with_the_session_is_an_expired_session(download: Downloading) -> None:
    session, sessions = download.session, OpenbisSessions(Clients(LIMITS))
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
    with pytest.raises(UnexpectedResponse):
        download(sample_data.IMAGES)
    assert download.arrived.items() <= download.originals(sample_data.IMAGES).items()
    assert "/fake/login" not in [request.path for request in download.fake.requests]


def test_files_without_checksums_are_downloaded() -> None:
    with FakeOpenbis(settings=ServerSettings(compute_checksums=False)) as fake:
        download = downloading(fake)
        assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)


def test_plain_servlet_is_used_without_free_streams() -> None:
    with FakeOpenbis(settings=ServerSettings(stream_limit=1)) as fake:
        download = downloading(fake)
        assert download(sample_data.IMAGES) == download.originals(sample_data.IMAGES)


def test_empty_error_page_is_missing_data() -> None:
    with FakeOpenbis(settings=ServerSettings(api_version="3.5", empty_error_pages=True)) as fake:
        download = downloading(fake)
        deleted = fake.laboratory.store_path(sample_data.IMAGES) / "original" / "intensities.csv"
        files = OpenbisDataStore(Clients(LIMITS))
        data_set = OpenbisDataSets(Clients(LIMITS)).get(download.session, sample_data.IMAGES)
        listed = [file for file in files.files(download.session, data_set) if not file.is_folder]
        deleted.unlink()
        with pytest.raises(DataNotAvailable):
            files.fetch(download.session, data_set, listed, download.folder, Cancellation())


def test_requests_offer_no_compression_and_send_no_cookies(download: Downloading) -> None:
    download(sample_data.IMAGES)
    requests = list(download.fake.requests)
    transfers = [each for each in requests if each.method in ("download", None)]
    assert transfers
    assert {each.headers.get("accept-encoding") for each in transfers} == {"identity"}
    assert [each for each in requests if "cookie" in each.headers] == []
