"""Reading and copying of a file of a data set, or of a byte range."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile, FileRange
from jupyter_openbis_server.domain.downloads.copy_file import CopyFile
from jupyter_openbis_server.domain.errors import Cancelled, DataNotAvailable, DataSetArchived, DiskFull, IntegrityError
from jupyter_openbis_server.domain.files.list_files import ListFiles
from jupyter_openbis_server.domain.files.read_file import FileChanged, ReadFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount, ProgressDefaults

CURVE = "original/curve.csv"
CONTENT = b"time_h,od600\n"


@pytest.fixture
def read_file(session_manager, data_sets, data_store, world) -> ReadFile:
    return ReadFile(session_manager, data_sets, data_store)


@pytest.fixture
def copy_file(session_manager, data_sets, data_store, folders, world) -> CopyFile:
    return CopyFile(session_manager, data_sets, data_store, folders)


@pytest.fixture
def found(session_manager, data_sets, data_store, world):
    """Return a function that finds a file by path and returns the arguments of the use cases."""

    def find(path: str = CURVE, perm_id: str = world.data_set.perm_id):
        entry = ListFiles(session_manager, data_sets, data_store)("lab", perm_id).entry(path)
        return entry.data_set, entry.file

    return find


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, None, CONTENT),
        (2, 6, CONTENT[2:6]),
        (-5, 3, CONTENT[:3]),
        (10, 99, CONTENT[10:]),
        (99, 120, b""),
        (5, 3, b""),
    ],
)
def test_range_is_read_up_to_the_end_of_the_file(read_file, found, start, end, expected):
    assert read_file("lab", *found(), start, end) == expected


def test_error_for_reading_archived_files_has_a_hint(read_file, found, world):
    with pytest.raises(DataSetArchived, match="unarchive"):
        read_file("lab", *found("original/old.csv", world.archived))


def test_error_for_another_reason_is_unchanged(read_file, found, openbis, world):
    wanted = found()
    del openbis.data_sets[world.data_set.perm_id].files[CURVE]
    with pytest.raises(DataNotAvailable, match="does not exist"):
        read_file("lab", *wanted)


def test_damaged_file_is_not_returned(read_file, copy_file, found, openbis, folders, world):
    openbis.damage(world.data_set.perm_id, CURVE)
    with pytest.raises(IntegrityError):
        read_file("lab", *found())
    with pytest.raises(IntegrityError):
        copy_file("lab", *found(), "/data/here.csv")
    assert folders.files == {}


def test_an_expired_session_is_renewed(read_file, found, openbis):
    wanted = found()
    openbis.expire_all_sessions()
    assert read_file("lab", *wanted) == CONTENT


def test_reading_and_copying_can_be_cancelled(read_file, copy_file, found, folders):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        read_file("lab", *found(), cancellation=cancellation)
    with pytest.raises(Cancelled):
        copy_file("lab", *found(), "/data/here.csv", cancellation)
    assert folders.files == {}


class RecordedProgress(ProgressDefaults):
    def __init__(self) -> None:
        self.total, self.bytes, self.paths = None, 0, []

    def begin(self, total, done=None) -> None:
        self.total = total

    def moved(self, count) -> None:
        self.bytes += count

    def completed(self, path) -> None:
        self.paths.append(path)


def test_copy_has_the_requested_name_and_no_manifest(copy_file, found, folders):
    progress = RecordedProgress()
    copy_file("lab", *found(), "/data/here.csv", progress=progress)
    assert folders.files == {"/data/here.csv": CONTENT}
    assert folders.manifests == {}
    assert (progress.total, progress.bytes, progress.paths) == (Amount(1, 13), 13, ["here.csv"])


def test_interrupted_copy_leaves_no_file(copy_file, found, folders):
    folders.capacity = 1024 * 1024 + 5  # the first chunk fits
    with pytest.raises(DiskFull):
        copy_file("lab", *found("original/plate 1/Bild äöü.png"), "/data/image.png")
    assert folders.files == {}
    assert folders.partials == {}


def test_error_for_copying_archived_files_has_a_hint(copy_file, found, world):
    with pytest.raises(DataSetArchived):
        copy_file("lab", *found("original/old.csv", world.archived), "/data/old.csv")


@pytest.fixture
def changing(found, data_store, monkeypatch):
    """A large file of a data set that can change, and a function that changes it in openBIS."""
    data_set, _ = found()
    file = DataSetFile("big.raw", 20 * 2**20)
    files = [file]
    monkeypatch.setattr(data_store, "files", lambda *_: tuple(files))
    monkeypatch.setattr(data_store, "read", lambda *given, **_: bytes(given[4] - given[3]))
    monkeypatch.setattr(data_store, "read_ranges", lambda *_: ())

    def change() -> None:
        files[:] = [replace(file, modified=dt.datetime.now(dt.timezone.utc))]

    return replace(data_set, is_mutable=True), file, change


def test_long_range_and_several_ranges_are_of_one_version(read_file, changing):
    data_set, file, change = changing
    several = [FileRange(file, 0, 10), FileRange(file, 10, 20)]
    assert len(read_file("lab", data_set, file)) == file.size
    read_file.ranges("lab", data_set, several)
    change()
    for attempt in (
        lambda: read_file("lab", data_set, file),
        lambda: read_file.ranges("lab", data_set, several),
        lambda: read_file.check_unchanged("lab", data_set, file),
    ):
        with pytest.raises(FileChanged, match="changed in openBIS"):
            attempt()
    assert len(read_file("lab", data_set, file, 0, 10)) == 10
    assert len(read_file("lab", data_set, file, again=True)) == file.size, "the caller checks"
    read_file.check_unchanged("lab", replace(data_set, is_mutable=False), file)
