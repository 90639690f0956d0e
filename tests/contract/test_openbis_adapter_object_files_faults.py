"""Storing files in the file server (AFS) with faults of openBIS, network and disk: all of a file, or nothing."""

import io
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.errors import NoRight
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataNotAvailable,
    InstanceUnreachable,
    OpenbisError,
    RequestRefused,
    SessionExpired,
    SourceNotReadable,
)
from jupyter_openbis_server.domain.object_files.errors import ChangeLost, FilesChanged
from jupyter_openbis_server.domain.object_files.object_files import FileToStore
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.workspace.source_files import SourceFile
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind, ServerSettings
from tests.contract.file_uploading import LIMITS, FileUploading, file_uploading
from tests.support.recorded_progress import RecordedProgress
from tests.support.waiting import until

BIG = os.urandom(25 * 1024 * 1024)  # three requests
MANY = {f"run/{number}.bin": bytes([number]) * 1000 for number in range(100)}
SMALL = {"small.txt": b"small", "empty.txt": b""}
API = "/afs-server/api"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(settings=ServerSettings("3.7", afs="listed")) as fake:
        yield fake


@pytest.fixture
def upload(fake: FakeOpenbis) -> Iterator[FileUploading]:
    yield file_uploading(fake, {"big.raw": BIG, **SMALL, **MANY})
    fake.faults.clear()


def folders(stored: dict[str, bytes | None]) -> dict[str, bytes]:
    return {path: content for path, content in stored.items() if content is not None}


def in_single_requests(upload: FileUploading) -> FileUploading:
    """Return an uploader of the same files with one request at a time: none is under way after an error."""
    other = file_uploading(upload.fake, upload.workspace.files, replace(LIMITS, file_server_requests=1))
    other.owner = upload.owner
    return other


# --- requests


def test_many_small_files_take_few_requests(upload: FileUploading) -> None:
    files = upload.files("run")
    upload.fake.requests.clear()
    upload.store(files)
    assert folders(upload.stored) == MANY
    assert upload.unfinished == []
    assert {name: upload.requests(name) for name in ("write", "read", "move")} == {"write": 1, "read": 1, "move": 1}
    assert upload.requests() <= 10


def test_large_file_is_sent_in_parts_and_hashed_by_the_server(upload: FileUploading) -> None:
    files = upload.files("big.raw")
    upload.fake.requests.clear()
    upload.store(files)
    assert upload.stored == {"big.raw": BIG}
    assert {name: upload.requests(name) for name in ("write", "read", "hash")} == {"write": 3, "read": 0, "hash": 1}
    assert upload.progress.bytes == len(BIG)


# --- the network


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS, FaultKind.TRUNCATE])
@pytest.mark.parametrize("path", ["big.raw", "run"])
def test_lost_write_is_sent_again(upload: FileUploading, kind: FaultKind, path: str) -> None:
    hits = upload.inject(kind, path_prefix=API, method="write")
    upload(path)
    assert hits() == 1
    assert folders(upload.stored) == ({"big.raw": BIG} if path == "big.raw" else MANY)
    assert upload.unfinished == []


@pytest.mark.parametrize("method", ["move", "create", "list", "read", "hash", "delete"])
def test_lost_answer_of_any_step_does_no_harm(upload: FileUploading, method: str) -> None:
    upload("small.txt", "empty.txt", "big.raw")
    upload.workspace.files |= {"small.txt": b"newer", "big.raw": BIG[::-1]}
    upload.workspace.files["new/empty.txt"] = b""
    files = upload.files("small.txt", "big.raw", "new")
    hits = upload.inject(FaultKind.TRUNCATE, path_prefix=API, method=method)
    upload.store(files)
    assert hits() == 1
    expected = {"small.txt": b"newer", "empty.txt": b"", "big.raw": BIG[::-1], "new/empty.txt": b""}
    assert folders(upload.stored) == expected
    assert upload.trash == {"small.txt": b"small", "big.raw": BIG}


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS])
def test_rest_that_cannot_be_deleted_is_no_failure_of_the_upload(upload: FileUploading, kind: FaultKind) -> None:
    lost = upload.inject(kind, path_prefix=API, method="delete", times=None)
    upload("small.txt", "empty.txt")
    assert lost() >= 1
    assert folders(upload.stored) == SMALL
    assert len(upload.unfinished) == 1


