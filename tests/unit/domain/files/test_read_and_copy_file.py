"""A file of a data set, or a part of it, read into memory or copied."""

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, DataNotAvailable, DataSetArchived, DiskFull, IntegrityError
from jupyter_openbis_server.domain.model import Amount, Cancellation
from jupyter_openbis_server.domain.use_cases import CopyFile, ListFiles, ReadFile

CURVE = "original/curve.csv"
CONTENT = b"time_h,od600\n"


@pytest.fixture
def read_file(keeper, data_sets, data_store, world) -> ReadFile:
    return ReadFile(keeper, data_sets, data_store)


@pytest.fixture
def copy_file(keeper, data_sets, data_store, folders, world) -> CopyFile:
    return CopyFile(keeper, data_sets, data_store, folders)


@pytest.fixture
def found(keeper, data_sets, data_store, world):
    """Finds a file: returns what the use cases want to know of it."""

    def find(path: str = CURVE, perm_id: str = world.data_set.perm_id):
        entry = ListFiles(keeper, data_sets, data_store)("lab", perm_id).entry(path)
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
def test_what_is_asked_for_is_read_as_far_as_it_is_there(read_file, found, start, end, expected):
    assert read_file("lab", *found(), start, end) == expected


def test_reading_from_the_archive_says_what_to_do(read_file, found, world):
    with pytest.raises(DataSetArchived, match="Unarchive"):
        read_file("lab", *found("original/old.csv", world.archived))


def test_a_refusal_for_another_reason_is_kept(read_file, found, openbis, world):
    wanted = found()
    del openbis.data_sets[world.data_set.perm_id].files[CURVE]
    with pytest.raises(DataNotAvailable, match="does not exist"):
        read_file("lab", *wanted)


def test_a_damaged_file_is_not_given(read_file, copy_file, found, openbis, folders, world):
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


class Heard:
    def __init__(self) -> None:
        self.total, self.bytes, self.paths = None, 0, []

    def begin(self, total, done=None) -> None:
        self.total = total

    def moved(self, count) -> None:
        self.bytes += count

    def completed(self, path) -> None:
        self.paths.append(path)


def test_a_copy_gets_the_name_that_is_wanted_and_no_manifest(copy_file, found, folders):
    heard = Heard()
    copy_file("lab", *found(), "/data/here.csv", progress=heard)
    assert folders.files == {"/data/here.csv": CONTENT}
    assert folders.manifests == {}
    assert (heard.total, heard.bytes, heard.paths) == (Amount(1, 13), 13, ["here.csv"])


def test_a_copy_that_breaks_off_leaves_nothing(copy_file, found, folders):
    folders.capacity = 1024 * 1024 + 5  # the first chunk fits
    with pytest.raises(DiskFull):
        copy_file("lab", *found("original/plate 1/Bild äöü.png"), "/data/image.png")
    assert folders.files == {}
    assert folders.partials == {}


def test_a_copy_from_the_archive_says_what_to_do(copy_file, found, world):
    with pytest.raises(DataSetArchived):
        copy_file("lab", *found("original/old.csv", world.archived), "/data/old.csv")
