"""Data that are written before they are sent."""

import io
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.workspace import spool as module
from jupyter_openbis_server.adapters.filesystem.workspace.spool import Spool, TemporarySource, local_source


@pytest.mark.parametrize("max_memory", [4, 1024])
def test_data_are_written_at_any_place_and_read_from_several(max_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_MEMORY", max_memory)
    spool = Spool("a file")
    assert spool.write(b"0123456789") == 10
    spool.seek(12)
    spool.write(memoryview(b"x"))
    assert (spool.size, spool.place) == (13, 13)
    with spool.open() as first, spool.open() as second:
        assert first.read(4) == b"0123"
        assert second.read() == b"0123456789\0\0x"
        assert (first.seek(-3, io.SEEK_END), first.read(10), first.read(1)) == (10, b"\0\0x", b"")
    assert (spool.truncate(2), spool.size) == (2, 2)
    assert (spool.truncate(4), spool.open().read()) == (4, b"01\0\0")
    spool.close()
    spool.close()


def test_arrays_count_in_bytes() -> None:
    spool = Spool("an array")
    assert spool.write(memoryview(bytes(16)).cast("d")) == 16
    assert spool.size == 16


def test_local_files_and_folders_are_found_through_links(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"123")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    found = local_source(tmp_path / "link")
    assert (found.size, found.is_folder) == (3, False)
    with found.open() as file:
        assert file.read() == b"123"
    assert local_source(tmp_path).is_folder
    with pytest.raises(FileNotFoundError):
        local_source(tmp_path / "missing")


def test_a_temporary_copy_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    source = TemporarySource("copied", lambda copy: Path(copy).write_bytes(b"12") and None)
    assert (source.size, source.open().read()) == (2, b"12")
    source.close()
    with pytest.raises(OSError, match="disk full"):
        TemporarySource("copied", _fail)
    assert list(tmp_path.iterdir()) == []


def _fail(_: str) -> None:
    raise OSError("disk full")
