"""Downloads from openBIS's file server (AFS) with faults, with both ends inspected afterwards."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InstanceUnreachable,
    IntegrityError,
    SessionExpired,
)
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import noise
from tests.contract.afs_downloading import LIMITS, AfsDownloading, add_owner

MIB = 2**20
FILES = {
    "stack.raw": noise(5, 3 * MIB + 7),
    "a.txt": b"first",
    "folder/b.txt": b"second",
    "folder/empty.txt": b"",
}


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(settings=ServerSettings("3.7", afs="listed")) as fake:
        yield fake


@pytest.fixture
def changing_owner(fake: FakeOpenbis, request: pytest.FixtureRequest) -> str:
    name = hashlib.sha256(request.node.name.encode()).hexdigest()[:12]
    return add_owner(fake, f"FAULTS_{name}".upper(), FILES)


@pytest.fixture
def owner(fake: FakeOpenbis, changing_owner: str) -> Iterator[str]:
    """An owner whose files are the same after the test."""
    yield changing_owner
    assert stored(fake, changing_owner) == FILES


@pytest.fixture
def download(fake: FakeOpenbis) -> Iterator[AfsDownloading]:
    fake.requests.clear()
    yield AfsDownloading(fake)
    fake.faults.clear()


def stored(fake: FakeOpenbis, owner: str) -> dict[str, bytes]:
    root = fake.laboratory.afs_path(owner)
    paths = [path for path in root.rglob("*") if path.is_file() and ".afs" not in path.relative_to(root).parts]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("after_bytes", [0, 10, 30_000, 2_500_000])
def test_answer_that_breaks_off_is_continued(download: AfsDownloading, owner: str, after_bytes: int) -> None:
    hits = download.inject(FaultKind.TRUNCATE, after_bytes=after_bytes)
    assert download.fetch(owner) == FILES
    assert hits() == 1
    assert download.folder.bytes_written("stack.raw") == len(FILES["stack.raw"])
    assert download.folder.left_open == []


def test_reset_connection_is_opened_again(download: AfsDownloading, owner: str) -> None:
    hits = download.inject(FaultKind.RESET)
    assert download.fetch(owner) == FILES
    assert hits() == 1


def test_permanently_interrupted_download_is_resumed_later(download: AfsDownloading) -> None:
    files = {"stack.raw": FILES["stack.raw"]}
    owner = add_owner(download.fake, "INTERRUPTED", files)
    download.inject(FaultKind.TRUNCATE, after_bytes=2_200_000)
    download.inject(FaultKind.RESET, occurrence=2, times=None)
    with pytest.raises(InstanceUnreachable):
        download.fetch(owner)
    assert download.folder.left_open == []
    kept = download.folder.bytes_written("stack.raw")
    assert kept >= 2 * MIB
    assert "stack.raw" not in download.arrived
    download.fake.faults.clear()
    assert download.fetch(owner) == files
    assert download.folder.bytes_written("stack.raw") == len(files["stack.raw"])


def test_short_read_of_one_file_does_not_affect_the_others(download: AfsDownloading, owner: str) -> None:
    hits = download.inject(FaultKind.AFS_SHORT_READ, file_suffix="/b.txt", times=None)
    with pytest.raises(IntegrityError, match=r"b\.txt.*1 bytes less"):
        download.fetch(owner)
    assert hits() == 2
    assert download.arrived == {path: content for path, content in FILES.items() if path != "folder/b.txt"}
    assert download.folder.left_open == []


def test_single_short_read_is_fetched_again(download: AfsDownloading, owner: str) -> None:
    hits = download.inject(FaultKind.AFS_SHORT_READ, file_suffix="/stack.raw")
    assert download.fetch(owner) == FILES
    assert hits() == 1


@pytest.mark.parametrize("method", ["read", "list", "hash"])
def test_busy_path_is_waited_for(download: AfsDownloading, owner: str, method: str) -> None:
    hits = download.inject(FaultKind.AFS_BUSY, method, times=2)
    assert download.fetch(owner) == FILES
    assert hits() == 2


def test_path_that_stays_busy_is_reported_and_the_others_arrive(download: AfsDownloading, owner: str) -> None:
    download.inject(FaultKind.AFS_BUSY, file_suffix="/a.txt", times=None)
    with pytest.raises(DataNotAvailable, match=r"a\.txt: another program is using it"):
        download.fetch(owner)
    assert download.arrived == {path: content for path, content in FILES.items() if path != "a.txt"}
    assert download.folder.left_open == []


def test_session_that_expires_in_the_middle_is_reported_and_the_rest_is_fetched_later(
    fake: FakeOpenbis, download: AfsDownloading, owner: str
) -> None:
    hits = download.inject(FaultKind.TRUNCATE, after_bytes=2_200_000)
    download.inject(FaultKind.EXPIRE_SESSION, occurrence=2)
    with pytest.raises(SessionExpired):
        download.fetch(owner)
    assert hits() == 1
    assert download.folder.left_open == []
    assert "stack.raw" not in download.arrived
    download.session = download.new_session()
    assert download.fetch(owner) == FILES
    assert download.folder.bytes_written("stack.raw") == len(FILES["stack.raw"])


def test_file_that_changes_between_its_parts_is_not_kept(fake: FakeOpenbis, changing_owner: str) -> None:
    """Both parts change before the second one is read, so that what arrives is neither the old file nor the new one."""
    (fake.laboratory.afs_path(changing_owner) / "two parts.raw").write_bytes(bytes(11 * MIB))
    download = AfsDownloading(fake, Clients(replace(LIMITS, file_server_requests=1)))  # one part after the other
    for offset in (MIB, 11 * MIB - 1):
        download.inject(FaultKind.AFS_FILE_CHANGED, file_suffix="/two parts.raw", occurrence=2, offset=offset)
    with pytest.raises(DataNotAvailable, match=r"two parts\.raw: it was changed in openBIS after it was listed"):
        download.fetch(changing_owner)
    fake.faults.clear()
    assert download.arrived == FILES
    assert download.folder.left_open == []
    assert download.fetch(changing_owner) == stored(fake, changing_owner)


@pytest.mark.parametrize("content", [b"a", b"longer than before"])
def test_file_that_changed_after_the_list_is_reported(
    fake: FakeOpenbis, download: AfsDownloading, changing_owner: str, content: bytes
) -> None:
    listed = download.files(changing_owner)
    (fake.laboratory.afs_path(changing_owner) / "a.txt").write_bytes(content)
    with pytest.raises(DataNotAvailable, match=r"a\.txt: it was changed in openBIS after it was listed"):
        download.fetch(changing_owner, listed)
    assert download.arrived == {path: text for path, text in FILES.items() if path != "a.txt"}
    assert download.fetch(changing_owner) == {**FILES, "a.txt": content}


def test_file_that_was_removed_after_the_list_is_reported(
    fake: FakeOpenbis, download: AfsDownloading, changing_owner: str
) -> None:
    listed = download.files(changing_owner)
    (fake.laboratory.afs_path(changing_owner) / "folder" / "b.txt").unlink()
    with pytest.raises(DataNotAvailable, match=r"b\.txt: it was removed or renamed in openBIS"):
        download.fetch(changing_owner, listed)
    assert download.arrived == {path: content for path, content in FILES.items() if path != "folder/b.txt"}
    assert download.folder.left_open == []


def test_file_that_is_missing_for_a_moment_does_not_affect_the_others(download: AfsDownloading, owner: str) -> None:
    hits = download.inject(FaultKind.AFS_NO_SUCH_FILE, file_suffix="/a.txt", times=None)
    with pytest.raises(DataNotAvailable, match=r"a\.txt"):
        download.fetch(owner)
    assert hits() > 0
    assert download.arrived == {path: content for path, content in FILES.items() if path != "a.txt"}


def test_file_that_vanishes_while_all_are_listed_does_not_make_the_list_empty(
    download: AfsDownloading, owner: str
) -> None:
    listed = download.files(owner)
    hits = download.inject(FaultKind.AFS_VANISHED, "list", file_suffix="/folder/b.txt", times=1)
    assert download.files(owner) == listed
    assert hits() == 1
    download.inject(FaultKind.AFS_VANISHED, "list", file_suffix="/folder/b.txt", times=None)
    with pytest.raises(DataNotAvailable, match="another program is changing it"):
        download.files(owner)


@pytest.mark.parametrize("method", ["list", "read"])
def test_no_token_is_in_errors(download: AfsDownloading, owner: str, method: str) -> None:
    listed = download.files(owner)
    token = download.session.token.reveal()
    download.inject(FaultKind.LOGIN_PAGE, method, times=None)
    with pytest.raises(Exception) as raised:
        download.fetch(owner, None if method == "list" else listed)
    assert token not in str(raised.value)
    assert download.arrived == {} or set(download.arrived) == {"folder/empty.txt"}