def test_permanently_lost_writes_end_the_upload_which_continues_later(upload: FileUploading) -> None:
    one_by_one = in_single_requests(upload)
    one_by_one.inject(FaultKind.RESET, path_prefix=API, method="write", occurrence=3, times=None)
    with pytest.raises(InstanceUnreachable, match="client_max_body_size"):
        one_by_one("big.raw")
    assert upload.stored == {}
    assert len(upload.unfinished) == 1
    upload.fake.faults.clear()
    upload.fake.requests.clear()
    upload("big.raw")
    assert upload.stored == {"big.raw": BIG}
    assert upload.unfinished == []
    assert upload.requests("write") == 1


# --- openBIS


@pytest.mark.parametrize("method", ["write", "create", "move", "delete"])
def test_change_that_is_lost_silently_is_made_again(upload: FileUploading, method: str) -> None:
    upload("small.txt", "big.raw")
    upload.workspace.files |= {"small.txt": b"newer", "big.raw": BIG[::-1], "new/empty.txt": b""}
    files = upload.files("small.txt", "big.raw", "new")
    hits = upload.inject(FaultKind.AFS_LOST_COMMIT, method=method)
    upload.store(files)
    assert hits() == 1
    assert folders(upload.stored) == {"small.txt": b"newer", "big.raw": BIG[::-1], "new/empty.txt": b""}
    assert upload.trash == {"small.txt": b"small", "big.raw": BIG}


@pytest.mark.parametrize("method", ["write", "move"])
def test_changes_that_are_always_lost_are_an_error_and_leave_nothing(upload: FileUploading, method: str) -> None:
    upload.inject(FaultKind.AFS_LOST_COMMIT, method=method, times=None)
    with pytest.raises(OpenbisError) as caught:
        upload("small.txt")
    assert isinstance(caught.value, ChangeLost) == (method == "move")
    upload.fake.faults.clear()
    assert upload.everything.keys() <= {".afs"}


@pytest.mark.parametrize("kind", ["move", "delete", "folder"])
def test_single_changes_that_are_lost_are_made_again(upload: FileUploading, kind: str) -> None:
    upload("small.txt")
    change = {
        "move": lambda: upload.object_files.move(upload.session, upload.owner, "small.txt", "a/b.txt"),
        "delete": lambda: upload.object_files.delete(upload.session, upload.owner, "small.txt"),
        "folder": lambda: upload.object_files.create_folder(upload.session, upload.owner, "a"),
    }[kind]
    method = "create" if kind == "folder" else kind
    hits = upload.inject(FaultKind.AFS_LOST_COMMIT, method=method)
    change()
    assert hits() == 1
    expected = {"move": {"a": None, "a/b.txt": b"small"}, "delete": {}, "folder": {"small.txt": b"small", "a": None}}
    assert upload.stored == expected[kind]
    upload.inject(FaultKind.AFS_LOST_COMMIT, times=None)
    with pytest.raises(ChangeLost):
        upload.object_files.create_folder(upload.session, upload.owner, "other")


def test_file_that_is_busy_twice_is_stored(upload: FileUploading) -> None:
    hits = upload.inject(FaultKind.AFS_BUSY, method="write", times=2)
    upload("big.raw")
    assert hits() == 2
    assert upload.stored == {"big.raw": BIG}


def test_file_that_stays_busy_is_an_error(upload: FileUploading) -> None:
    upload.inject(FaultKind.AFS_BUSY, method="move", times=None)
    with pytest.raises(DataNotAvailable, match="another program"):
        upload("small.txt")
    assert upload.stored == {}
    upload.fake.faults.clear()
    upload("small.txt")
    assert upload.stored == {"small.txt": b"small"}
    assert upload.unfinished == []


