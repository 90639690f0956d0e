"""Moves and copies of files of samples under all names of their owners."""

from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pytest

from jupyter_openbis_server.entrypoints.fsspec import OpenbisFileSystem
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample

pytestmark = pytest.mark.usefixtures("config_folder")

Stored = Callable[[str], dict[str, bytes]]
FILES = {"a.txt": b"a", "dir/b.txt": b"b", "dir/c/d.txt": b"d"}


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=content.USERS, settings=ServerSettings("3.7", afs="unlisted")) as openbis:
        yield openbis


@pytest.fixture
def fs() -> OpenbisFileSystem:
    return fsspec.filesystem("openbis")


@pytest.fixture
def owner(openbis: FakeOpenbis) -> str:
    return new_owner(openbis)


@pytest.fixture
def root(owner: str, fs: OpenbisFileSystem) -> str:
    fs.pipe({f"lab/{owner}/{path}": data for path, data in FILES.items()})
    return f"lab/{owner}"


@pytest.fixture
def stored(openbis: FakeOpenbis) -> Stored:
    """Read the files of an owner from the disk of the file server."""

    def read(owner: str) -> dict[str, bytes]:
        folder = openbis.laboratory.afs_path(owner)
        files = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*") if each.is_file()}
        return {
            path: each.read_bytes() for path, each in files.items() if not path.startswith(".") and "/." not in path
        }

    return read


def new_owner(openbis: FakeOpenbis) -> str:
    code = f"S{openbis.laboratory.new_perm_id()}"
    return add_sample(openbis.laboratory, code, "ENTRY", project="/YEAST_LAB/GROWTH").perm_id


@pytest.fixture(params=["permId", "identifier", "lower case", "codes", "other connection"])
def other_name(request: pytest.FixtureRequest, openbis: FakeOpenbis, owner: str, config_folder: Path) -> str:
    """The folder of the owner's files under another name."""
    sample = openbis.laboratory.samples.get(owner)
    assert sample is not None
    if request.param == "other connection":
        file = config_folder / "openbis-connections.yaml"
        file.write_text(file.read_text().replace("lab", "lab2") + _entries(file.read_text()))
        return f"lab2/{owner}"
    encoded = sample.identifier.replace("/", "%2F")
    return {
        "permId": f"lab/{owner}",
        "identifier": f"lab/{encoded}",
        "lower case": f"lab/{encoded.lower().replace('%2f', '%2F')}",
        "codes": f"lab{sample.identifier}/files",
    }[request.param]


def _entries(text: str) -> str:
    """Return the connections of a file without its heading."""
    return text.partition("connections:\n")[2]


@pytest.mark.parametrize("target", ["/a.txt", "", "/"])
def test_a_file_that_is_moved_onto_itself_stays(
    fs: OpenbisFileSystem, owner: str, root: str, other_name: str, stored: Stored, target: str
) -> None:
    fs.mv(f"{root}/a.txt", f"{other_name}{target}")
    fs.mv(f"{other_name}/a.txt", f"{root}{target}")
    assert stored(owner) == FILES


def test_a_folder_list_or_pattern_that_is_moved_onto_itself_stays(
    fs: OpenbisFileSystem, owner: str, root: str, other_name: str, stored: Stored
) -> None:
    for target in (f"{other_name}/dir", f"{other_name}/dir/", other_name):
        fs.mv(f"{root}/dir", target, recursive=True)
    fs.mv(f"{root}/*", other_name, recursive=True)
    fs.mv([f"{root}/a.txt", f"{root}/dir"], other_name, recursive=True)
    fs.mv([f"{root}/a.txt"], [f"{other_name}/a.txt"])
    assert stored(owner) == FILES


def test_a_move_within_an_owner_renames(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, owner: str, root: str, other_name: str, stored: Stored
) -> None:
    openbis.requests.clear()
    fs.mv(f"{root}/a.txt", f"{other_name}/new.txt")
    with fs.transaction:
        fs.mv(f"{root}/dir", f"{other_name}/moved", recursive=True)
    assert stored(owner) == {"new.txt": b"a", "moved/b.txt": b"b", "moved/c/d.txt": b"d"}
    assert openbis.requests.counts().get("write", 0) == 0
    with pytest.raises(OSError, match="inside"):
        fs.mv(f"{root}/moved", f"{other_name}/moved/c/x", recursive=True)
    with pytest.raises(FileExistsError):
        fs.mv(f"{root}/new.txt", f"{other_name}/moved/b.txt")
    with pytest.raises(FileNotFoundError):
        fs.mv(f"{root}/none.txt", f"{other_name}/none.txt")


