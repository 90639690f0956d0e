"""Reading of regular files; pipes, folders and devices are refused."""

import os
import socket
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.shared.regular_file import check_regular, read_regular

MAX_BYTES = 1 << 20


def test_file_is_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * MAX_BYTES)
    (tmp_path / "link").symlink_to("file")
    assert len(read_regular(tmp_path / "link", MAX_BYTES)) == MAX_BYTES


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """If it waited for a writer, pytest's timeout would end the test."""
    os.mkfifo(tmp_path / "pipe")
    for read in (check_regular, read_regular):
        with pytest.raises(OSError, match="this is not a file"):
            read(tmp_path / "pipe", MAX_BYTES)


@pytest.mark.parametrize("name", ["folder", "socket", "/dev/zero", "missing", "file/below", "a\0b", "\ud800", "large"])
def test_paths_that_are_no_file_within_the_size_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "large").write_bytes(b"x" * (MAX_BYTES + 1))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        with pytest.raises(OSError, match=r"not a file|no path|more than|No such|Not a dir"):
            read_regular(name, MAX_BYTES)