def test_full_disk_of_the_server_is_an_error_and_leaves_nothing(upload: FileUploading) -> None:
    upload.inject(FaultKind.AFS_DISK_FULL, method="write", occurrence=2, times=None)
    with pytest.raises(RequestRefused, match="No space left"):
        upload("big.raw")
    assert upload.stored == {}
    assert upload.unfinished == []


def replacing(upload: FileUploading) -> list[FileToStore]:
    """Store a file, and return the upload of another content in its place."""
    upload("small.txt")
    upload.workspace.files["small.txt"] = b"the second version"
    return upload.files("small.txt")


def test_move_that_is_refused_once_after_the_old_version_is_in_the_trash_is_repeated(upload: FileUploading) -> None:
    files = replacing(upload)
    hits = upload.inject(FaultKind.AFS_DISK_FULL, method="move", file_suffix="small.txt")
    upload.store(files)
    assert hits() == 1
    assert upload.stored == {"small.txt": b"the second version"}
    assert upload.unfinished == []


def test_new_version_is_kept_if_it_never_gets_the_name_of_the_old_one_in_the_trash(upload: FileUploading) -> None:
    files = replacing(upload)
    upload.inject(FaultKind.AFS_DISK_FULL, method="move", file_suffix="small.txt", times=None)
    with pytest.raises(RequestRefused, match="No space left"):
        upload.store(files)
    assert upload.stored == {}
    assert b"small" in upload.trash.values()
    assert b"the second version" in upload.everything.values()
    upload.fake.faults.clear()
    upload("small.txt")
    assert upload.stored == {"small.txt": b"the second version"}
    assert upload.unfinished == []


def test_new_version_is_kept_if_the_upload_ends_for_another_file_before_it_has_its_name(
    upload: FileUploading, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload("small.txt", "empty.txt")
    upload.workspace.files |= {"small.txt": b"the second version", "empty.txt": b"no longer empty"}
    files = upload.files("small.txt", "empty.txt")
    upload = in_single_requests(upload)  # the other file is looked at after it was changed, not meanwhile
    genuine = AfsClient.delete

    def delete_and_change_the_other(self: AfsClient, owner: str, path: str, *, to_trash: bool = True) -> None:
        genuine(self, owner, path, to_trash=to_trash)
        if path == "small.txt":
            (upload.folder / "empty.txt").write_bytes(b"of another program")

    monkeypatch.setattr(AfsClient, "delete", delete_and_change_the_other)
    upload.inject(FaultKind.AFS_LOST_COMMIT, method="move", file_suffix="small.txt")
    with pytest.raises(FilesChanged, match="empty"):
        upload.store(files)
    assert upload.stored == {"empty.txt": b"of another program"}
    assert b"the second version" in upload.everything.values()


def test_cancellation_between_the_two_moves_of_a_replacement_waits_for_the_second(
    upload: FileUploading, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, cancellation = replacing(upload), Cancellation()
    genuine = AfsClient.delete

    def delete_and_cancel(self: AfsClient, owner: str, path: str, *, to_trash: bool = True) -> None:
        genuine(self, owner, path, to_trash=to_trash)
        cancellation.cancel()

    monkeypatch.setattr(AfsClient, "delete", delete_and_cancel)
    upload.store(files, cancellation)
    assert upload.stored == {"small.txt": b"the second version"}
    assert upload.unfinished == []


@pytest.mark.parametrize("path", ["big.raw", "run"])
def test_expired_session_is_an_error_and_the_upload_continues_later(upload: FileUploading, path: str) -> None:
    files = upload.files(path)
    upload.inject(FaultKind.EXPIRE_SESSION, path_prefix=API, method="write")
    with pytest.raises(SessionExpired) as caught:
        upload.store(files)
    assert upload.session.token.reveal() not in str(caught.value)
    assert upload.stored == {}
    other = file_uploading(upload.fake)
    other.owner, other.workspace = upload.owner, upload.workspace
    other(path)
    assert folders(upload.stored) == ({"big.raw": BIG} if path == "big.raw" else MANY)
    assert upload.unfinished == []


@pytest.mark.parametrize("path", ["a&b.txt", ".afs/x", "dot."])
def test_name_that_the_server_refuses_stores_nothing(upload: FileUploading, path: str) -> None:
    (source,) = upload.workspace.sources("small.txt")
    with pytest.raises(RequestRefused, match="name"):
        upload.store([FileToStore(source, path)])
    assert upload.stored == {}
    assert upload.unfinished == []


@pytest.mark.parametrize("is_immutable", [True, False])
def test_missing_right_sends_nothing(is_immutable: bool) -> None:
    observers = frozenset() if is_immutable else frozenset({"admin"})
    settings = ServerSettings("3.7", afs="listed", afs_observers=observers)
    with FakeOpenbis(settings=settings) as fake:
        upload = file_uploading(fake, dict(SMALL), immutable=is_immutable)
        with pytest.raises(NoRight) as caught:
            upload.object_files.check_may_change(upload.session, upload.owner)
        assert upload.session.token.reveal() not in str(caught.value)
        assert upload.requests("write") == upload.requests("create") == 0
        assert upload.everything == {}
        assert fake.laboratory.data_set(upload.owner) is None


# --- other writers


def test_of_two_writers_one_wins_and_nothing_is_mixed(upload: FileUploading) -> None:
    contents = [bytes([number]) * 3_000_000 for number in range(4)]
    errors: list[OpenbisError] = []
    barrier = threading.Barrier(len(contents))

    def write(content: bytes) -> None:
        other = file_uploading(upload.fake, {"same.raw": content})
        other.owner = upload.owner
        files = other.files("same.raw")
        barrier.wait()
        try:
            other.store(files)
        except OpenbisError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(each,)) for each in contents]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert upload.stored["same.raw"] in contents
    assert [type(each) for each in errors] == [FilesChanged] * 3
    assert upload.unfinished == []


