"""Registrations with lost responses: one data set per upload, which is found or reported as unconfirmed."""

from collections.abc import Iterator

import pytest

from jupyter_openbis_server.domain.errors import UploadFailed, UploadUnconfirmed
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind
from tests.contract.uploading import REGISTRATIONS, Uploading, uploading

FILES = {"small.txt": b"small", "run/a.csv": b"1,2", "run/sub/ü #1.csv": b"", "run/sub/c.csv": b"3" * 5000}
UNCERTAIN = r"did not confirm the registration .* may have registered"


@pytest.fixture(scope="module", params=["3.5", "3.6", "3.7"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version=request.param) as fake:
        yield fake


@pytest.fixture
def upload(fake: FakeOpenbis) -> Iterator[Uploading]:
    yield uploading(fake, dict(FILES))
    fake.faults.clear()


@pytest.mark.parametrize("paths", [("small.txt",), ("run",), ("run", "small.txt")], ids="-".join)
def test_registration_with_a_lost_response_is_found(upload: Uploading, paths: tuple[str, ...]) -> None:
    before = upload.data_sets
    upload.inject_into_registration(FaultKind.TRUNCATE)
    perm_id = upload(*paths)
    assert upload.data_sets - before == {perm_id}
    assert upload.registrations == 1


@pytest.mark.parametrize("kind", [FaultKind.BAD_JSON, FaultKind.TRUNCATE])
def test_registration_with_an_invalid_response_is_found(upload: Uploading, kind: FaultKind) -> None:
    upload.inject_into_registration(kind)
    assert upload("small.txt") in upload.data_sets


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS, FaultKind.LOGIN_PAGE])
def test_missing_registration_is_not_repeated_and_reported_as_unconfirmed(upload: Uploading, kind: FaultKind) -> None:
    before = upload.data_sets
    upload.inject_into_registration(kind)
    with pytest.raises(UploadUnconfirmed, match=UNCERTAIN):
        upload("small.txt")
    assert upload.data_sets == before
    assert upload.registrations == 1


def test_older_data_set_with_the_same_files_is_not_mistaken_for_it(upload: Uploading) -> None:
    upload("run")
    upload.inject_into_registration(FaultKind.RESET)
    with pytest.raises(UploadUnconfirmed, match=UNCERTAIN):
        upload("run")


def test_new_data_set_with_other_files_is_not_mistaken_for_it(upload: Uploading) -> None:
    upload.inject_into_registration(FaultKind.TRUNCATE)
    upload.inject(FaultKind.WRONG_FILE_CRC, times=None)
    with pytest.raises(UploadUnconfirmed, match=UNCERTAIN):
        upload("small.txt")


def test_registration_is_found_if_its_files_are_listed_later(upload: Uploading) -> None:
    upload.inject_into_registration(FaultKind.TRUNCATE)
    wrong = upload.inject(FaultKind.WRONG_FILE_LENGTH, times=2)
    assert upload("small.txt") in upload.data_sets
    assert wrong() == 2


def test_registration_is_found_if_the_search_fails_at_first(upload: Uploading) -> None:
    upload.inject_into_registration(FaultKind.TRUNCATE)
    # The first search lists the data sets before the upload; an interrupted search is retried twice at once.
    failures = upload.inject(FaultKind.STATUS, method="searchDataSets", occurrence=2, times=4)
    assert upload("small.txt") in upload.data_sets
    assert failures() == 4


def test_session_that_expires_with_the_response_does_not_restart_the_upload(upload: Uploading) -> None:
    before = upload.data_sets
    upload.inject_into_registration(FaultKind.TRUNCATE)
    upload.inject(FaultKind.EXPIRE_SESSION, method="searchDataSets", occurrence=2)
    with pytest.raises(UploadUnconfirmed, match=UNCERTAIN) as caught:
        upload("small.txt")
    assert len(upload.data_sets - before) == 1
    assert upload.session.token.reveal() not in str(caught.value)


def test_two_uploads_of_the_same_files_are_two_data_sets(upload: Uploading) -> None:
    assert upload("run") != upload("run")
    assert upload.registrations == 2


def test_registration_of_nothing_is_an_error() -> None:
    with FakeOpenbis(api_version="3.6") as fake:
        upload = uploading(fake, dict(FILES))
        upload.inject(FaultKind.REGISTER_NOTHING, method=REGISTRATIONS[0])
        with pytest.raises(UploadFailed, match="registered nothing") as caught:
            upload("small.txt")
        assert not isinstance(caught.value, UploadUnconfirmed)
        assert upload.data_sets == set()
