"""Files that appear under their name only when they are complete."""

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_atomically
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_error
from jupyter_openbis_server.domain.errors import DiskFull, TargetNotWritable
from tests.support.tmpfs import run_on_disk

WRITE = """
import sys
from pathlib import Path
from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_atomically
from jupyter_openbis_server.domain.errors import StorageError

folder = Path(sys.argv[1])
"""
NAMES = ["a", "ü" * 127 + "a", "🧪" * 63 + "abc", "x" * 255, "100 %.txt", "plate #1.csv", "line\nbreak", "-rf"]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_every_file_name_that_the_disk_allows_can_be_written(tmp_path: Path, name: str) -> None:
    write_atomically(tmp_path / name, b"content")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {name: b"content"}


def test_new_file_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    script = WRITE + "import os; os.umask(0o027); write_atomically(folder / 'new', b'')"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, timeout=60)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_private_file_is_private_even_if_the_old_one_was_not(tmp_path: Path) -> None:
    target = tmp_path / "secret"
    target.write_bytes(b"old")
    target.chmod(0o644)
    write_atomically(target, b"new", mode=0o600)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_link_is_replaced_and_its_target_is_unchanged(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"precious")
    (tmp_path / "link").symlink_to("target")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "target").read_bytes() == b"precious"
    assert (tmp_path / "link").read_bytes() == b"new"


def test_reader_of_the_old_file_is_not_affected(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old content")
    with target.open("rb") as reader:
        write_atomically(target, b"new")
        assert reader.read() == b"old content"


def test_existing_folder_is_reported_and_no_temporary_file_remains(tmp_path: Path) -> None:
    (tmp_path / "taken" / "inside").mkdir(parents=True)
    with pytest.raises(TargetNotWritable, match="taken"):
        write_atomically(tmp_path / "taken", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(TargetNotWritable, match="No such file"):
        write_atomically(tmp_path / "missing" / "file", b"")


def test_full_disk_keeps_the_old_file_and_no_partial_one(tmp_path: Path) -> None:
    script = """
import json
write_atomically(folder / "file", b"old")
try:
    write_atomically(folder / "file", bytes(200_000))
except StorageError as error:
    print(json.dumps([type(error).__name__, {path.name: path.read_text() for path in folder.iterdir()}]))
"""
    assert json.loads(run_on_disk(tmp_path, "size=64k", WRITE + script)) == ["DiskFull", {"file": "old"}]


def test_read_only_disk_is_reported_as_such(tmp_path: Path) -> None:
    script = """
try:
    write_atomically(folder / "file", b"new")
except StorageError as error:
    print(error)
"""
    assert run_on_disk(tmp_path, "ro", WRITE + script).strip().endswith("cannot be written: Read-only file system")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_exceeded_quota_is_a_full_disk(number: int) -> None:
    assert isinstance(storage_error("file", OSError(number, os.strerror(number))), DiskFull)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EFBIG])
def test_other_errors_are_unwritable_targets(number: int) -> None:
    error = storage_error("file", OSError(number, os.strerror(number)))
    assert isinstance(error, TargetNotWritable)
    assert os.strerror(number) in str(error)