def test_of_two_replacements_at_a_time_one_wins_and_no_content_is_lost(upload: FileUploading) -> None:
    upload.workspace.files["same.raw"] = b"old" * 1_000_000
    upload("same.raw")
    contents = [bytes([number]) * 3_000_000 for number in range(4)]
    won: list[bytes] = []
    lost: list[OpenbisError] = []
    barrier = threading.Barrier(len(contents))

    def write(content: bytes) -> None:
        other = file_uploading(upload.fake, {"same.raw": content})
        other.owner = upload.owner
        files = other.files("same.raw")
        barrier.wait()
        try:
            other.store(files)
        except OpenbisError as error:
            lost.append(error)
        else:
            won.append(content)

    threads = [threading.Thread(target=write, args=(each,)) for each in contents]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert won
    assert upload.stored["same.raw"] in won
    kept = {*upload.trash.values(), upload.stored["same.raw"]}
    assert {upload.workspace.files["same.raw"], *won} <= kept
    assert {type(each) for each in lost} <= {FilesChanged}
    assert upload.unfinished == []


def test_writers_of_the_same_content_do_not_disturb_each_other(upload: FileUploading) -> None:
    errors: list[OpenbisError] = []
    barrier = threading.Barrier(2)

    def write() -> None:
        other = file_uploading(upload.fake, {"big.raw": BIG})
        other.owner = upload.owner
        files = other.files("big.raw")
        barrier.wait()
        try:
            other.store(files)
        except OpenbisError as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert upload.stored == {"big.raw": BIG}
    assert len(errors) == 1
    assert isinstance(errors[0], FilesChanged)


def test_writers_of_different_files_in_one_new_folder_all_succeed(upload: FileUploading) -> None:
    contents = [{f"run/{number} {n}.bin": bytes([number, n]) for n in range(20)} for number in range(4)]
    errors: list[OpenbisError] = []
    barrier = threading.Barrier(len(contents))

    def write(files: dict[str, bytes]) -> None:
        other = file_uploading(upload.fake, files)
        other.owner = upload.owner
        planned = other.files("run")
        barrier.wait()
        try:
            other.store(planned)
        except OpenbisError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(each,)) for each in contents]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert errors == []
    assert folders(upload.stored) == {path: content for each in contents for path, content in each.items()}
    assert upload.unfinished == []


