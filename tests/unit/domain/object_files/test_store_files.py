"""Storing local files under names that were looked at before."""

import datetime as dt
import io
from dataclasses import dataclass

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, EntityNotFound, InvalidPath, RequestRefused
from jupyter_openbis_server.domain.object_files.errors import FilesChanged, NoFileServer
from jupyter_openbis_server.domain.object_files.store_files import LookUpTargets, StoreFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.testing.fakes.openbis.stored import StoredObjectFile
from tests.support.recorded_progress import RecordedProgress

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)


@dataclass(frozen=True)
class Source:
    content: bytes
    name: str = "local file"
    is_folder: bool = False

    @property
    def size(self) -> int:
        return len(self.content)

    def open(self) -> io.BytesIO:
        return io.BytesIO(self.content)


@pytest.fixture
def there(openbis, world):
    """The files of the owner."""
    openbis.has_file_server = True
    contents = {"run": None, "run/a.csv": b"1"}
    files = {path: StoredObjectFile(content, NOW) for path, content in contents.items()}
    openbis.object_files[world.upload_owner.perm_id] = files
    return files


@pytest.fixture
def look_up(session_manager, entities, object_files, world, there):
    use_case = LookUpTargets(session_manager, entities, object_files)
    return lambda *paths: use_case("lab", world.upload_owner.identifier, paths)


@pytest.fixture
def store(session_manager, object_files):
    return StoreFiles(session_manager, object_files)


def test_files_get_the_names_that_were_looked_at(look_up, store, there):
    targets = look_up("run/a.csv", "new/b.csv")
    assert [each.existing is None for each in targets] == [False, True]
    progress = RecordedProgress()
    stored = store("lab", list(zip(targets, (Source(b"22"), Source(b"")), strict=True)), progress=progress)
    assert [(each.path, each.size) for each in stored] == [("run/a.csv", 2), ("new/b.csv", 0)]
    assert (there["run/a.csv"].content, there["new/b.csv"].content) == (b"22", b"")
    assert there[".afs.trash/run/a.csv"].content == b"1"
    assert progress.begun[0][0] == Amount(2, 2)


def test_nothing_to_store_is_no_error(store, there):
    assert store("lab", []) == ()


@pytest.mark.parametrize("path", ["run/a.csv", "new.csv"])
def test_what_another_program_wrote_meanwhile_is_kept(look_up, store, there, path):
    (target,) = look_up(path)
    there[path] = StoredObjectFile(b"theirs", NOW)
    with pytest.raises(FilesChanged):
        store("lab", [(target, Source(b"mine"))])
    assert there[path].content == b"theirs"


def test_a_folder_is_not_replaced(look_up, store, there):
    (target,) = look_up("run")
    with pytest.raises(InvalidPath, match="folder of that name"):
        store("lab", [(target, Source(b"x"))])
    assert there["run/a.csv"].content == b"1"


@pytest.mark.parametrize(("path", "problem"), [("a:b", "does not accept"), ("run/a.csv/b", "is a file in openBIS")])
def test_names_that_cannot_be_stored_are_refused_at_once(look_up, path, problem):
    with pytest.raises(InvalidPath, match=problem):
        look_up(path)


def test_missing_rights_are_noticed_before_anything_is_written(look_up, openbis, world):
    openbis.fixed_owners.add(world.upload_owner.perm_id)
    with pytest.raises(RequestRefused):
        look_up("new.csv")


def test_a_server_without_files_of_objects_is_an_error_with_the_next_step(look_up, openbis):
    openbis.has_file_server = False
    with pytest.raises(NoFileServer, match="upload them as a data set"):
        look_up("new.csv")


def test_an_unknown_owner_is_an_error(session_manager, entities, object_files, there):
    with pytest.raises(EntityNotFound):
        LookUpTargets(session_manager, entities, object_files)("lab", "/NO/SUCH/SAMPLE", ["x"])


def test_a_cancelled_store_changes_nothing(look_up, store, there):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        store("lab", [(look_up("new.csv")[0], Source(b"x"))], cancellation)
    assert "new.csv" not in there
