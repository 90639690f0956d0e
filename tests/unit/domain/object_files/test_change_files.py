"""Deleting, moving and renaming files of samples and experiments."""

import datetime as dt

import pytest

from jupyter_openbis_server.domain.errors import EntityNotFound, InvalidPath
from jupyter_openbis_server.domain.object_files.change_files import CreateFolder, DeleteFiles, MoveFile
from jupyter_openbis_server.domain.object_files.errors import FilesExist, NoSuchFile
from jupyter_openbis_server.testing.fakes.openbis.stored import StoredObjectFile

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)


@pytest.fixture
def owner(openbis, world):
    """A sample with files."""
    openbis.has_file_server = True
    contents = {"run": None, "run/a.csv": b"1", "run/b.csv": b"2", "notes.txt": b"fine"}
    files = {path: StoredObjectFile(content, NOW) for path, content in contents.items()}
    openbis.object_files[world.upload_owner.perm_id] = files
    return world.upload_owner


@pytest.fixture
def stored(openbis, owner):
    return lambda: set(openbis.object_files[owner.perm_id])


@pytest.fixture
def delete(session_manager, entities, object_files, owner):
    use_case = DeleteFiles(session_manager, entities, object_files)
    return lambda *paths, **how: use_case("lab", owner.identifier, paths, **how)


@pytest.fixture
def move(session_manager, entities, object_files, owner):
    use_case = MoveFile(session_manager, entities, object_files)
    return lambda path, new_path: use_case("lab", owner.identifier, path, new_path)


@pytest.fixture
def create_folder(session_manager, entities, object_files, owner):
    use_case = CreateFolder(session_manager, entities, object_files)
    return lambda path: use_case("lab", owner.identifier, path)


def test_deleted_files_are_in_the_trash(delete, stored):
    assert delete("run/", "/notes.txt") == ("run", "notes.txt")
    assert stored() == {".afs.trash/run", ".afs.trash/run/a.csv", ".afs.trash/run/b.csv", ".afs.trash/notes.txt"}


def test_files_are_deleted_for_good_on_request(delete, stored):
    delete("run", to_trash=False)
    assert stored() == {"notes.txt"}


def test_files_in_a_deleted_folder_are_deleted_once(delete):
    assert delete("run/a.csv", "run", "run") == ("run",)


def test_nothing_is_deleted_if_one_file_is_missing(delete, stored):
    before = stored()
    with pytest.raises(NoSuchFile, match=r"c\.csv"):
        delete("notes.txt", "run/c.csv")
    assert stored() == before


@pytest.mark.parametrize("path", ["", "/", "run/..", "./run"])
def test_the_folder_of_the_owner_itself_is_not_changed(delete, move, create_folder, stored, path):
    before = stored()
    for change in (lambda: delete("notes.txt", path), lambda: move(path, "new"), lambda: create_folder(path)):
        with pytest.raises(InvalidPath):
            change()
    assert stored() == before


def test_files_are_renamed_and_moved(move, stored):
    move("run", "old/run")
    move("notes.txt", "notes 2.txt")
    assert stored() == {"old", "old/run", "old/run/a.csv", "old/run/b.csv", "notes 2.txt"}


def test_a_file_can_keep_its_name(move, stored):
    before = stored()
    move("notes.txt", "/notes.txt")
    assert stored() == before


@pytest.mark.parametrize("new_path", ["run/inside", "a:b"])
def test_impossible_new_names_are_refused(move, stored, new_path):
    before = stored()
    with pytest.raises(InvalidPath):
        move("run", new_path)
    assert stored() == before


def test_existing_files_are_not_overwritten_by_a_move(move):
    with pytest.raises(FilesExist, match=r"notes\.txt"):
        move("run", "notes.txt")


def test_folders_are_created(create_folder, stored):
    create_folder("a/b/")
    assert {"a", "a/b"} <= stored()
    with pytest.raises(InvalidPath):
        create_folder("a?")


def test_unknown_owner_is_an_error(session_manager, entities, object_files, owner):
    with pytest.raises(EntityNotFound):
        DeleteFiles(session_manager, entities, object_files)("lab", "/NO/SUCH/SAMPLE", ["a"])