def test_new_folder_is_moved_as_a_whole_and_leaves_nothing_to_delete(upload: FileUploading) -> None:
    upload.fake.requests.clear()
    upload("run")
    assert set(upload.stored) > {"run"}
    assert upload.unfinished == []
    assert (upload.requests("move"), upload.requests("delete")) == (1, 0)


def test_file_with_the_name_of_a_folder_is_kept(upload: FileUploading) -> None:
    other = file_uploading(upload.fake, {"run": b"a file"})
    other.owner = upload.owner
    files = upload.files("run")
    other("run")
    with pytest.raises(FilesChanged, match=r"run/0\.bin"):
        upload.store(files)
    assert upload.stored == {"run": b"a file"}
    assert upload.unfinished == []


def test_file_that_was_changed_in_openbis_is_kept(upload: FileUploading) -> None:
    upload("small.txt")
    files = upload.files("small.txt")
    (upload.folder / "small.txt").write_bytes(b"other")
    upload.workspace.files["small.txt"] = b"newer"
    with pytest.raises(FilesChanged, match=r"small\.txt"):
        upload.store(files)
    assert upload.stored == {"small.txt": b"other"}
    assert upload.trash == {}
    assert upload.unfinished == []


def test_file_with_another_md5_than_seen_is_kept(upload: FileUploading) -> None:
    upload("small.txt")
    (file,) = upload.files("small.txt")
    assert file.replaced
    seen = replace(file, replaced=file.replaced.with_checksum(None, "0" * 32))
    upload.workspace.files["small.txt"] = b"newer"
    with pytest.raises(FilesChanged):
        upload.store([seen])
    assert upload.stored == {"small.txt": b"small"}


# --- the disk


@pytest.mark.parametrize("name", ["big.raw", "small.txt"])
def test_local_file_that_changes_while_it_is_sent_stores_nothing(
    upload: FileUploading, tmp_path: Path, name: str
) -> None:
    content = upload.workspace.files[name]
    (tmp_path / name).write_bytes(content)
    (source,) = FilesystemWorkspace(tmp_path).sources(name)

    class Changing(RecordedProgress):
        """Changes the first byte whenever something was sent."""

        changes = 0

        def moved(self, count: int) -> None:
            self.changes += 1
            with (tmp_path / name).open("r+b") as file:
                file.write(bytes([self.changes]))

    upload.progress = Changing()
    with pytest.raises(SourceNotReadable, match="was changed while it was sent"):
        upload.store([FileToStore(source, name)])
    assert upload.stored == {}
    assert upload.unfinished == []


@dataclass
class CountedSource:
    """A file of the workspace whose reads are counted."""

    source: SourceFile
    bytes_read: int = 0

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def size(self) -> int:
        return self.source.size

    @property
    def is_folder(self) -> bool:
        return self.source.is_folder

    def open(self) -> BinaryIO:
        stream = cast("io.FileIO", self.source.open())
        counted = self

        class Counting(io.FileIO):
            def read(self, size: int | None = -1) -> bytes:
                data = super().read(size) or b""
                counted.bytes_read += len(data)
                return data

        return cast("BinaryIO", Counting(os.dup(stream.fileno()), closefd=True))


@pytest.mark.parametrize(("age", "times"), [(3600, 2), (0, 3)])
def test_pieces_of_a_large_local_file_are_read_twice_and_all_of_it_once_more_if_it_was_written_just_now(
    upload: FileUploading, tmp_path: Path, age: int, times: int
) -> None:
    """For the MD5, and to be sent. What was written just now can change without a trace: it is compared with that."""
    path = tmp_path / "big.raw"
    path.write_bytes(BIG)
    changed = path.stat().st_mtime + (-age if age else 3600)
    os.utime(path, (changed, changed))
    (found,) = FilesystemWorkspace(tmp_path).sources("big.raw")
    source = CountedSource(found)
    upload.store([FileToStore(source, "big.raw")])
    assert upload.stored == {"big.raw": BIG}
    samples = 2 * 16 * 64 * 1024
    assert times * len(BIG) <= source.bytes_read <= times * len(BIG) + samples


