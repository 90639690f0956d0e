"""Never two data sets for one upload, and none that nobody hears of: also when openBIS's answer is lost."""

from collections.abc import Iterator

import pytest

from jupyter_openbis_server.domain.errors import UploadFailed, UploadUnconfirmed
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind

from .uploading import REGISTRATIONS, Uploading, uploading

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
def test_a_registration_whose_answer_is_lost_is_found(upload: Uploading, paths: tuple[str, ...]) -> None:
    before = upload.data_sets
    upload.inject_into_registration(FaultKind.TRUNCATE)
    perm_id = upload(*paths)
    assert upload.data_sets - before == {perm_id}
    assert upload.registrations == 1


@pytest.mark.parametrize("kind", [FaultKind.BAD_JSON, FaultKind.TRUNCATE])
def test_it_is_found_whatever_came_instead_of_the_answer(upload: Uploading, kind: FaultKind) -> None:
    upload.inject_into_registration(kind)
    assert upload("small.txt") in upload.data_sets


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS, FaultKind.LOGIN_PAGE])
def test_a_registration_that_is_not_found_is_not_repeated_and_said_to_be_uncertain(
    upload: Uploading, kind: FaultKind
) -> None:
    before = upload.data_sets
    upload.inject_into_registration(kind)
    with pytest.raises(UploadUnconfirmed, match=UNCERTAIN):
        upload("small.txt")
    assert upload.data_sets == before
    assert upload.registrations == 1


def test_an_older_data_set_with_the_same_files_is_not_taken_for_it(upload: Uploading) -> None:
    upload("run")
    upload.inject_into_registration(FaultKind.RESET)
    with pytest.raises(UploadUnconfirmed, match=UNCERTAIN):
        upload("run")


def test_a_new_data_set_with_other_files_is_not_taken_for_it(upload: Uploading) -> None:
    upload.inject_into_registration(FaultKind.TRUNCATE)
    upload.inject(FaultKind.WRONG_FILE_CRC, times=None)
    with pytest.raises(UploadUnconfirmed, match=UNCERTAIN):
        upload("small.txt")


def test_it_is_found_when_openbis_knows_its_files_a_little_later(upload: Uploading) -> None:
    upload.inject_into_registration(FaultKind.TRUNCATE)
    wrong = upload.inject(FaultKind.WRONG_FILE_LENGTH, times=2)
    assert upload("small.txt") in upload.data_sets
    assert wrong() == 2


def test_it_is_found_when_the_search_fails_at_first(upload: Uploading) -> None:
    upload.inject_into_registration(FaultKind.TRUNCATE)
    # The first search tells what was there before; an interrupted one is repeated twice at once.
    failures = upload.inject(FaultKind.STATUS, method="searchDataSets", occurrence=2, times=4)
    assert upload("small.txt") in upload.data_sets
    assert failures() == 4


def test_a_session_that_ends_with_the_answer_does_not_make_the_upload_start_again(upload: Uploading) -> None:
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


def test_an_openbis_that_registers_nothing_says_so() -> None:
    with FakeOpenbis(api_version="3.6") as fake:
        upload = uploading(fake, dict(FILES))
        upload.inject(FaultKind.REGISTER_NOTHING, method=REGISTRATIONS[0])
        with pytest.raises(UploadFailed, match="registered nothing") as caught:
            upload("small.txt")
        assert not isinstance(caught.value, UploadUnconfirmed)
        assert upload.data_sets == set()