def test_copies_onto_themselves_and_double_names_change_nothing(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, owner: str, root: str, other_name: str, stored: Stored
) -> None:
    openbis.requests.clear()
    fs.copy(f"{root}/a.txt", f"{other_name}/a.txt")
    fs.copy(f"{root}/dir", other_name, recursive=True)
    fs.copy(f"{root}/*", other_name, recursive=True)
    assert openbis.requests.counts().get("write", 0) == 0
    assert stored(owner) == FILES
    with fs.transaction:
        fs.pipe(f"{root}/twice.txt", b"1")
        fs.pipe(f"{root}/once.txt", b"1")
    assert stored(owner) == {**FILES, "twice.txt": b"1", "once.txt": b"1"}
    fs.rm([f"{root}/twice.txt", f"{other_name}/twice.txt"])
    fs.rm([f"{root}/dir", f"{other_name}/dir", f"{other_name}/once.txt"], recursive=True)
    assert stored(owner) == {"a.txt": b"a"}


def test_a_move_between_owners_moves_folders_as_a_whole(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, owner: str, root: str, stored: Stored
) -> None:
    other = new_owner(openbis)
    fs.mkdir(f"{root}/dir/empty")
    fs.mv(f"{root}/dir", f"lab/{other}/new")
    assert (stored(owner), stored(other)) == ({"a.txt": b"a"}, {"new/b.txt": b"b", "new/c/d.txt": b"d"})
    assert fs.isdir(f"lab/{other}/new/empty")
    fs.mv([f"lab/{other}/new"], root)
    fs.mv(f"{root}/a*", f"lab/{other}")
    assert set(stored(owner)) == {"new/b.txt", "new/c/d.txt"}
    assert stored(other) == {"a.txt": b"a"}


def test_a_move_between_owners_replaces_and_deletes_nothing(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, owner: str, root: str, stored: Stored
) -> None:
    other = new_owner(openbis)
    theirs = {"a.txt": b"theirs", "dir/c/d.txt": b"theirs"}
    fs.pipe({f"lab/{other}/{path}": data for path, data in theirs.items()})
    for source, target in (("a.txt", "a.txt"), ("a.txt", ""), ("dir", ""), ("*", "")):
        with pytest.raises(FileExistsError):
            fs.mv(f"{root}/{source}", f"lab/{other}/{target}", recursive=True)
    with pytest.raises(FileExistsError):
        fs.mv([f"{root}/dir/b.txt", f"{root}/a.txt"], [f"lab/{other}/x", f"lab/{other}/x"])
    with pytest.raises(ValueError, match="as many"):
        fs.mv([f"{root}/dir/b.txt", f"{root}/a.txt"], [f"lab/{other}/x"])
    with pytest.raises(OSError, match="maxdepth"):
        fs.mv(f"{root}/dir", f"lab/{other}/x", recursive=True, maxdepth=1)
    assert (stored(owner), stored(other)) == (FILES, theirs)


def test_what_is_changed_while_it_is_copied_is_not_deleted(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, owner: str, root: str, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_owner(openbis)
    send = OpenbisFileSystem._send

    def send_late(*args: object, **options: object) -> None:
        send(*args, **options)
        (openbis.laboratory.afs_path(owner) / "dir" / "late.txt").write_bytes(b"late")

    monkeypatch.setattr(OpenbisFileSystem, "_send", send_late)
    with pytest.raises(OSError, match="nothing was deleted"):
        fs.mv(f"{root}/dir", f"lab/{other}/dir", recursive=True)
    assert stored(owner) == {**FILES, "dir/late.txt": b"late"}
    assert stored(other) == {"dir/b.txt": b"b", "dir/c/d.txt": b"d"}