@pytest.mark.parametrize("size", [0, 10_000_000])
def test_local_file_that_becomes_shorter_stores_nothing(upload: FileUploading, tmp_path: Path, size: int) -> None:
    (tmp_path / "big.raw").write_bytes(BIG)
    (source,) = FilesystemWorkspace(tmp_path).sources("big.raw")
    os.truncate(tmp_path / "big.raw", size)
    with pytest.raises(SourceNotReadable, match="shorter"):
        upload.store([FileToStore(source, "big.raw")])
    assert upload.everything == {}


# --- interruptions


def test_upload_that_waits_for_a_silent_server_can_be_cancelled(upload: FileUploading) -> None:
    files = upload.files("big.raw")
    upload.inject(FaultKind.HANG, path_prefix=API, method="write", times=None)
    cancellation = Cancellation()
    errors: list[OpenbisError] = []

    def run() -> None:
        try:
            upload.store(files, cancellation)
        except OpenbisError as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    until(lambda: upload.fake.faults.hanging)
    cancellation.cancel()
    thread.join(20)
    assert isinstance(errors[0], Cancelled)
    assert upload.stored == {}


def partly_sent(upload: FileUploading, change: Callable[[Path], None]) -> Path:
    """Interrupt an upload, change what is there, and return its path."""
    upload.inject(FaultKind.RESET, path_prefix=API, method="write", occurrence=3, times=None)
    with pytest.raises(InstanceUnreachable):
        in_single_requests(upload)("big.raw")
    upload.fake.faults.clear()
    (name,) = upload.unfinished
    change(upload.folder / name)
    return upload.folder / name


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(BIG[:-1] + b"\0\0"),
        lambda path: path.write_bytes(b"x" * 20_000_000),
        lambda path: path.write_bytes(BIG[:5_000_000] + b"x"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(BIG),
        lambda path: path.write_bytes(BIG[:12_345_678]),
    ],
    ids=["longer", "other", "damaged", "empty", "complete", "any size"],
)
def test_any_rest_of_an_earlier_upload_is_used_or_replaced(
    upload: FileUploading, change: Callable[[Path], object]
) -> None:
    partly_sent(upload, lambda path: change(path) and None)
    upload("big.raw")
    assert upload.stored == {"big.raw": BIG}
    assert upload.unfinished == []


def test_gaps_near_the_end_are_filled_without_starting_again(fake: FakeOpenbis) -> None:
    content = os.urandom(65 * 1024 * 1024)
    upload = file_uploading(fake, {"big.raw": content})
    gap = bytes(10 * 1024 * 1024)
    upload.inject(FaultKind.RESET, path_prefix=API, method="write", occurrence=3, times=None)
    with pytest.raises(InstanceUnreachable):
        in_single_requests(upload)("big.raw")
    fake.faults.clear()
    (name,) = upload.unfinished
    end = 60 * 1024 * 1024
    (upload.folder / name).write_bytes(content[: end - 2 * len(gap)] + gap + content[end - len(gap) : end])
    fake.requests.clear()
    upload("big.raw")
    assert upload.stored == {"big.raw": content}
    assert upload.requests("write") == 3


def test_old_rests_are_deleted_and_recent_ones_are_kept(upload: FileUploading) -> None:
    upload("small.txt")
    week = 8 * 24 * 3600
    for name, age in (("old", week), ("new", 0)):
        path = upload.folder / f".jupyter-openbis-upload-{name}"
        path.write_bytes(b"rest")
        changed = path.stat().st_mtime - age
        os.utime(path, (changed, changed))
    upload.workspace.files["other.txt"] = b"other"
    upload("other.txt")
    assert upload.unfinished == [".jupyter-openbis-upload-new"]
